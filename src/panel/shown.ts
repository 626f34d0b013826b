// What the views are given: the topics of the reader's place, put together. Pure, so that a test can make one.
import type { Annotation } from '../core/annotation/annotation';
import type { Problem } from '../core/base/problem';
import type { Chapter } from '../core/chapter/chapter';
import { type Depth, usualDepth } from '../core/reasoning/forms/depth';
import type { Run } from '../core/reasoning/run';
import type { Stand } from '../core/reasoning/staleness';
import type { Review } from '../core/review/card';
import type { ModelScore } from '../core/trace/score';
import type { ChapterNow } from '../core/wire/chapter';
import { type Held, heldValue } from '../core/wire/held';
import type { SetUp } from '../core/wire/models';
import type { NotesNow } from '../core/wire/notes';
import type { Place } from '../core/wire/place';
import type { PredictedNow } from '../core/wire/predict';
import type { ReplayNow, RunSummary, RunsFound, Thread, TraceNow } from '../core/wire/reasoning';
import { conceptAt, firstRuns } from '../core/wire/shown';
import { readTopic, topicName } from '../core/wire/topics';
import type { WalkNow } from '../core/wire/walk';

export interface Shown {
  readonly place: Place;
  readonly chapter: Chapter;
  /** Chapters that something else here is about: the cards. */
  readonly otherChapters: readonly Chapter[];
  /** Passages of the chapter that were read. */
  readonly read: readonly string[];
  /** Notes beside the concept that is open: the chapter's own, and the reader's. */
  readonly editorial: readonly Annotation[];
  readonly own: readonly Annotation[];
  /** They are not told yet, and will push what stands below them. */
  readonly lacksNotes?: true;
  /** Ids of editorial notes that the reader keeps as cards. */
  readonly kept: readonly string[];
  /** Ids of the reader's notes here that are due. */
  readonly due: readonly string[];
  /** All notes of the chapter, while they are searched or its map is open. */
  readonly searched?: NotesNow;
  readonly dueCount: number;
  /** Missing until it was told. */
  readonly review?: Review;
  readonly run?: Run;
  /** Another run, beside that one. */
  readonly beside?: Run;
  /** The place names a run beside it that is not there any more. */
  readonly isBesideGone?: true;
  /** How the run came about, while it is replayed: `null` where nobody knows, missing until it was told. */
  readonly replay?: ReplayNow;
  /** The place names a run that is not there any more. */
  readonly isRunGone: boolean;
  /** What was seen when its code ran: `null` where it did not, missing until it was told. */
  readonly trace?: TraceNow;
  /** What the reader predicts of it. */
  readonly predicted?: PredictedNow;
  /** How often what its model said was so when code ran. */
  readonly score?: ModelScore;
  /** Closer looks at its steps, oldest first. */
  readonly looks: readonly Run[];
  /** Lines of the run's code that changed since; missing: not known. */
  readonly staleLines?: readonly number[];
  /** Where its lines stand now; missing: not known. */
  readonly stands?: readonly Stand[];
  readonly isFileGone?: boolean;
  /** What was asked further about the run, oldest first. */
  readonly thread: Thread;
  /** Line of the run's code where the editor's caret stands. */
  readonly caretLine?: number;
  /** Numbers of the run's steps that are kept as annotations. */
  readonly savedSteps: readonly number[];
  /** Where the host asked to walk in the run. */
  readonly walk?: WalkNow;
  readonly runs: readonly RunSummary[];
  /** Those that can be brought back. */
  readonly deletedRuns: readonly RunSummary[];
  /** What the runs were searched for last has brought so far; missing until it was told. */
  readonly foundRuns?: RunsFound;
  readonly hasMoreRuns: boolean;
  readonly problems: readonly Problem[];
  readonly setUp: SetUp;
  readonly singleKeys: boolean;
  /** How much is said of each piece of code. */
  readonly depth: Depth;
}

/** To draw more notes than these takes longer than to draw the words. */
const fewNotes = 20;

/**
 * `undefined` until what the place needs to be drawn was told. A page on which nothing stands yet (`isFirst`) does not wait
 * for the notes, and has few of them at once: the text can be read before they are there.
 */
