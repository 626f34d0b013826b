// A deck of given annotations and ratings, without journals.
import type { Annotation } from '../../src/core/annotation/annotation';
import { compareRated } from '../../src/core/annotation/ledger';
import type { Rated } from '../../src/core/annotation/rated';
import type { Review } from '../../src/core/review/card';
import { daysIn } from '../../src/core/review/day';
import { Deck, type DeckStore } from '../../src/core/review/deck';
import { makeScheduler } from '../../src/core/review/schedule';

export interface Cards {
  readonly own: readonly Annotation[];
  readonly editorial?: readonly Annotation[];
  readonly kept?: ReadonlySet<string>;
  readonly ratings: readonly Rated[];
}

export function deckOver({ own, editorial = [], kept = new Set(), ratings }: Cards): Deck {
  const sorted = [...ratings].sort(compareRated);
  const byId = new Map(own.map(annotation => [annotation.id, annotation]));
  const store: DeckStore = {
    annotations: () => own,
    get: id => byId.get(id),
    isKept: id => kept.has(id),
    ratings: sorted,
    ratingsOf: card => sorted.filter(rated => rated.card === card),
    ratedBetween: (one, other) =>
      sorted.filter(({ at }) => at > Math.min(one, other) && at <= Math.max(one, other)),
    lastGivenAt: 0,
    onPatch: () => ({ dispose: () => {} }),
  };
  const deck = new Deck(store, makeScheduler());
  deck.setEditorial(editorial);
  return deck;
}

export function reviewOf(cards: Cards, now: number, timeZone = 'UTC'): Review {
  return deckOver(cards).review(now, daysIn(timeZone));
}
