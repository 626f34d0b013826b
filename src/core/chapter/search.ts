// Search as one types, over passages, concepts and companion code in both languages, and over the notes in the margin. The
// texts are prepared once (`prepareSearch`, `withNotes`); a keystroke only asks the prepared index.
import MiniSearch, { type SearchResult } from 'minisearch';
import { type Node, parseMarkdown } from '../markdown';
import { type Chapter, inLanguage, type Language, type Localized, type Passage } from './chapter';
import { type Folded, fold, foldText } from './fold';
import { dense, queryOf, termsOf, wide } from './searchTerms';

/** A note in the margin of a passage, as it is read there. */
export interface SearchableNote {
  readonly passage: string;
  readonly text: string;
  /** What it is found by and does not show: its verdict in another language, the titles of its sources. */
  readonly also?: string;
}

export type HitKind = 'passage' | 'note' | 'concept' | 'code';

export interface SearchHit {
  readonly kind: HitKind;
  /** Where it stands: of a concept, its first passage. */
  readonly passage: string;
  /** Of the passage or the concept, in the language that is read unless it was found itself; of code, its file and symbol. */
  readonly title: string;
  /** The language in which it was found. */
  readonly language: Language;
  /** A piece of the text; `match` is empty where the words do not stand in it. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
  /** Where the words stand in neither: the other words by which it was found. */
  readonly also?: string;
}

/** Texts that were prepared for searching. Made by `prepareSearch`; only `searchChapter` looks inside. */
export interface SearchIndex {
  readonly chapter: Chapter;
  readonly passages: Prepared;
  readonly notes: Prepared;
}

interface Text {
  readonly kind: HitKind;
  /** Tells it from others of its kind, in whichever language. */
  readonly key: string;
  readonly passage: string;
  readonly language: Language;
  /** By the language that is read. */
  readonly title: Localized;
  /** The title that it is found by; empty where that is the title of something else. */
  readonly ownTitle: string;
  readonly text: string;
  readonly also: string;
}

interface FoldedEntry extends Text {
  readonly id: number;
  readonly foldedTitle: string;
  readonly folded: Folded;
}

interface Prepared {
  readonly entries: readonly FoldedEntry[];
  readonly index: MiniSearch<FoldedEntry>;
}

/** Reads every passage once. Worth an idle moment before the first keystroke: tens of milliseconds when cold. */
export function prepareSearch(chapter: Chapter, notes: readonly SearchableNote[] = []): SearchIndex {
  const texts = [...passagesIn(chapter), ...conceptsIn(chapter), ...codeIn(chapter)];
  return withNotes({ chapter, passages: prepared(texts), notes: prepared([]) }, notes);
}

/** The index with other notes; the passages are not read again. */
export function withNotes(index: SearchIndex, notes: readonly SearchableNote[]): SearchIndex {
  const passages = new Map(index.chapter.passages.map(passage => [passage.id, passage]));
  const texts = notes.flatMap(({ passage, text, also = '' }): Text[] => {
    const known = passages.get(passage);
    if (!known) return [];
    const title = titleOf(known);
    return [
      { kind: 'note', key: passage, passage, language: 'en' as const, title, ownTitle: '', text, also },
    ];
  });
  return { ...index, notes: prepared(texts) };
}

function titleOf({ text }: Passage): Localized {
  return { en: text.en.title, 'zh-CN': text['zh-CN']?.title };
}

function passagesIn({ passages, languages }: Chapter): readonly Text[] {
  return passages.flatMap(passage =>
    languages.flatMap((language): Text[] => {
      const found = passage.text[language];
      if (!found) return [];
      const { id } = passage;
      const text = wordsOf(parseMarkdown(found.markdown)).trim();
      const titles = { title: titleOf(passage), ownTitle: found.title };
      return [{ kind: 'passage', key: id, passage: id, language, ...titles, text, also: '' }];
    }),
  );
}

function conceptsIn({ concepts, languages }: Chapter): readonly Text[] {
  return concepts.flatMap(({ id, title, thesis, alsoCalled = [], clears, passages: [passage] }) =>
    languages.flatMap((language): Text[] => {
      const ownTitle = title[language];
      if (passage === undefined || ownTitle === undefined) return [];
      const text = [thesis, ...clears].flatMap(one => one[language] ?? []).join(' ');
      const also = alsoCalled.join('\n');
      return [{ kind: 'concept', key: id, passage, language, title, ownTitle, text, also }];
    }),
  );
}

/** By its file, its symbol and what it is about; where it stands under several passages, the first. */
function codeIn({ regions, passages, languages }: Chapter): readonly Text[] {
  return regions.flatMap(({ id, file, symbol, about }) => {
    const passage = passages.find(({ code }) => code.includes(id))?.id;
    if (passage === undefined) return [];
    const ownTitle = symbol === undefined ? file : `${file} ${symbol}`;
    return languages.flatMap((language): Text[] => {
      const text = about[language];
      if (text === undefined) return [];
      const title = { en: ownTitle };
      return [{ kind: 'code', key: id, passage, language, title, ownTitle, text, also: '' }];
    });
  });
}

/**
 * At most `mostHits`, best first, each passage, concept and piece of code once, and of the notes on a passage one. The
 * language in which the reader reads comes first where both have the words. An empty query has no hits.
 */
