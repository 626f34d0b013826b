// Notes in the margin: those of one concept as it is read, those of a whole chapter while it is searched.
import * as v from 'valibot';
import { type Annotation, compareAnnotations } from '../annotation/annotation';
import { Language } from '../chapter/chapter';
import { ChapterName, Id, Text } from './words';

export interface NotesNow {
  /** The chapter's own; they change with its files only, and then come again. */
  readonly editorial: readonly Annotation[];
  /** The reader's, oldest first. */
  readonly own: readonly Annotation[];
  /** Ids of editorial notes that the reader keeps as cards, sorted. */
  readonly kept: readonly string[];
  /** Ids of notes that are due as cards, sorted. */
  readonly due: readonly string[];
}

export interface NotesPatch {
  readonly put?: readonly Annotation[];
  readonly removed?: readonly string[];
  readonly kept?: readonly string[];
  readonly unkept?: readonly string[];
  /** Those that are due and were not, and the other way round: nearly all of hundreds may be due. */
  readonly due?: readonly string[];
  readonly notDue?: readonly string[];
}

export function notesAfter(notes: NotesNow, patch: NotesPatch): NotesNow {
  const { put = [], removed = [], kept = [], unkept = [], due = [], notDue = [] } = patch;
  return {
    ...notes,
    own: put.length + removed.length === 0 ? notes.own : ownAfter(notes.own, put, removed),
    kept: idsAfter(notes.kept, kept, unkept),
    due: idsAfter(notes.due, due, notDue),
  };
}

/** In one order, however they came; the same list where nothing came or went. */
function idsAfter(
  ids: readonly string[],
  come: readonly string[],
  gone: readonly string[],
): readonly string[] {
  if (come.length + gone.length === 0) return ids;
  const without = new Set(gone);
  return [...new Set([...ids, ...come])].filter(id => !without.has(id)).sort();
}

/** By age, as they are told whole: another window may have brought one that is older than those that are here. */
function ownAfter(
  own: readonly Annotation[],
  put: readonly Annotation[],
  removed: readonly string[],
): readonly Annotation[] {
  const gone = new Set(removed);
  const news = new Map(put.map(annotation => [annotation.id, annotation]));
  const stayed = own.flatMap(annotation => {
    const now = news.get(annotation.id) ?? annotation;
    news.delete(annotation.id);
    return gone.has(annotation.id) ? [] : [now];
  });
  return [...stayed, ...news.values()].sort(compareAnnotations);
}

const Offset = v.pipe(v.number(), v.integer(), v.minValue(0));

export const notesWishes = [
  v.object({
    type: v.literal('annotatePassage'),
    /** Made with the draft, so that asking twice for the same note, as after a reload, makes one. */
    annotation: v.pipe(v.string(), v.regex(/^urn:uuid:[0-9a-f-]{36}$/)),
    chapter: ChapterName,
    passage: Id,
    language: Language,
    /** UTF-16 offsets in the passage's plain text. */
    start: Offset,
    end: Offset,
    note: v.optional(Text),
  }),
  v.object({ type: v.literal('editNote'), annotation: Id, note: Text }),
  v.object({ type: v.literal('removeAnnotation'), annotation: Id }),
  /** Make a card of an editorial note, or no longer. */
  v.object({ type: v.literal('keepNote'), annotation: Id, keep: v.boolean() }),
  v.object({ type: v.literal('openTarget'), annotation: Id }),
] as const;
