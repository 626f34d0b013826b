// How much is said of each piece.
import * as v from 'valibot';
import type { OpenerLanguage } from './opener';

export const Depth = v.picklist(['brief', 'steps', 'closer']);
export type Depth = v.InferOutput<typeof Depth>;

export const usualDepth: Depth = 'steps';

export interface AnswerShape {
  readonly depth?: Depth | undefined;
  /** A sentence on the whole stands before the steps. */
  readonly hasSummary?: boolean | undefined;
  readonly language?: OpenerLanguage | undefined;
  /** The reader's own: a step may answer it with any word. */
  readonly question?: string | undefined;
  /** What all of the code is called, where the pieces begin with its head. */
  readonly symbol?: string | undefined;
  /** The name of the file that the question tells. */
  readonly file?: string | undefined;
}

/** The most sentences of one step. */
export const sentencesOf: Readonly<Record<Depth, number>> = { brief: 1, steps: 2, closer: 3 };
