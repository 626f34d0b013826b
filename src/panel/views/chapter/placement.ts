// Which notes stand beside a passage, and where their words are in the text as it is shown now.
import { anchor } from '../../../core/annotation/anchor';
import {
  type Annotation,
  isPrompt,
  isReaders,
  passageAddress,
  quoteOf,
} from '../../../core/annotation/annotation';
import { type Chapter, isNamed, type Language } from '../../../core/chapter/chapter';
import type { Shown } from '../../shown';

export interface PlacedNote {
  readonly annotation: Annotation;
  readonly isOwn: boolean;
  /** The words as they were when the note was made. */
  readonly quote: string;
  /** `moved`: found, but not where and as it was. `elsewhere`: made on the text in the other language. */
  readonly found: 'exact' | 'moved' | 'orphan' | 'elsewhere';
  /** UTF-16 offsets in the passage's plain text; missing for `orphan` and `elsewhere`. */
  readonly range?: { readonly start: number; readonly end: number };
}

/**
 * Notes with words first, in the order of their words; then those that have none here. The same list as long as it says
 * the same.
 */
export function notesBeside(
  { own, editorial, chapter }: Pick<Shown, 'own' | 'editorial' | 'chapter'>,
  passage: string,
  language: Language,
  plain: string,
): readonly PlacedNote[] {
  const [owned, edited] = [sorted(own), sorted(editorial)];
  const all = [
    ...edited.about(passage).filter(note => !owned.ids.has(note.id) && !isPrompt(note)),
    ...owned.about(passage),
  ];
  const notes = all
    .map(annotation => placedOnce(annotation, chapter, passage, language, plain))
    .filter(note => note !== undefined)
    .sort((a, b) => (a.range?.start ?? Infinity) - (b.range?.start ?? Infinity));
  const before = lists.get(passage);
  if (before?.length === notes.length && notes.every((note, index) => note === before[index])) return before;
  lists.set(passage, notes);
  return notes;
}

/** The lists that were given last. */
const lists = new Map<string, readonly PlacedNote[]>();

interface Sorted {
  readonly ids: ReadonlySet<string>;
  /** Those that are about a passage of this name, in whichever chapter. */
  about(passage: string): readonly Annotation[];
}

const known = new WeakMap<readonly Annotation[], Sorted>();

/** Sorted once: a list that changes is another list. */
function sorted(annotations: readonly Annotation[]): Sorted {
  const before = known.get(annotations);
  if (before) return before;
  const passages = new Map<string, Set<Annotation>>();
  for (const annotation of annotations) {
    for (const { source } of annotation.target) {
      const passage = passageAddress(source)?.passage;
      if (passage === undefined) continue;
      passages.set(passage, (passages.get(passage) ?? new Set()).add(annotation));
    }
  }
  const now: Sorted = {
    ids: new Set(annotations.map(({ id }) => id)),
    about: passage => [...(passages.get(passage) ?? [])],
  };
  known.set(annotations, now);
  return now;
}

interface Placing {
  readonly chapter: string;
  readonly language: Language;
  readonly plain: string;
  readonly placed: PlacedNote | undefined;
}

/** The last place by annotation and passage: a lost note costs a search through the text. */
const places = new WeakMap<Annotation, Map<string, Placing>>();

function placedOnce(
  annotation: Annotation,
  chapter: Chapter,
  passage: string,
  language: Language,
  plain: string,
): PlacedNote | undefined {
  const beside = places.get(annotation) ?? new Map<string, Placing>();
  places.set(annotation, beside);
  const before = beside.get(passage);
  if (before?.chapter === chapter.key && before.language === language && before.plain === plain)
    return before.placed;
  const now = placed(annotation, chapter, passage, language, plain);
  beside.set(passage, { chapter: chapter.key, language, plain, placed: now });
  return now;
}

function placed(
  annotation: Annotation,
  chapter: Chapter,
  passage: string,
  language: Language,
  plain: string,
): PlacedNote | undefined {
  const isOwn = isReaders(annotation);
  const here = annotation.target.filter(target => {
    const address = passageAddress(target.source);
    return address !== undefined && isNamed(address.chapter, chapter) && address.passage === passage;
  });
  const target = here.find(({ source }) => passageAddress(source)?.language === language) ?? here[0];
  if (!target) return undefined;
  const quote = quoteOf(target);
  if (passageAddress(target.source)?.language !== language) {
    return { annotation, isOwn, quote, found: 'elsewhere' };
  }
  const found = anchor(target.selector ?? [], plain);
  if (found.kind === 'orphan') return { annotation, isOwn, quote, found: 'orphan' };
  return { annotation, isOwn, quote, found: found.kind, range: { start: found.start, end: found.end } };
}
