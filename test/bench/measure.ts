// Time of ours and of a peer, taken in turns, so that a machine that is busy for a while slows both.
import { performance } from 'node:perf_hooks';

export interface Medians {
  readonly ours: number;
  readonly peer: number;
}

export interface Contest<T> {
  readonly ours: () => T;
  readonly peer: () => T;
}

/** Runs each once to warm up, then `rounds` times in turns; what they resolve with is what is measured. */
export async function inTurns(
  rounds: number,
  { ours, peer }: Contest<number | Promise<number>>,
  { warmUp = true } = {},
): Promise<Medians> {
  if (warmUp) {
    await ours();
    await peer();
  }
  const figures: { readonly ours: number[]; readonly peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    // Who goes second may find something warm, so each goes first as often.
    const order = round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
    for (const who of order) figures[who].push(await (who === 'ours' ? ours() : peer()));
  }
  return { ours: median(figures.ours), peer: median(figures.peer) };
}

/** Microseconds of one call, for what is over too soon to be timed alone. */
export async function microsecondsEach(contest: Contest<unknown>, rounds = 15): Promise<Medians> {
  return inTurns(rounds, { ours: timed(contest.ours), peer: timed(contest.peer) });
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** What only one in twenty is above. */
export function percentile95(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * 0.95)] ?? Number.NaN;
}

/** Long enough for the clock, short enough to fall between two interruptions most of the time. */
const batchMs = 4;

/** Results go here, or the compiler could find that nobody wants them and leave the work out. */
const results: unknown[] = [];

function timed(work: () => unknown): () => number {
  let calls = 1;
  const batch = () => {
    const startedAt = performance.now();
    for (let call = 0; call < calls; call += 1) results[0] = work();
    return performance.now() - startedAt;
  };
  return () => {
    let tookMs = batch();
    while (tookMs < batchMs / 2 && calls < 1e7) {
      calls = Math.ceil(calls * Math.min(100, Math.max(2, batchMs / Math.max(tookMs, 1e-3))));
      tookMs = batch();
    }
    return (tookMs / calls) * 1000;
  };
}
