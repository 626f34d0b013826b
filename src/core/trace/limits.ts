// How far a run may go. Where one of these is reached it is ended, and what came before is shown.

export interface TraceLimits {
  /** Lines reached. */
  readonly steps: number;
  readonly timeMs: number;
  /** Resident, of all its processes together. */
  readonly memoryBytes: number;
  /** At one time, the first one included. */
  readonly processes: number;
  readonly printedChars: number;
}

export const usualLimits: TraceLimits = {
  steps: 100_000,
  timeMs: 10_000,
  memoryBytes: 1 << 30,
  processes: 16,
  printedChars: 1_000_000,
};

/** A trace that is longer is cut here whatever its tracer says: some five times what 100,000 usual lines come to. */
export const mostTraceBytes = 64 << 20;

/** Of one trace, beside its run: some 60,000 usual lines. */
export const mostKeptChars = 8_000_000;
