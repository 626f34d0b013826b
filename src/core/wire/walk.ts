// Walking through the steps of a run from outside the panel: by a command, or from a line of the code.

export type WalkTo = 'next' | 'previous' | 'play' | number;

export interface WalkNow {
  /** Counts how often the host asked to walk in this run: the panel follows when it grows. */
  readonly asked: number;
  /** A number is that of a step. Missing: nothing was asked for. */
  readonly to?: WalkTo;
}

/** What is left to do for a page that has seen so many of the askings; `undefined`: it has not looked at this run yet. */
export function walkLeft({ asked, to }: WalkNow, seen: number | undefined): WalkTo | undefined {
  if (asked === seen) return undefined;
  // A page that opens now was led to a step; "next" was meant for one that has gone.
  return seen === undefined && typeof to !== 'number' ? undefined : to;
}
