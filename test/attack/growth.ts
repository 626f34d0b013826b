// How the cost of some work grows with its input: twice the input may take at most about twice the time.
import assert from 'node:assert/strict';

export const mostGrowth = 2.5;

/** A measurement of less is made of noise. */
const shortestMs = 10;
const mostTries = 15;

export interface GrowthOptions {
  /** Where twice the input takes no more than this, nobody can feel it, and it is not compared. */
  readonly feltMs?: number;
  readonly leastTries?: number;
}

/** Where it seems too much, at so many times the size: what is not linear shows the more there, and luck the less. */
const sizes = [1, 4, 16];

/** `at`: the work on an input of so many times the size. How many times as much twice the size takes. */
export async function growthOf(
  at: (times: number) => () => unknown,
  options: GrowthOptions = {},
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (const times of sizes) {
    least = Math.min(least, await ratioOf(at(times), at(2 * times), options));
    if (least <= mostGrowth) break;
  }
  return least;
}

/**
 * By the least that each was seen to take, since a collection of garbage may fall on one side. It is looked at again until
 * it is well, so often as to leave little to luck; what grows with the square comes to 4 and stays there.
 */
async function ratioOf(
  small: () => unknown,
  large: () => unknown,
  { feltMs = 0, leastTries = 3 }: GrowthOptions,
): Promise<number> {
  if (feltMs > 0 && (await processorMs(large)) <= feltMs) return 1;
  let times = 1;
  while ((await processorMs(small, times)) < shortestMs) times *= 2;
  let [least, leastOfTwice] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries >= leastTries && leastOfTwice / least <= mostGrowth) break;
    least = Math.min(least, await processorMs(small, times));
    leastOfTwice = Math.min(leastOfTwice, await processorMs(large, times));
  }
  return leastOfTwice / least;
}

/** Time of the processor, since others may use the machine too. */
export async function processorMs(work: () => unknown, times = 1): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Fails where `work` on an input of twice the size takes too many times as long. */
export async function assertGrowth<T>(
  what: string,
  size: number,
  make: (size: number) => T,
  work: (input: T) => void,
): Promise<void> {
  const at = (times: number) => {
    const input = make(size * times);
    return () => work(input);
  };
  const ratio = await growthOf(at, { leastTries: mostTries });
  assert.ok(ratio <= mostGrowth, `${what}: twice the input took ${ratio.toFixed(2)} times as long`);
}
