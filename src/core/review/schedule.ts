// FSRS (ts-fsrs) behind one narrow door: a card's state is a pure function of its ratings. No chance is in it, so
// every window computes the same state from the same journals, and taking a rating back is leaving it out.
import { createEmptyCard, type FSRS, fsrs, Rating as Grade, type Card as Memory, State } from 'ts-fsrs';
import type { Rating } from './card';

export interface CardState {
  readonly isNew: boolean;
  /** Milliseconds since the epoch; 0 for a card that was never rated. */
  readonly dueAt: number;
  /** What FSRS remembers of the card. For this file only. */
  readonly memory: Readonly<Memory>;
}

export type Intervals = Readonly<Record<Rating, number>>;

/** Defaults of FSRS 6: 90 % retention, first steps of 1 and 10 minutes. Fuzz would make replay depend on chance. */
const scheduler: FSRS = fsrs({ enable_fuzz: false });

const grades = { again: Grade.Again, hard: Grade.Hard, good: Grade.Good, easy: Grade.Easy } as const;

/** The state after these ratings, in order of time. A rating from before the one that it follows counts as at once. */
export function replay(ratings: readonly { readonly rating: Rating; readonly at: number }[]): CardState {
  let memory: Memory = createEmptyCard(new Date(0));
  for (const { rating, at } of ratings) {
    memory = scheduler.next(memory, notBefore(memory, at), grades[rating]).card;
  }
  return { isNew: memory.state === State.New, dueAt: memory.due.getTime(), memory };
}

/** How long the card would stay away, in milliseconds from `now`, for each rating. */
export function preview({ memory }: CardState, now: number): Intervals {
  const at = notBefore(memory, now);
  const next = scheduler.repeat(memory, at);
  const intervalMs = (rating: Rating) => next[grades[rating]].card.due.getTime() - at;
  return {
    again: intervalMs('again'),
    hard: intervalMs('hard'),
    good: intervalMs('good'),
    easy: intervalMs('easy'),
  };
}

/** FSRS refuses to go back in time; clocks of two machines do. */
function notBefore({ last_review }: Readonly<Memory>, at: number): number {
  return Math.max(at, last_review?.getTime() ?? 0);
}
