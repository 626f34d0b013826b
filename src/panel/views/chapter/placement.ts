// Which notes stand beside a passage, and where their words are in the text as it is shown now.
import { anchor } from '../../../core/annotation/anchor';
import { type Annotation, isReaders, passageAddress, quoteOf } from '../../../core/annotation/annotation';
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

/** Notes with words first, in the order of their words; then those that have none here. */
export function notesBeside(
  shown: Shown,
  passage: string,
  language: Language,
  plain: string,
): readonly PlacedNote[] {
  const own = new Set(shown.own.map(annotation => annotation.id));
  const notes = [...shown.editorial.filter(annotation => !own.has(annotation.id)), ...shown.own]
    .map(annotation => placedOnce(annotation, shown.chapter, passage, language, plain))
    .filter(note => note !== undefined);
  return notes.sort((a, b) => (a.range?.start ?? Infinity) - (b.range?.start ?? Infinity));
}

/** Places by annotation and text: a page is drawn often, and a lost note costs a search through the passage. */
const known = new WeakMap<Annotation, Map<string, PlacedNote | undefined>>();

function placedOnce(
  annotation: Annotation,
  chapter: Chapter,
  passage: string,
  language: Language,
  plain: string,
): PlacedNote | undefined {
  const places = known.get(annotation) ?? new Map<string, PlacedNote | undefined>();
  known.set(annotation, places);
  const key = `${chapter.key}/${passage}/${language}/${plain}`;
  if (!places.has(key)) places.set(key, placed(annotation, chapter, passage, language, plain));
  return places.get(key);
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
