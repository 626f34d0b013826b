// What a screen reader hears of a run: each change of state, at most every ten seconds; finished steps in
// batches; one sentence at the end. Pure: the panel says what comes out.
import { isFinished, type Run } from '../../../core/reasoning/run';
import type { Words } from '../../words';
import { runSentence } from './runState';
import { doubtsOf } from './stepMarks';

export interface Speech {
  readonly run?: string;
  readonly state?: string;
  /** When something was last said. */
  readonly saidAt: number;
  /** Steps that were read out. */
  readonly steps: number;
}

export const silence: Speech = { saidAt: 0, steps: 0 };

const everyMs = 10_000;

/** The sentences to say now, and what was said up to now. */
export function speak(
  before: Speech,
  run: Run,
  nowAt: number,
  words: Words,
  plain: (markdown: string) => string,
): { readonly speech: Speech; readonly sentences: readonly string[] } {
  const isOther = before.run !== run.id;
  const written = run.isWriting ? run.steps.length - 1 : run.steps.length;
  // A run that is over when it is first seen was not just now written: its steps are there to be read.
  if (isOther && isFinished(run)) {
    return {
      speech: { run: run.id, state: run.state, saidAt: nowAt, steps: run.steps.length },
      sentences: [],
    };
  }
  const heard = isOther ? { run: run.id, saidAt: 0, steps: written } : before;
  const isNewState = run.state !== heard.state;
  if (!isFinished(run) && nowAt - heard.saidAt < everyMs && (!isNewState || heard.saidAt > 0)) {
    return { speech: heard, sentences: [] };
  }
  const steps = run.steps.slice(heard.steps, written);
  const sentences = steps.map(step => words.stepAnnounced(step.number, plain(step.text)));
  if (isNewState) sentences.push(runSentence(run, words));
  if (isNewState && run.state === 'done') {
    const loose = run.steps.filter(step => !step.lines).length;
    const marked = run.steps.filter(step => doubtsOf(run, step).marks.length > 0).length;
    sentences.push(words.stepsAnnounced(run.steps.length, loose, marked));
  }
  if (sentences.length === 0) return { speech: heard, sentences };
  return {
    speech: { run: run.id, state: run.state, saidAt: nowAt, steps: Math.max(written, heard.steps) },
    sentences,
  };
}
