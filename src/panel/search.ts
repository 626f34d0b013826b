// Search as one types: the chapter is prepared once, the reader's notes whenever they change.
import { passageAddress } from '../core/annotation/annotation';
import {
  prepareSearch,
  type SearchableNote,
  type SearchHit,
  type SearchIndex,
  searchChapter,
  withNotes,
} from '../core/chapter/search';
import { noteText } from './noteText';
import type { Scene } from './scene';
import type { Shown } from './state';

let prepared: { readonly of: Pick<Shown, 'chapter' | 'own'>; readonly index: SearchIndex } | undefined;

export function findPassages({ shown, language }: Scene, query: string): readonly SearchHit[] {
  return searchChapter(indexOf(shown), query, language);
}

function indexOf(shown: Shown): SearchIndex {
  const { chapter, own } = shown;
  if (prepared?.of.chapter === chapter && prepared.of.own === own) return prepared.index;
  const notes = notesOf(shown);
  const index =
    prepared?.of.chapter === chapter ? withNotes(prepared.index, notes) : prepareSearch(chapter, notes);
  prepared = { of: { chapter, own }, index };
  return index;
}

function notesOf({ own }: Shown): readonly SearchableNote[] {
  return own.flatMap(annotation => {
    const text = noteText(annotation, 'en').value;
    const address = annotation.target.map(({ source }) => passageAddress(source)).find(found => found);
    return text === '' || !address ? [] : [{ passage: address.passage, text }];
  });
}
