// How far the server has read the prompt, told as often as one can see it and no more, and never backwards.

/** In tokens, as checked numbers. */
export interface Progress {
  readonly processed: number;
  readonly total: number;
  readonly cached: number;
}

/** Finer than a bar on the screen shows. */
const visibleShare = 1 / 200;
/** Of one answer: totals that grow along with what was read would have no end. */
const mostNews = 400;

export function readingProgress(): { take(seen: Progress): Progress | undefined } {
  let told: Progress | undefined;
  let count = 0;
  return {
    /** The progress, put right, where it is news. */
    take(seen) {
      const processed = Math.min(seen.processed, seen.total);
      const cached = Math.min(seen.cached, processed);
      const atLeast = told ? told.processed + Math.max(1, seen.total * visibleShare) : 0;
      const isAllRead = processed === seen.total && told !== undefined && processed > told.processed;
      if ((processed < atLeast && !isAllRead) || count === mostNews) return undefined;
      count += 1;
      told = { total: seen.total, processed, cached };
      return told;
    },
  };
}
