// A card as it is shown, and what the review page shows around it. Made by deck.ts, drawn by the panel.
import * as v from 'valibot';
import { Annotation } from '../annotation/annotation';
import { Rating } from '../annotation/record';

export { Rating };

export const Card = v.object({
  /** The id of the annotation that it was made from. */
  id: v.string(),
  annotation: Annotation,
  /** `true` until it was rated once. */
  isNew: v.boolean(),
  dueAt: v.number(),
  /** When it would come back, in milliseconds from now, for each rating. */
  intervalsMs: v.object({ again: v.number(), hard: v.number(), good: v.number(), easy: v.number() }),
});
export type Card = v.InferOutput<typeof Card>;

/** A message to the panel carries no more cards than a reader gets through before the next one. */
export const longestQueue = 20;

export const Review = v.object({
  /** The next ones that are due, most overdue first; at most `longestQueue` of them, since one is shown at a time. */
  due: v.array(Card),
  /** How many are due in all. */
  dueCount: v.number(),
  total: v.number(),
  newCount: v.number(),
  /** When the next card comes back; missing when there is no card or one is due. */
  nextDueAt: v.optional(v.number()),
  /** Cards due per day, today first, 14 days. */
  forecast: v.array(v.number()),
  /** Of the last 30 days: ratings of cards that were not new, and how many were not "again". */
  retention: v.object({ recalled: v.number(), rated: v.number() }),
  canUndo: v.boolean(),
});
export type Review = v.InferOutput<typeof Review>;
