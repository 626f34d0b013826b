// Search as one types: the chapter is prepared once, the notes in its margin whenever they or the language change.
import { type Annotation, isPrompt, passageAddress } from '../../core/annotation/annotation';
import { type Chapter, isNamed, type Language } from '../../core/chapter/chapter';
import {
  prepareSearch,
  type SearchableNote,
  type SearchHit,
  type SearchIndex,
  searchChapter,
  withNotes,
} from '../../core/chapter/search';
import type { NotesNow } from '../../core/wire/notes';
import type { Scene } from '../scene';
import type { Shown } from '../shown';
import { noteText } from '../ui/noteText';
import { plainOf } from '../ui/plainOf';

interface Prepared extends Pick<Shown, 'chapter'> {
  readonly notes: NotesNow | undefined;
  readonly language: Language;
  readonly index: SearchIndex;
}

let prepared: Prepared | undefined;

let found:
  | { readonly index: SearchIndex; readonly query: string; readonly hits: readonly SearchHit[] }
  | undefined;

/** The same array until the query, the language, the chapter or its notes change. */
export function findPassages({ shown, language }: Scene, query: string): readonly SearchHit[] {
  const index = indexOf(shown, language);
  if (found?.index === index && found.query === query) return found.hits;
  // A note comes with the title of its passage; where only the title holds the words, the passage is found itself.
  const hits = searchChapter(index, query, language).filter(({ isNote, match }) => !isNote || match !== '');
  found = { index, query, hits };
  return hits;
}

function indexOf(shown: Shown, language: Language): SearchIndex {
  const { chapter, searched } = shown;
  const before = prepared?.chapter === chapter ? prepared : undefined;
  if (before && before.notes === searched && before.language === language) return before.index;
  // Until the notes of the whole chapter were told, those beside the open concept are found.
  const { own, editorial } = searched ?? shown;
  const beside = editorial.filter(annotation => !isPrompt(annotation));
  const notes = [...own, ...beside].flatMap(annotation => searchable(annotation, chapter, language));
  const index = before ? withNotes(before.index, notes) : prepareSearch(chapter, notes);
  prepared = { chapter, notes: searched, language, index };
  return index;
}

function searchable(annotation: Annotation, chapter: Chapter, language: Language): readonly SearchableNote[] {
  const { value, isMarkdown } = noteText(annotation, language);
  const text = isMarkdown ? plainOf(value) : value;
  const addresses = annotation.target.flatMap(({ source }) => passageAddress(source) ?? []);
  const address = addresses.find(({ chapter: name }) => isNamed(name, chapter));
  return text === '' || !address ? [] : [{ passage: address.passage, text }];
}
