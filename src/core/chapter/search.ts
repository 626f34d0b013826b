// Search as one types, over the passages in both languages and over the reader's own notes. The texts are
// prepared once (`prepareSearch`, `withNotes`); a keystroke only asks the prepared index.
import MiniSearch, { type Query, type SearchResult } from 'minisearch';
import { type Node, parseMarkdown } from '../markdown';
import type { Chapter, Language } from './chapter';
import { type Folded, fold, foldText } from './fold';

/** A note of the reader's own, on a passage. */
export interface SearchableNote {
  readonly passage: string;
  readonly text: string;
}

export interface SearchHit {
  readonly passage: string;
  /** The passage's title in the language in which it was found. */
  readonly title: string;
  readonly language: Language;
  /** Found in a note of the reader's, not in the passage. */
  readonly isNote: boolean;
  /** A piece of the text; `match` is empty where only the title holds the words. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** Texts that were prepared for searching. Made by `prepareSearch`; only `searchChapter` looks inside. */
export interface SearchIndex {
  readonly chapter: Chapter;
  readonly passages: Prepared;
  readonly notes: Prepared;
}

interface Entry {
  readonly id: number;
  readonly passage: string;
  readonly language: Language;
  readonly isNote: boolean;
  readonly title: string;
  readonly text: string;
}

interface FoldedEntry extends Entry {
  readonly foldedTitle: string;
  readonly folded: Folded;
}

interface Prepared {
  readonly entries: readonly FoldedEntry[];
  readonly index: MiniSearch<FoldedEntry>;
}

/** Reads every passage once. Worth an idle moment before the first keystroke: tens of milliseconds when cold. */
export function prepareSearch(chapter: Chapter, notes: readonly SearchableNote[] = []): SearchIndex {
  const entries = chapter.passages.flatMap(passage =>
    chapter.languages.flatMap(language => {
      const text = passage.text[language];
      if (!text) return [];
      const words = wordsOf(parseMarkdown(text.markdown)).trim();
      return [{ passage: passage.id, language, isNote: false, title: text.title, text: words }];
    }),
  );
  return withNotes({ chapter, passages: prepared(entries), notes: prepared([]) }, notes);
}

/** The index with other notes; the passages are not read again. */
export function withNotes(index: SearchIndex, notes: readonly SearchableNote[]): SearchIndex {
  const passages = new Map(index.chapter.passages.map(passage => [passage.id, passage]));
  const entries = notes.flatMap(({ passage, text }) => {
    const title = passages.get(passage)?.text.en.title;
    return title === undefined ? [] : [{ passage, language: 'en' as const, isNote: true, title, text }];
  });
  return { ...index, notes: prepared(entries) };
}

/**
 * At most `mostHits`, best first, each passage once, and besides it at most one note on it. The language in
 * which the reader reads comes first where both have the words. An empty query has no hits.
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
      const isLiteral = entry.folded.text.includes(literal) || entry.foldedTitle.includes(literal);
      const score = result.score * (isLiteral ? 2 : 1) * (entry.language === language ? 1.5 : 1);
      return [{ entry, result, score }];
    }),
  );
  const hits = new Map<string, SearchHit>();
  for (const { entry, result } of results.sort((a, b) => b.score - a.score)) {
    const key = `${entry.isNote}/${entry.passage}`;
    if (!hits.has(key)) hits.set(key, hitOf(entry, literal, result, index.chapter, language));
    if (hits.size >= mostHits) break;
  }
  return [...hits.values()];
}

const mostHits = 8;
const longestQuery = 100;
const mostWords = 12;

function prepared(texts: readonly Omit<Entry, 'id'>[]): Prepared {
  const entries = texts.map((entry, id) => ({
    ...entry,
    id,
    foldedTitle: foldText(entry.title),
    folded: fold(entry.text),
  }));
  const index = new MiniSearch<FoldedEntry>({
    fields: ['title', 'text'],
    extractField: (entry, field) =>
      field === 'title' ? entry.foldedTitle : field === 'text' ? entry.folded.text : entry.id,
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

/** Scripts in which words are not told apart by blanks, or bear endings. ー and 々 belong to what they stand in. */
const dense =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3099\u309a\u30fc]/u;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u30fc]/u;

interface Run {
  readonly word: string;
  readonly isDense: boolean;
}

