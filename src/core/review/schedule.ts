// FSRS (ts-fsrs) behind one narrow door: a card's state is a pure function of its ratings. No chance and no time zone
// is in it, so every window computes the same state from the same journals, and taking a rating back is leaving it out.
import { createEmptyCard, fsrs, Rating as Grade, type Card as Memory, State } from 'ts-fsrs';
import type { Rating } from './card';

export interface CardState {
  readonly isNew: boolean;
  /** Milliseconds since the epoch; 0 for a card that was never rated. */
  readonly dueAt: number;
  readonly ratedAt: number;
  /** What FSRS remembers of the card. For this file only. */
  readonly memory: Readonly<Memory>;
}

export type Intervals = Readonly<Record<Rating, number>>;

export interface Given {
  readonly rating: Rating;
  readonly at: number;
}

export interface SchedulerParameters {
  /** How likely a card is to be remembered when it comes back, 0.9 by default. */
  readonly retention?: number;
  readonly longestIntervalDays?: number;
  /** The weights of FSRS 6, as an optimiser finds them for one reader. */
  readonly weights?: readonly number[];
}

export interface Scheduler {
  readonly fresh: CardState;
  /** A rating from before the one that it follows counts as at once: FSRS knows no way back, clocks of two machines do. */
  next(state: CardState, given: Given): CardState;
  /** The state after these ratings, in order of time. */
  replay(ratings: readonly Given[]): CardState;
  /** How long the card would stay away, in milliseconds from `now`, for each rating. */
  preview(state: CardState, now: number): Intervals;
}

const dayMs = 24 * 60 * 60_000;

/** What a reader of years has in short histories; beyond, FSRS is asked each time. */
const mostKnown = 2000;

/** What a rating makes of a card, however long ago within that day the one before was given. */
interface Outcome {
  readonly isNew: boolean;
  readonly intervalMs: number;
  readonly memory: Readonly<Memory>;
}

const grades = { again: Grade.Again, hard: Grade.Hard, good: Grade.Good, easy: Grade.Easy } as const;

/** First steps of 1 and 10 minutes. Fuzz would make replay depend on chance. */
export function makeScheduler(parameters: SchedulerParameters = {}): Scheduler {
  const { retention, longestIntervalDays, weights } = parameters;
  const algorithm = fsrs({
    enable_fuzz: false,
    ...(retention === undefined ? {} : { request_retention: retention }),
    ...(longestIntervalDays === undefined ? {} : { maximum_interval: longestIntervalDays }),
    ...(weights === undefined ? {} : { w: weights }),
  });
  const fresh: CardState = { isNew: true, dueAt: 0, ratedAt: 0, memory: createEmptyCard(new Date(0)) };

  /** By what FSRS remembered before. It counts whole days, so most cards have one of few histories. */
  const known = new WeakMap<CardState['memory'], Map<number, Outcome>>();
  let knownCount = 0;

  function outcomeOf(state: CardState, rating: Rating, ratedAt: number): Outcome {
    const days = state.isNew ? 0 : Math.floor((ratedAt - state.ratedAt) / dayMs);
    const key = days * 8 + grades[rating];
    const before = known.get(state.memory)?.get(key);
    if (before) return before;
    const { memory, sinceMs } = rebased(state, ratedAt);
    const { card } = algorithm.next(memory, sinceMs, grades[rating]);
    const intervalMs = card.due.getTime() - sinceMs;
    const outcome = { isNew: card.state === State.New, intervalMs, memory: card };
    if (knownCount < mostKnown) {
      known.set(state.memory, (known.get(state.memory) ?? new Map()).set(key, outcome));
      knownCount += 1;
    }
    return outcome;
  }

  function next(state: CardState, { rating, at }: Given): CardState {
    const ratedAt = state.isNew ? at : Math.max(at, state.ratedAt);
    const { isNew, intervalMs, memory } = outcomeOf(state, rating, ratedAt);
    return { isNew, dueAt: ratedAt + intervalMs, ratedAt, memory };
  }

  function preview(state: CardState, now: number): Intervals {
    const { memory, sinceMs } = rebased(state, Math.max(now, state.ratedAt));
    const after = algorithm.repeat(memory, sinceMs);
    const intervalMs = (rating: Rating) => after[grades[rating]].card.due.getTime() - sinceMs;
    return {
      again: intervalMs('again'),
      hard: intervalMs('hard'),
      good: intervalMs('good'),
      easy: intervalMs('easy'),
    };
  }

  // All new cards have the same, and a first import may bring thousands.
  const ofNew = preview(fresh, 0);
  return {
    fresh,
    next,
    replay: ratings => ratings.reduce(next, fresh),
    preview: (state, now) => (state.isNew ? ofNew : preview(state, now)),
  };
}

/**
 * The library counts how often midnight passed in UTC between two ratings. We want days of 24 hours, which mean the
 * same in every zone: so it is told that the last rating was given at midnight of its first day.
 */
function rebased({ isNew, ratedAt, memory }: CardState, at: number) {
  if (isNew) return { memory, sinceMs: 0 };
  return { memory: { ...memory, last_review: new Date(0) }, sinceMs: at - ratedAt };
}
