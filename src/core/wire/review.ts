// What is due: a number for the running head, the next cards and the charts for the review page.
import * as v from 'valibot';
import { Rating, type Review } from '../review/card';
import { Id } from './words';

export interface Due {
  readonly dueCount: number;
}

/** A new rating changes most of it, and none of it is long: what differs is sent. */
export type ReviewPatch = Partial<Review> & { readonly nothingComes?: true };

export function reviewAfter(review: Review, { nothingComes, ...patch }: ReviewPatch): Review {
  const { nextDueAt, ...rest } = { ...review, ...patch };
  return nothingComes || nextDueAt === undefined ? rest : { ...rest, nextDueAt };
}

/** The patch from one review to the next; `undefined` where they are the same. */
export function reviewPatch(before: Review, now: Review): ReviewPatch | undefined {
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Review]),
  );
  const isOver = before.nextDueAt !== undefined && now.nextDueAt === undefined;
  if (changed.length === 0 && !isOver) return undefined;
  return { ...Object.fromEntries(changed), ...(isOver ? { nothingComes: true } : {}) };
}

export const reviewWishes = [
  v.object({ type: v.literal('rateCard'), card: Id, rating: Rating }),
  v.object({ type: v.literal('undoRating') }),
] as const;
