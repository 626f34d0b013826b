// What a screen reader hears of a run: each change of state, at most every ten seconds; finished steps in
// batches; one sentence at the end. Pure: the panel says what comes out.
import { isFinished, type Run } from '../../../core/reasoning/run';
import type { Words } from '../../words';
import { answerSentence, runSentence } from './runState';
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
  /** So many steps may be read out; the others are held back. */
  told = run.steps.length,
): { readonly speech: Speech; readonly sentences: readonly string[] } {
  const isOther = before.run !== run.id;
  const written = Math.min(told, run.isWriting ? run.steps.length - 1 : run.steps.length);
  // A run that is over when it is first seen was not just now written: its steps are there to be read.
  if (isOther && isFinished(run)) {
    return {
      speech: { run: run.id, state: run.state, saidAt: nowAt, steps: written },
      sentences: [],
    };
  }
  const heard = isOther ? { run: run.id, saidAt: 0, steps: written } : before;
  const isNewState = run.state !== heard.state;
  if (!isFinished(run) && nowAt - heard.saidAt < everyMs && (!isNewState || heard.saidAt > 0)) {
    return { speech: heard, sentences: [] };
  }
  const steps = run.steps.slice(heard.steps, written);
  // The answer to a question is prose: it is heard at once, when it is whole.
  const isAnswer = run.question !== undefined;
  const sentences = isAnswer ? [] : steps.map(step => words.stepAnnounced(step.number, plain(step.text)));
  if (isNewState) sentences.push(isAnswer ? answerSentence(run, words) : runSentence(run, words));
  if (isAnswer && isNewState && isFinished(run) && run.steps.length > 0) {
    sentences.push(words.answerAnnounced(run.steps.map(({ text }) => plain(text)).join(' ')));
  }
  if (isNewState && run.state === 'done' && !isAnswer) {
    const loose = run.steps.filter(step => !step.lines).length;
    const marked = run.steps.filter(step => doubtsOf(run, step).marks.length > 0).length;
    sentences.push(words.stepsAnnounced(run.steps.length, loose, marked));
  }
  const said = sentences.filter(sentence => sentence !== '');
  if (said.length === 0) return { speech: heard, sentences: said };
  return {
    speech: { run: run.id, state: run.state, saidAt: nowAt, steps: Math.max(written, heard.steps) },
    sentences: said,
  };
}
