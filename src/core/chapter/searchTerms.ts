// The terms of a text and of a query, in scripts with blanks between words and in those without.
import type { Query } from 'minisearch';

const mostWords = 12;

/** Scripts in which words are not told apart by blanks, or bear endings. ー and 々 belong to what they stand in. */
export const dense =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3099\u309a\u30fc]/u;
export const wide =
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
export function termsOf(text: string): string[] {
  const runs = runsOf(text);
  const long = longWords(runs.flatMap(({ word, isDense }) => (isDense ? [word] : [])));
  return [...runs.flatMap(({ word, isDense }) => (isDense ? [...word, ...pairs(word)] : [word])), ...long];
}

/** Every run of the folded query has to be there. The last Latin word may be unfinished, a long one misspelt. */
export function queryOf(literal: string): Query | undefined {
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
