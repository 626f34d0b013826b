// What is due: a number for the running head and the status bar, cards and charts for the review page.
import type { Listen } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import { type Disposable, Store } from '../../core/base/store';
import type { Rating, Review } from '../../core/review/card';
import type { PlaceChange } from '../../core/wire/place';
import { reviewPatch } from '../../core/wire/review';
import type { Feature } from '../shell/feature';
import { openTopic } from '../shell/topic';

/** The reader's cards, as far as they are asked for here. */
export interface Cards {
  /** Opens what can be opened; until then there is no card. */
  ready(): Promise<void>;
  readonly review: Review;
  readonly due: { readonly dueCount: number };
  rate(card: string, rating: Rating): Promise<Problem | undefined>;
  undoLastRating(): Promise<Problem | undefined>;
  /** Cards came, went or were rated. */
  readonly onPatch: Listen<unknown>;
  /** The journals could be read. */
  readonly onState: Listen<void>;
}

export interface ReviewParts {
  readonly cards: Cards;
  /** Chapters are open whose kept notes are cards. */
  readonly prepare: () => Promise<void>;
  readonly goTo: (place: PlaceChange) => Promise<void>;
}

/** A card that becomes due while the page is looked at appears within this. */
const lookEveryMs = 30_000;

export function reviewFeature({ cards, prepare, goTo }: ReviewParts): Feature {
  /** Calls back whenever what is due may be different. */
  const following = (changed: () => void): Disposable => {
    const owned = new Store();
    owned.add(cards.onPatch(changed));
    owned.add(cards.onState(changed));
    const timer = setInterval(changed, lookEveryMs);
    owned.add({ dispose: () => clearInterval(timer) });
    return owned;
  };

  return {
    commands: { 'marginalia.reviewAnnotations': () => goTo({ view: 'review' }) },
    wishes: {
      rateCard: ({ card, rating }) => cards.rate(card, rating),
      undoRating: () => cards.undoLastRating(),
    },
    topics: {
      due: async (_args, tell) => {
        await cards.ready();
        let told = cards.due.dueCount;
        const listening = following(() => {
          const { dueCount } = cards.due;
          if (dueCount === told) return;
          told = dueCount;
          tell.patch({ dueCount });
        });
        return openTopic(() => {
          told = cards.due.dueCount;
          return { dueCount: told };
        }, listening);
      },
      review: async (_args, tell) => {
        await Promise.all([cards.ready(), prepare()]);
        let told = cards.review;
        const listening = following(() => {
          const now = cards.review;
          const patch = reviewPatch(told, now);
          told = now;
          if (patch) tell.patch(patch);
        });
        return openTopic(() => {
          told = cards.review;
          return told;
        }, listening);
      },
    },
  };
}
