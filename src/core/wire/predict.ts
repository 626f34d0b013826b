// What is predicted of a run: what was answered so far, and which misses are cards.
import * as v from 'valibot';
import { longestGuess } from '../trace/predict/grade';
import { type PredictionEvent, type Predictions, predictionsAfter } from '../trace/predict/predictions';
import { Id } from './words';

/** `null`: nothing was ever asked about this run. */
export interface PredictedNow {
  readonly predictions: Predictions | null;
  /** Ids of the questions whose miss is a card. */
  readonly cards: readonly string[];
}

export type PredictedPatch = { readonly event: PredictionEvent } | { readonly cards: readonly string[] };

export function predictedAfter(now: PredictedNow, patch: PredictedPatch): PredictedNow {
  if ('cards' in patch) return { ...now, cards: patch.cards };
  return { ...now, predictions: predictionsAfter(now.predictions, patch.event) };
}

export const predictWishes = [
  /** Ask about what ran, from the first question on. */
  v.object({ type: v.literal('beginPredicting'), run: Id }),
  /** Show all that was seen, and ask no more in this run. */
  v.object({ type: v.literal('endPredicting'), run: Id }),
  /** `said` missing: it is given up, and shown. A miss becomes a card. */
  v.object({
    type: v.literal('predict'),
    run: Id,
    question: Id,
    said: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(longestGuess))),
  }),
  v.object({ type: v.literal('keepMiss'), run: Id, question: Id, keep: v.boolean() }),
] as const;
