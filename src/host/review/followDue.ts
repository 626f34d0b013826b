// Calls back when something else is due: cards came, went or were rated, or the time of the next one has come.
import { type Disposable, Store } from '../../core/base/store';
import type { Clock } from '../../core/ports';
import type { Cards } from './feature';

/** Timers stand still while a machine sleeps, so that none may be trusted for long. */
const longestWaitMs = 60_000;

export function followDue(
  cards: Pick<Cards, 'onPatch' | 'onState'> & { readonly due: { dueCount: number; nextDueAt?: number } },
  clock: Pick<Clock, 'now'>,
  changed: () => void,
): Disposable {
  const owned = new Store();
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    const { dueCount, nextDueAt } = cards.due;
    told = dueCount;
    if (nextDueAt === undefined) return;
    timer = setTimeout(look, Math.min(longestWaitMs, Math.max(1, nextDueAt - clock.now())));
  };
  const tell = () => {
    wait();
    changed();
  };
  const look = () => (cards.due.dueCount === told ? wait() : tell());
  owned.add(cards.onPatch(tell));
  owned.add(cards.onState(tell));
  owned.add({ dispose: () => clearTimeout(timer) });
  return owned;
}
