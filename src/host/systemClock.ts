// The time of the machine.
import type { Clock } from '../core/ports';

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (delayMs, signal) =>
      new Promise(resolve => {
        const timer = setTimeout(done, delayMs);
        function done() {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        }
        if (signal?.aborted) done();
        else signal?.addEventListener('abort', done);
      }),
  };
}