export function searchChapter(index: SearchIndex, query: string, language: Language): readonly SearchHit[] {
  const wanted = query.slice(0, longestQuery).trim();
  const literal = foldText(wanted);
  const ask = queryOf(literal);
  if (!ask) return [];
  const results = [index.passages, index.notes].flatMap(({ entries, index }) =>
    index.search(ask).flatMap(result => {
      const entry = entries[Number(result.id)];
      if (!entry) return [];
      const { folded, foldedTitle } = entry;
      const isLiteral = folded.text.includes(literal) || foldedTitle.includes(literal);
      const score = result.score * (isLiteral ? 4 : 1) * (entry.language === language ? 1.5 : 1);
      return [{ entry, result, score }];
    }),
  );
  const hits = new Map<string, SearchHit>();
  for (const { entry, result } of results.sort((a, b) => b.score - a.score)) {
    const key = `${entry.kind}/${entry.key}`;
    if (!hits.has(key)) hits.set(key, hitOf(entry, literal, result, language));
    if (hits.size >= mostHits) break;
  }
  return [...hits.values()];
}

const mostHits = 8;
const longestQuery = 100;

function prepared(texts: readonly Text[]): Prepared {
  const entries = texts.map((entry, id) => ({
    ...entry,
    id,
    foldedTitle: foldText(entry.ownTitle),
    folded: fold(entry.text),
  }));
  const index = new MiniSearch<FoldedEntry>({
    fields: ['title', 'text', 'also'],
    extractField: (entry, field) => {
      if (field === 'title') return entry.foldedTitle;
      if (field === 'text') return entry.folded.text;
      return field === 'also' ? foldText(entry.also) : entry.id;
    },
    tokenize: termsOf,
    processTerm: term => term,
    // A query comes as terms already, see `queryOf`.
    searchOptions: { tokenize: term => [term], processTerm: term => term, boost: { title: 3 } },
  });
  index.addAll(entries);
  return { entries, index };
}

/** Elements inside a line of text; any other ends one, so that the words of two blocks do not run together. */
const inline: readonly string[] = ['a', 'code', 'del', 'em', 'strong'];

function wordsOf(nodes: readonly Node[]): string {
  return nodes
    .map(node => {
      if (typeof node === 'string') return node;
      return wordsOf(node.children) + (inline.includes(node.tag) ? '' : ' ');
    })
    .join('');
}

/** Where a folded text has these words: rather at the beginning of a word than inside one. */
function placeOf(text: string, words: string): number | undefined {
  const first = text.indexOf(words);
  let at = first;
  while (at > 0 && isInsideWord(text[at - 1] ?? '', text[at] ?? '')) at = text.indexOf(words, at + 1);
  const place = at < 0 ? first : at;
  return place < 0 ? undefined : place;
}

const letter = /[\p{L}\p{N}]/u;

/** Whether both are letters of a script whose words are told apart by blanks. */
function isInsideWord(before: string, after: string): boolean {
  return [before, after].every(one => letter.test(one) && !dense.test(one));
}

/** How much of the text stands around a match; an East Asian character is about two letters wide. */
const lettersBefore = 32;
const lettersAfter = 64;

function hitOf(entry: FoldedEntry, literal: string, result: SearchResult, language: Language): SearchHit {
  const { kind, passage, text, title, ownTitle } = entry;
  const { start, end } = placeIn(entry.folded, literal, result);
  const width = wide.test(text.slice(start, end + 8)) ? 0.5 : 1;
  const inTitle = result.terms.some(term => result.match[term]?.includes('title'));
  const also = start === end && !inTitle ? alsoIn(entry, literal, result) : undefined;
  const earliest = start - lettersBefore * width;
  const latest = end + lettersAfter * width;
  const from = earliest <= 0 ? 0 : wordBorder(text, earliest, start);
  const to = latest >= text.length ? text.length : wordBorder(text, latest, end);
  return {
    kind,
    passage,
    // Where the words stand in no text they are those of the title, in the language in which it was found.
    title: start === end && ownTitle !== '' ? ownTitle : inLanguage(title, language),
    // A note stands in the margin of what is read.
    language: kind === 'note' ? language : entry.language,
    before: (from > 0 ? '…' : '') + text.slice(from, start),
    match: text.slice(start, end),
    after: text.slice(end, to) + (to < text.length ? '…' : ''),
    ...(also === undefined ? {} : { also }),
  };
}

/** Of the other words for it those that hold the query as it was typed, else a term that was found. */
function alsoIn({ also }: FoldedEntry, literal: string, { terms }: SearchResult): string | undefined {
  const lines = also.split('\n').map(line => ({ line, folded: foldText(line) }));
  const found =
    lines.find(({ folded }) => folded.includes(literal)) ??
    lines.find(({ folded }) => terms.some(term => folded.includes(term)));
  return found?.line;
}

/** The query as it was typed where it stands there, else the longest of the terms that were found. */
function placeIn(folded: Folded, literal: string, result: SearchResult): { start: number; end: number } {
  const asTyped = placeOf(folded.text, literal);
  if (asTyped !== undefined) return folded.rangeOf(asTyped, asTyped + literal.length);
  const places = result.terms.flatMap(term => {
    const start = result.match[term]?.includes('text') ? placeOf(folded.text, term) : undefined;
    return start === undefined ? [] : [{ start, end: start + term.length }];
  });
  const [first] = places.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  return first ? folded.rangeOf(first.start, first.end) : { start: 0, end: 0 };
}

/** From `at` towards `stop`, just after the first blank; where there is none (Chinese), `at`, whole characters. */
function wordBorder(text: string, at: number, stop: number): number {
  const step = at < stop ? 1 : -1;
  for (let place = at; place !== stop && Math.abs(place - at) < 16; place += step) {
    if (/\s/.test(text[place] ?? '')) return step > 0 ? place + 1 : place;
  }
  const isInPair = /[\udc00-\udfff]/.test(text[at] ?? '');
  return isInPair ? at + step : at;
}
