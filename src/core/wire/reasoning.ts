// Runs: one as it grows, the list of earlier ones, and how a run stands to its code in the editor.
import * as v from 'valibot';
import { parts } from '../address';
import { advance } from '../reasoning/advance';
import { Depth } from '../reasoning/forms/depth';
import type { Run, TimedEvent } from '../reasoning/run';
import type { ReadLog } from '../reasoning/runLog';
import type { Stand } from '../reasoning/staleness';
import type { ModelScore } from '../trace/score';
import type { SeenRun } from '../trace/seen';
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
  /** The reader's own, else what was asked, or what the code is called. */
  readonly name: string;
  /** The name is the reader's own. */
  readonly isNamed?: true;
  /** File name for people. */
  readonly file: string;
  /** Of a question: the run whose thread it stands in. */
  readonly thread?: string;
  readonly model?: string;
  readonly steps: number;
  readonly state: string;
  readonly isPinned?: true;
  /** It can be brought back. */
  readonly isDeleted?: true;
}

/** Newest first: so many as were asked for, and all that the reader has named, pinned or deleted. */
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
  return { hasMore, runs: all.sort(newestFirst) };
}

function newestFirst(one: RunSummary, other: RunSummary): number {
  return other.startedAt - one.startedAt || (one.id < other.id ? 1 : -1);
}

/** A run in which all words of a query were found. */
export interface RunHit {
  readonly run: RunSummary;
  readonly where: 'name' | 'question' | 'summary' | 'step';
  readonly step?: number;
  /** The words around the first hit; missing where the name or the file has it. */
  readonly excerpt?: { readonly before: string; readonly hit: string; readonly after: string };
}

/** Newest first among those that were searched. */
export interface RunsFound {
  readonly hits: readonly RunHit[];
  /** How many runs were looked through, of how many. */
  readonly searched: number;
  readonly total: number;
  readonly isOver: boolean;
  /** Of some runs only the beginning was searched. */
  readonly isCut: boolean;
}

export type RunsFoundPatch = Pick<RunsFound, 'searched' | 'isOver' | 'isCut'> & {
  readonly put: readonly RunHit[];
};

/** More than these are not read by anybody; another word makes them fewer. */
export const mostHits = 100;

export function runsFoundAfter(found: RunsFound, { put, ...patch }: RunsFoundPatch): RunsFound {
  const hits = [...found.hits, ...put].sort((a, b) => newestFirst(a.run, b.run)).slice(0, mostHits);
  return { ...found, ...patch, hits };
}

/** `null`: there is nothing to replay. */
export type ReplayNow = ReadLog | null;

/** What was seen when the code of a run ran. `null`: it did not. */
export type TraceNow = SeenRun | null;

/** How often the model's words were so, over the runs that are kept. `null`: nothing could be told of any. */
export type ScoreNow = ModelScore | null;

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

export const ExportFormat = v.picklist(['markdown', 'html', 'json']);
export type ExportFormat = v.InferOutput<typeof ExportFormat>;

/** What is asked of the code, where the reader words it: it takes room from the code itself. */
export const longestQuestion = 4_000;
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
  /** The thoughts are long enough: on to the answer. */
  v.object({ type: v.literal('skipThoughts'), run: Id }),
  v.object({ type: v.literal('explainAgain'), run: Id }),
  /** The code that is selected in the editor, or the function around the caret. */
  v.object({ type: v.literal('explainHere') }),
  /** The question of a run about the same code, asked otherwise; the answer stands beside it. */
  v.object({
    type: v.literal('explainOtherwise'),
    run: Id,
    language: v.optional(parts.language),
    /** `null`: the usual one, where the run was asked the reader's own. */
    question: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(longestQuestion)))),
    /** The reader chooses one for this run alone. */
    choosesModel: v.boolean(),
  }),
  /** For all runs that begin from now on. */
  v.object({ type: v.literal('chooseDepth'), depth: Depth }),
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
  /** A closer look at a step whose piece opens: a step for each piece inside it. */
  v.object({ type: v.literal('lookCloser'), run: Id, step: StepNumber }),
  /** Run the code of a run with an input; the editor asks which, and whether. */
  v.object({ type: v.literal('traceRun'), run: Id }),
  /** Ask the model what happened, with what was seen in its prompt. */
  v.object({ type: v.literal('explainRan'), run: Id }),
  /** Have the model say what it expects of that call, before it is shown any of what was seen. */
  v.object({ type: v.literal('expectRan'), run: Id }),
  v.object({ type: v.literal('saveStep'), run: Id, step: StepNumber }),
  /** An empty name takes the one before back. */
  v.object({ type: v.literal('nameRun'), run: Id, name: Text }),
  v.object({ type: v.literal('pinRun'), run: Id, isPinned: v.boolean() }),
  v.object({ type: v.literal('deleteRun'), run: Id }),
  v.object({ type: v.literal('exportRun'), run: Id, format: ExportFormat }),
  /** It was deleted, and is not any more. */
  v.object({ type: v.literal('restoreRun'), run: Id }),
] as const;
