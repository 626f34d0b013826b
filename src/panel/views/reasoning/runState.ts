// A run's state in one sentence and a clock, and the state names of the panel's contract.
import { isolated } from '../../../core/base/foreign';
import { isBrokenOff } from '../../../core/reasoning/brokenOff';
import { isAsked, isFinished, type Run, type Step } from '../../../core/reasoning/run';
import type { Words } from '../../words';

/** `data-state`: reading the prompt is part of loading for whoever waits. */
export function stateName(run: Run): string {
  return run.state === 'reading' ? 'loading' : run.state;
}

export function runSentence(run: Run, words: Words): string {
  if (run.isQueued && !isFinished(run)) return words.queued;
  switch (run.state) {
    case 'connecting':
      return run.destination ? words.waitingFor(isolated(run.destination.server)) : words.connecting;
    case 'loading':
      return words.loadingModel(isolated(run.destination?.model ?? run.loading ?? ''));
    case 'reading':
      return words.reading;
    case 'thinking':
      return words.thinkingNow;
    case 'streaming':
      return words.writingStep(Math.max(1, run.steps.length));
    case 'done':
      if (!isAsked(run)) return words.notAsked;
      return words.doneWith(words.steps(run.steps.length), runTime(run, run.endedAt ?? run.startedAt, words));
    case 'stopped':
      // Only a stop that was asked for has its reason; a window that closes writes none, and one that goes on has not yet.
      return run.reason === undefined
        ? words.leftOpen(run.steps.length, isBrokenOff(run))
        : words.stoppedAfter(run.steps.length, isBrokenOff(run));
    case 'failed':
      return words.failedAfter(run.steps.length, isBrokenOff(run));
  }
}

/** Why a run that is done ended before its time, or as no other does; empty: it ended as it should. */
export function reasonSentence(run: Run, words: Words): string {
  if (run.reason === 'length') return words.endedAtLimit(isBrokenOff(run));
  if (run.reason === 'cut') return words.endedPastLimit;
  return run.reason === 'other' && run.reasonDetail ? words.endedBecause(isolated(run.reasonDetail)) : '';
}

/** The same of the answer to a question, which has no steps to count; empty once it is there. */
export function answerSentence(run: Run, words: Words): string {
  switch (run.state) {
    case 'done':
      return run.reason === 'length' ? words.endedAtLimit(isBrokenOff(run)) : '';
    case 'stopped':
      return run.reason === undefined
        ? words.answerLeftOpen(isBrokenOff(run))
        : words.answerStopped(isBrokenOff(run));
    case 'failed':
      return '';
    case 'streaming':
      return words.writingAnswer;
    case 'thinking':
      return words.thinkingAboutAnswer;
    case 'connecting':
    case 'loading':
    case 'reading':
      return runSentence(run, words);
  }
}

/** What stands after the sentence: how much is loaded, and how long it has taken. */
export function runClock(run: Run, nowAt: number, words: Words): string {
  if (isFinished(run)) return '';
  const time = runTime(run, nowAt, words);
  if (run.state !== 'loading' || run.share === undefined || run.sizeBytes === undefined) return time;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  return `${words.loaded(gigabytes(run.sizeBytes * run.share), gigabytes(run.sizeBytes))} · ${time}`;
}

function runTime(run: Run, atMs: number, words: Words): string {
  return words.seconds(Math.max(0, Math.round((atMs - run.startedAt) / 1000)));
}

/** A step of an explanation that names no lines. The answer to a free question is prose, and owes none. */
export function isUnanchored(run: Run, step: Step): boolean {
  return step.lines === undefined && run.question === undefined;
}
