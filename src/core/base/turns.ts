// Work that must not overlap: one piece at a time, in the order of asking.

export interface Turns {
  /** Begins when all that was asked for before is over. A failure is the asker's own and stops nobody behind. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything that was asked for so far is done, or has failed. */
  settled(): Promise<void>;
}

export function inTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    async settled() {
      await last;
    },
  };
}