/** Runs of such scripts, and words in letters and digits; in 使用JWT令牌 they stand side by side. */
function runsOf(text: string): readonly Run[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].flatMap(([letters]) => {
    const runs: Run[] = [];
    for (const letter of letters) {
      const isDense = dense.test(letter);
      const last = runs.at(-1);
      if (last?.isDense === isDense) runs[runs.length - 1] = { word: last.word + letter, isDense };
      else runs.push({ word: letter, isDense });
    }
    return runs;
  });
}

const segmenter =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('zh', { granularity: 'word' }) : undefined;

/**
 * The terms of a folded text. Text without blanks is kept twice: as the words that the segmenter sees, which rank well, and
 * as single characters and pairs, which find what stands across the segmenter's borders ("训练" in "预训练").
 */
function termsOf(text: string): string[] {
  const runs = runsOf(text);
  const long = longWords(runs.flatMap(({ word, isDense }) => (isDense ? [word] : [])));
  return [...runs.flatMap(({ word, isDense }) => (isDense ? [...word, ...pairs(word)] : [word])), ...long];
}

/** Every run of the folded query has to be there. The last Latin word may be unfinished, a long one misspelt. */
function queryOf(literal: string): Query | undefined {
  const runs = runsOf(literal).slice(0, mostWords);
  const queries = runs.map(({ word, isDense }, place): Query => {
    if (isDense) {
      const isOne = [...word].length === 1;
      const parts: Query = { combineWith: 'AND', queries: isOne ? [word] : pairs(word) };
      return { combineWith: 'OR', queries: [parts, ...longWords([word])] };
    }
    const isLast = place === runs.length - 1;
    return { queries: [word], prefix: isLast, fuzzy: word.length >= 5 ? 0.2 : false };
  });
  return queries.length > 0 ? { combineWith: 'AND', queries } : undefined;
}

function pairs(word: string): string[] {
  const characters = [...word];
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}

/** The segmenter takes time by the square of a run. No sentence is longer; at a cut a word is found by its pairs. */
const longestSegmented = 200;

function longWords(runs: readonly string[]): string[] {
  const words: string[] = [];
  for (const lines of packed(runs.filter(isLong).flatMap(cut))) {
    for (const { segment } of segmenter?.segment(lines) ?? []) if (isLong(segment)) words.push(segment);
  }
  return words;
}

function cut(run: string): readonly string[] {
  const characters = [...run];
  return Array.from({ length: Math.ceil(characters.length / longestSegmented) }, (_, index) =>
    characters.slice(index * longestSegmented, (index + 1) * longestSegmented).join(''),
  );
}

/** Short pieces as lines of one text: each text costs memory outside the heap, and no word goes over a line's end. */
function packed(pieces: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const piece of pieces) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + piece.length < longestSegmented)
      texts[texts.length - 1] = `${last}\n${piece}`;
    else texts.push(piece);
  }
  return texts;
}

function isLong(word: string): boolean {
  return [...word].length > 2;
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

function hitOf(
  entry: FoldedEntry,
  literal: string,
  result: SearchResult,
  chapter: Chapter,
  language: Language,
): SearchHit {
  const { passage, isNote, text } = entry;
  const { start, end } = placeIn(entry.folded, literal, result);
  // A note has no language; its passage's title stands in the one that is read.
  const titles = isNote ? chapter.passages.find(({ id }) => id === passage)?.text : undefined;
  const width = wide.test(text.slice(start, end + 8)) ? 0.5 : 1;
  const earliest = start - lettersBefore * width;
  const latest = end + lettersAfter * width;
  const from = earliest <= 0 ? 0 : wordBorder(text, earliest, start);
  const to = latest >= text.length ? text.length : wordBorder(text, latest, end);
  return {
    passage,
    title: titles?.[language]?.title ?? entry.title,
    language: isNote ? language : entry.language,
    isNote,
    before: (from > 0 ? '…' : '') + text.slice(from, start),
    match: text.slice(start, end),
    after: text.slice(end, to) + (to < text.length ? '…' : ''),
  };
}

/** The query as it was typed where it stands there, else the first of the terms that were found. */
function placeIn(folded: Folded, literal: string, result: SearchResult): { start: number; end: number } {
  const asTyped = placeOf(folded.text, literal);
  if (asTyped !== undefined) return folded.rangeOf(asTyped, asTyped + literal.length);
  const places = result.terms.flatMap(term => {
    const start = result.match[term]?.includes('text') ? placeOf(folded.text, term) : undefined;
    return start === undefined ? [] : [{ start, end: start + term.length }];
  });
  const [first] = places.sort((a, b) => a.start - b.start || b.end - a.end);
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
