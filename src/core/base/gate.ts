// A limit on how much goes on at once.

export interface Gate {
  /** Begins as soon as fewer than the limit are under way, in the order of asking. */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

export function gate(limit: number): Gate {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return {
    async pass(work) {
      if (underWay >= limit) await new Promise<void>(resolve => waiting.push(resolve));
      else underWay += 1;
      try {
        return await work();
      } finally {
        // The place goes straight to the next in line, so nobody can slip in between.
        const next = waiting.shift();
        if (next) next();
        else underWay -= 1;
      }
    },
  };
}
