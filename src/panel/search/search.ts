// Search as one types: the chapter is prepared once, the notes in its margin whenever they or the language change.
import { type Annotation, isPrompt, passageAddress } from '../../core/annotation/annotation';
import { type Chapter, isNamed, Language } from '../../core/chapter/chapter';
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
import { figureText } from '../ui/figure';
import { citedIn } from '../ui/noteAbout';
import { noteText } from '../ui/noteText';
import { plainOf } from '../ui/plainOf';
import { wordsIn } from '../words';

const languages = Language.options;

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
  const hits = searchChapter(index, query, language);
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

/** As the margin shows it: what it says, its verdict and figure, its sources. */
function searchable(annotation: Annotation, chapter: Chapter, language: Language): readonly SearchableNote[] {
  const { value, isMarkdown } = noteText(annotation, language);
  const addresses = annotation.target.flatMap(({ source }) => passageAddress(source) ?? []);
  const address = addresses.find(({ chapter: name }) => isNamed(name, chapter));
  if (!address) return [];
  const { 'marginalia:verdict': verdict, 'marginalia:figure': figure } = annotation;
  const sources = citedIn(annotation, chapter.sources);
  const parts = [
    isMarkdown ? plainOf(value) : value,
    ...(verdict ? [wordsIn(language).verdicts[verdict]] : []),
    ...(figure ? [figureText(figure, language)] : []),
    ...sources.map(({ label }) => label),
  ];
  const also = [
    ...(verdict ? [verdict, ...languages.map(one => wordsIn(one).verdicts[verdict])] : []),
    ...sources.map(({ title }) => title),
  ];
  const text = parts.filter(part => part !== '').join(' · ');
  return text === '' ? [] : [{ passage: address.passage, text, also: also.join('\n') }];
}
