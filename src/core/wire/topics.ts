// The topics by kind: what each holds, how it changes, and how its name is written.
import type { Problem } from '../base/problem';
import { wellFormed } from '../base/wellFormed';
import type { Review } from '../review/card';
import { type ChapterNow, type Progress, type ProgressPatch, readOn } from './chapter';
import type { SetUp } from './models';
import { type NotesNow, type NotesPatch, notesAfter } from './notes';
import type { PlaceNow } from './place';
import { type PredictedNow, type PredictedPatch, predictedAfter } from './predict';
import {
  type InEditor,
  type InEditorPatch,
  inEditorAfter,
  type Looks,
  type LooksPatch,
  looksAfter,
  type ReplayNow,
  type RunList,
  type RunListPatch,
  type RunNow,
  type RunPatch,
  type RunsFound,
  type RunsFoundPatch,
  runAfter,
  runsAfter,
  runsFoundAfter,
  type ScoreNow,
  type Thread,
  type ThreadPatch,
  type TraceNow,
  threadAfter,
} from './reasoning';
import { type Due, type ReviewPatch, reviewAfter } from './review';
import type { PanelSettings } from './shell';
import type { WalkNow } from './walk';

interface Topic<Args extends readonly string[], Value, Patch> {
  readonly args: Args;
  readonly value: Value;
  readonly patch: Patch;
}

export interface Topics {
  place: Topic<[], PlaceNow, PlaceNow>;
  settings: Topic<[], PanelSettings, PanelSettings>;
  problems: Topic<[], readonly Problem[], readonly Problem[]>;
  chapter: Topic<[key: string], ChapterNow, never>;
  progress: Topic<[key: string], Progress, ProgressPatch>;
  notes: Topic<[key: string, concept: string], NotesNow, NotesPatch>;
  /** All notes of a chapter, for whoever searches them or looks at its map. */
  'chapter-notes': Topic<[key: string], NotesNow, NotesPatch>;
  run: Topic<[id: string], RunNow, RunPatch>;
  /** What was asked further about a run. */
  thread: Topic<[run: string], Thread, ThreadPatch>;
  /** At least so many of the newest. */
  runs: Topic<[count: string], RunList, RunListPatch>;
  /** Those that hold all words of a query. */
  'runs-found': Topic<[query: string], RunsFound, RunsFoundPatch>;
  /** How a run came about, for whoever replays it. */
  replay: Topic<[run: string], ReplayNow, never>;
  editor: Topic<[run: string], InEditor, InEditorPatch>;
  walk: Topic<[run: string], WalkNow, WalkNow>;
  looks: Topic<[run: string], Looks, LooksPatch>;
  trace: Topic<[run: string], TraceNow, TraceNow>;
  /** How often what the model of a run said was so. */
  score: Topic<[run: string], ScoreNow, ScoreNow>;
  /** What the reader predicts of what ran. */
  predicted: Topic<[run: string], PredictedNow, PredictedPatch>;
  'set-up': Topic<[], SetUp, SetUp>;
  due: Topic<[], Due, Due>;
  review: Topic<[], Review, ReviewPatch>;
}
export type Kind = keyof Topics;
export type Args<K extends Kind> = Topics[K]['args'];
export type Value<K extends Kind> = Topics[K]['value'];
export type Patch<K extends Kind> = Topics[K]['patch'];

type Reducers = { readonly [K in Kind]: (value: Value<K>, patch: Patch<K>) => Value<K> };

/** Short ones are replaced by a patch as a whole. */
const replaced = <T>(_value: T, patch: T): T => patch;

/** The value after one more patch: the host and the panel count on the same function. */
export const reducers: Reducers = {
  place: replaced,
  settings: replaced,
  problems: replaced,
  chapter: value => value,
  progress: readOn,
  notes: notesAfter,
  'chapter-notes': notesAfter,
  run: runAfter,
  thread: threadAfter,
  runs: runsAfter,
  'runs-found': runsFoundAfter,
  replay: log => log,
  editor: inEditorAfter,
  walk: replaced,
  looks: looksAfter,
  trace: replaced,
  predicted: predictedAfter,
  score: replaced,
  'set-up': replaced,
  due: replaced,
  review: reviewAfter,
};

export function topicName<K extends Kind>(kind: K, ...args: Args<K>): string {
  return [kind, ...args.map(part => encodeURIComponent(wellFormed(part)))].join('/');
}

/** `undefined` for a name that is none of ours. */
export function readTopic(
  name: string,
): { readonly kind: Kind; readonly args: readonly string[] } | undefined {
  const [kind = '', ...args] = name.split('/');
  if (!isKind(kind)) return undefined;
  try {
    return { kind, args: args.map(decodeURIComponent) };
  } catch {
    return undefined;
  }
}

function isKind(word: string): word is Kind {
  return Object.hasOwn(reducers, word);
}
