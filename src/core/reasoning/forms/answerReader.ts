// What reads an answer, whatever its form: text cut anywhere to events of steps.
import type { RunEvent } from '../run';

export type StepEvent = Extract<RunEvent, { type: 'summary' | 'step' | 'stepText' | 'stepLines' }>;

export interface AnswerReader {
  /** Takes the next part of the text, cut anywhere; returns what can already be told. */
  push(text: string): readonly StepEvent[];
  /** The text is over: what was held back is told now. */
  end(): readonly StepEvent[];
}
