// Search as one types: the chapter is prepared once, the notes in its margin whenever they or the language change.
import { type Annotation, passageAddress } from '../core/annotation/annotation';
import { type Chapter, isNamed, type Language } from '../core/chapter/chapter';
import {
  prepareSearch,
  type SearchableNote,
  type SearchHit,
  type SearchIndex,
  searchChapter,
  withNotes,
} from '../core/chapter/search';
import { noteText } from './noteText';
import { plainOf } from './plainOf';
import type { Scene } from './scene';
import type { Shown } from './state';

interface Prepared extends Pick<Shown, 'chapter' | 'editorial' | 'own'> {
  readonly language: Language;
  readonly index: SearchIndex;
}

let prepared: Prepared | undefined;

export function findPassages({ shown, language }: Scene, query: string): readonly SearchHit[] {
  // A note comes with the title of its passage; where only the title holds the words, the passage is found itself.
  return searchChapter(indexOf(shown, language), query, language).filter(
    ({ isNote, match }) => !isNote || match !== '',
  );
}

function indexOf({ chapter, editorial, own }: Shown, language: Language): SearchIndex {
  const before = prepared?.chapter === chapter ? prepared : undefined;
  if (before && before.editorial === editorial && before.own === own && before.language === language) {
    return before.index;
  }
  const notes = [...own, ...editorial].flatMap(annotation => searchable(annotation, chapter, language));
  const index = before ? withNotes(before.index, notes) : prepareSearch(chapter, notes);
  prepared = { chapter, editorial, own, language, index };
  return index;
}

function searchable(annotation: Annotation, chapter: Chapter, language: Language): readonly SearchableNote[] {
  const { value, isMarkdown } = noteText(annotation, language);
  const text = isMarkdown ? plainOf(value) : value;
  const addresses = annotation.target.flatMap(({ source }) => passageAddress(source) ?? []);
  const address = addresses.find(({ chapter: name }) => isNamed(name, chapter));
  return text === '' || !address ? [] : [{ passage: address.passage, text }];
}
