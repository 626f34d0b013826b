// A clock that stands still until it is told to go on.
import type { Clock } from '../../../src/core/ports';

export interface SteppedClock extends Clock {
  /** Lets the time pass, from sleeper to sleeper, so that those that sleep again are woken again. */
  advance(ms: number): Promise<void>;
}

export function steppedClock(): SteppedClock {
  let now = 1_000_000;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep(delayMs, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise(resolve => {
        const sleeper = {
          until: now + delayMs,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      });
    },
    async advance(ms) {
      const end = now + ms;
      while (now < end) {
        // In steps at most, for who has not come to sleep yet.
        now = Math.max(now, Math.min(end, now + 100, ...[...sleepers].map(({ until }) => until)));
        for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake();
        await settle();
      }
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
}
