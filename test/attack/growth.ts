// Twice the input may take at most about twice the time.
import assert from 'node:assert/strict';

const pairs = 15;
const mostTimes = 2.5;

/** Measures both sizes again and again, one after the other, and compares the quicker half of each. */
export function growth<T>(
  what: string,
  size: number,
  make: (size: number) => T,
  work: (input: T) => void,
): void {
  const [single, double] = [make(size), make(size * 2)];
  const timeOf = (input: T) => {
    const startedAt = performance.now();
    work(input);
    return performance.now() - startedAt;
  };
  timeOf(double);
  const times = Array.from({ length: pairs }, () => [timeOf(single), timeOf(double)] as const);
  const quick = (which: 0 | 1) => Math.min(...times.map(pair => pair[which]));
  // What takes no time at all cannot be compared, and harms nobody.
  const ratio = quick(1) < 1 ? 0 : quick(1) / Math.max(quick(0), 0.05);
  assert.ok(ratio <= mostTimes, `${what}: twice the input took ${ratio.toFixed(1)} times as long`);
}