export function shownAt(
  place: Place,
  held: Held,
  { runs = firstRuns, runQuery = '', isFirst = false } = {},
): Shown | undefined {
  const chapter = place.chapter === undefined ? undefined : heldValue(held, 'chapter', place.chapter);
  if (!chapter || place.chapter === undefined) return undefined;
  const told = notesAt(place, chapter, held);
  const notes = isFirst && told && told.own.length + told.editorial.length > fewNotes ? undefined : told;
  const lacksNotes = !notes && place.view === 'chapter' && chapter.concepts.length > 0;
  if (lacksNotes && !isFirst) return undefined;
  const review = heldValue(held, 'review');
  if (place.view === 'review' && !review) return undefined;
  const run = place.run === undefined ? undefined : heldValue(held, 'run', place.run);
  if (place.view === 'reasoning' && place.run !== undefined && run === undefined) return undefined;
  const isCompared = place.run !== undefined && place.beside !== undefined && place.beside !== place.run;
  const beside = isCompared ? heldValue(held, 'run', place.beside ?? '') : null;
  if (place.view === 'reasoning' && beside === undefined) return undefined;
  const replay = place.run === undefined ? undefined : heldValue(held, 'replay', place.run);
  const predicted = place.run === undefined ? undefined : heldValue(held, 'predicted', place.run);
  const score = place.run === undefined ? undefined : heldValue(held, 'score', place.run);
  // Before it is known whether the reader is to be asked, nothing of it is shown.
  const trace = place.run && predicted ? heldValue(held, 'trace', place.run) : undefined;
  const inEditor = place.run === undefined ? undefined : heldValue(held, 'editor', place.run);
  const walk = place.run === undefined ? undefined : heldValue(held, 'walk', place.run);
  const listed = heldValue(held, 'runs', String(runs));
  const foundRuns = runQuery === '' ? undefined : heldValue(held, 'runs-found', runQuery);
  const searched = heldValue(held, 'chapter-notes', place.chapter);
  return {
    place,
    chapter,
    otherChapters: othersIn(held, place.chapter),
    read: heldValue(held, 'progress', place.chapter) ?? none,
    editorial: notes?.editorial ?? none,
    own: notes?.own ?? none,
    kept: notes?.kept ?? none,
    due: notes?.due ?? none,
    ...(lacksNotes ? { lacksNotes } : {}),
    ...(searched ? { searched } : {}),
    dueCount: heldValue(held, 'due')?.dueCount ?? 0,
    ...(review ? { review } : {}),
    ...(run ? { run } : {}),
    ...(beside ? { beside } : isCompared ? { isBesideGone: true } : {}),
    ...(replay === undefined ? {} : { replay }),
    isRunGone: run === null,
    looks: (place.run === undefined ? undefined : heldValue(held, 'looks', place.run)) ?? none,
    ...(trace === undefined ? {} : { trace }),
    ...(predicted ? { predicted } : {}),
    ...(score ? { score } : {}),
    ...(inEditor?.stale ? { staleLines: inEditor.stale } : {}),
    ...(inEditor?.stands ? { stands: inEditor.stands } : {}),
    ...(inEditor?.isFileGone ? { isFileGone: true } : {}),
    thread: (place.run === undefined ? undefined : heldValue(held, 'thread', place.run)) ?? none,
    ...(inEditor?.caret === undefined ? {} : { caretLine: inEditor.caret }),
    savedSteps: inEditor?.saved ?? none,
    ...(walk ? { walk } : {}),
    runs: listed?.runs.filter(({ isDeleted }) => !isDeleted) ?? none,
    deletedRuns: listed?.runs.filter(({ isDeleted }) => isDeleted) ?? none,
    ...(foundRuns ? { foundRuns } : {}),
    hasMoreRuns: listed?.hasMore ?? false,
    problems: heldValue(held, 'problems') ?? none,
    setUp: heldValue(held, 'set-up') ?? { state: 'idle' },
    singleKeys: heldValue(held, 'settings')?.singleKeys ?? true,
    depth: heldValue(held, 'settings')?.depth ?? usualDepth,
  };
}

function notesAt(place: Place, chapter: Chapter, held: Held): NotesNow | undefined {
  const concept = conceptAt(place, chapter);
  return concept && place.chapter !== undefined
    ? heldValue(held, 'notes', place.chapter, concept.id)
    : undefined;
}

/** The same array as long as they are the same. */
function othersIn(held: Held, shown: string): readonly Chapter[] {
  const isOther = (topic: string) =>
    readTopic(topic)?.kind === 'chapter' && topic !== topicName('chapter', shown);
  const others = [...held].flatMap(([topic, { value }]) =>
    isOther(topic) ? ((value as ChapterNow) ?? []) : [],
  );
  return others.length === 0 ? none : others;
}

const none = [] as const;
