// Runs: one as it grows, the list of earlier ones, and how a run stands to its code in the editor.
import * as v from 'valibot';
import { advance, type Run, type TimedEvent } from '../reasoning/run';
import type { Stand } from '../reasoning/staleness';
import { Id, Text } from './words';

/** `null`: there is no such run (any more). */
export type RunNow = Run | null;

export interface RunPatch {
  readonly events: readonly TimedEvent[];
}

export function runAfter(run: RunNow, { events }: RunPatch): RunNow {
  return run && events.reduce(advance, run);
}

export interface RunSummary {
  readonly id: string;
  readonly startedAt: number;
  readonly name: string;
  /** File name for people. */
  readonly file: string;
  /** Of a question: the run whose thread it stands in. */
  readonly thread?: string;
  readonly model?: string;
  readonly steps: number;
  readonly state: string;
}

/** Newest first. */
export interface RunList {
  readonly runs: readonly RunSummary[];
  /** Whether there are older ones than these. */
  readonly hasMore: boolean;
}

/** New or changed ones. */
export interface RunListPatch {
  readonly put: readonly RunSummary[];
}

export function runsAfter({ runs, hasMore }: RunList, { put }: RunListPatch): RunList {
  const news = new Set(put.map(({ id }) => id));
  const all = [...put, ...runs.filter(({ id }) => !news.has(id))];
  return { hasMore, runs: all.sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)) };
}

/** A run beside its code. */
export interface InEditor {
  /** Lines of the run's code that changed since; empty: none. Missing: not known, its file may not be read unasked. */
  readonly stale?: readonly number[];
  /** Where its lines stand now. Missing: not known, and they are taken to stand where they stood. */
  readonly stands?: readonly Stand[];
  /** Its file is not there any more, or cannot be read. */
  readonly isFileGone?: boolean;
  /** Line of the run's code where the caret stands. */
  readonly caret?: number;
  /** Numbers of the steps that are kept as annotations. */
  readonly saved: readonly number[];
}

/** `hasLeft`: the caret stands in the run's code no more. */
export type InEditorPatch = Partial<InEditor> & { readonly hasLeft?: true };

export function inEditorAfter(now: InEditor, { hasLeft, ...patch }: InEditorPatch): InEditor {
  const { caret, ...rest } = { ...now, ...patch };
  return hasLeft || caret === undefined ? rest : { ...rest, caret };
}

const LineNumber = v.pipe(v.number(), v.integer(), v.minValue(1));
const StepNumber = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The questions to a run, oldest first, each as a run of its own. */
export type Thread = readonly Run[];

/** A question that is new, or events of one. */
export type ThreadPatch =
  | { readonly put: Run }
  | { readonly run: string; readonly events: readonly TimedEvent[] };

export function threadAfter(thread: Thread, patch: ThreadPatch): Thread {
  if (!('put' in patch)) {
    const { run, events } = patch;
    return thread.map(one => (one.id === run ? events.reduce(advance, one) : one));
  }
  const others = thread.filter(({ id }) => id !== patch.put.id);
  return [...others, patch.put].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}

export const reasoningWishes = [
  v.object({ type: v.literal('stopRun'), run: Id }),
  v.object({ type: v.literal('explainAgain'), run: Id }),
  /** The code that is selected in the editor, or the function around the caret. */
  v.object({ type: v.literal('explainHere') }),
  v.object({ type: v.literal('ask'), run: Id, question: Text, step: v.optional(StepNumber) }),
  /**
   * Light the lines of a step in the editor, or `line` (to `lastLine`) of its run's code that is spoken of; without either,
   * put the light out. `reveal` scrolls there, and asks for a file that may not be opened unasked; `open` opens only
   * what may.
   */
  v.object({
    type: v.literal('showLines'),
    run: Id,
    step: v.optional(StepNumber),
    line: v.optional(LineNumber),
    lastLine: v.optional(LineNumber),
    reveal: v.optional(v.boolean()),
    open: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('saveStep'), run: Id, step: StepNumber }),
] as const;
