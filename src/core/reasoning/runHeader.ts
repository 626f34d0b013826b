// What is said of a run without reading it: what about, when, with which model, how many steps, how it ended.
import * as v from 'valibot';
import { linesOf } from '../base/lines';
import { isFinished, Run, RunState } from './run';

export const RunHeader = v.looseObject({
  id: v.string(),
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  state: RunState,
  /** File name for people. */
  file: v.string(),
  uri: v.string(),
  symbol: v.optional(v.string()),
  firstLine: v.number(),
  lines: v.number(),
  question: v.optional(v.string()),
  follows: v.optional(v.string()),
  thread: v.optional(v.string()),
  inside: Run.entries.inside,
  model: v.optional(v.string()),
  steps: v.number(),
  /** The code of what went wrong. */
  problem: v.optional(v.string()),
});
export type RunHeader = v.InferOutput<typeof RunHeader>;

export function headerOf(run: Run): RunHeader {
  const { excerpt } = run;
  return {
    id: run.id,
    startedAt: run.startedAt,
    state: run.state,
    file: excerpt.name,
    uri: excerpt.uri,
    firstLine: excerpt.firstLine,
    lines: linesOf(excerpt.text).length,
    steps: run.steps.length,
    ...(run.endedAt === undefined ? {} : { endedAt: run.endedAt }),
    ...(excerpt.symbol === undefined ? {} : { symbol: excerpt.symbol }),
    ...(run.question === undefined ? {} : { question: run.question }),
    ...(run.follows === undefined ? {} : { follows: run.follows }),
    ...(run.thread === undefined ? {} : { thread: run.thread }),
    ...(run.inside ? { inside: run.inside } : {}),
    ...(run.destination ? { model: run.destination.model } : {}),
    ...(run.problem ? { problem: run.problem.code } : {}),
  };
}

/** A run that was open when its window went away: nothing will come any more. */
export function settle(run: Run): Run {
  return isFinished(run) ? run : { ...run, state: 'stopped', isWriting: false };
}
