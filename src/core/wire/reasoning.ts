// Runs: one as it grows, the list of earlier ones, and how a run stands to its code in the editor.
import * as v from 'valibot';
import { Depth } from '../reasoning/forms/depth';
import { advance, type Run, type TimedEvent } from '../reasoning/run';
import { Id, Text } from './words';

/** `null`: there is no such run (any more). */
export type RunNow = Run | null;

export interface RunPatch {
  readonly events: readonly TimedEvent[];
}

export function runAfter(run: RunNow, { events }: RunPatch): RunNow {
  return run && events.reduce(advance, run);
}

/** The closer looks at steps of a run: each a run of its own, about the lines of one step. */
export type Looks = readonly Run[];

/** One that began, or more of one. */
export type LooksPatch = { readonly began: Run } | ({ readonly run: string } & RunPatch);

export function looksAfter(looks: Looks, patch: LooksPatch): Looks {
  if ('began' in patch) return [...looks.filter(({ id }) => id !== patch.began.id), patch.began];
  return looks.map(look => (look.id === patch.run ? patch.events.reduce(advance, look) : look));
}

export interface RunSummary {
  readonly id: string;
  readonly startedAt: number;
  readonly name: string;
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
  /** Lines of the run's code that changed since; empty: none. Missing: not known, its file is not open. */
  readonly stale?: readonly number[];
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

export const reasoningWishes = [
  v.object({ type: v.literal('stopRun'), run: Id }),
  v.object({ type: v.literal('explainAgain'), run: Id }),
  /** The code that is selected in the editor, or the function around the caret. */
  v.object({ type: v.literal('explainHere') }),
  /** For all runs that begin from now on. */
  v.object({ type: v.literal('chooseDepth'), depth: Depth }),
  v.object({ type: v.literal('ask'), run: Id, question: Text, step: v.optional(StepNumber) }),
  /**
   * Light the lines of a step in the editor, or the one `line` of its run's code that it speaks of; without a step, put
   * the light out. `reveal` scrolls there.
   */
  v.object({
    type: v.literal('showLines'),
    run: Id,
    step: v.optional(StepNumber),
    line: v.optional(LineNumber),
    reveal: v.optional(v.boolean()),
  }),
  /** A closer look at a step whose piece opens: a step for each piece inside it. */
  v.object({ type: v.literal('lookCloser'), run: Id, step: StepNumber }),
  v.object({ type: v.literal('saveStep'), run: Id, step: StepNumber }),
] as const;
