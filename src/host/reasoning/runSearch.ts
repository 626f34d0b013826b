// Searches earlier runs: by name and file first, which their headers tell, then by what was asked and said, for which each
// is read once. What was read stays at hand as far as there is room, so that the next letter costs no disk.
import { fold, foldText } from '../../core/chapter/fold';
import { parseMarkdown, plainText } from '../../core/markdown';
import type { Run, RunId } from '../../core/reasoning/run';
import type { RunHit } from '../../core/wire/reasoning';

/** Of each run so much is searched; a hit beyond it is not found, and the page says so. */
export const mostOfRun = 64_000;

/** What stays at hand, in characters of all runs together. */
const mostAtHand = 8_000_000;

/** What is shown of the words around a hit. */
const aroundHit = 60;

/** A place in a run where words stand. */
export interface RunPart {
  readonly where: 'question' | 'summary' | 'step';
  readonly step?: number;
  /** Plain text. */
  readonly text: string;
  readonly folded: string;
}

export interface RunWords {
  readonly parts: readonly RunPart[];
  readonly isCut: boolean;
}

/** The words of a query, each of which has to be found. */
export function termsOf(query: string): readonly string[] {
  return foldText(query)
    .split(/\s+/u)
    .filter(term => term !== '');
}

export function wordsOfRun({ question, summary, steps }: Run): RunWords {
  const parts: RunPart[] = [];
  let left = mostOfRun;
  let isCut = false;
  const take = (where: RunPart['where'], text: string, step?: number) => {
    if (text.length > left) isCut = true;
    const kept = text.slice(0, left);
    left -= kept.length;
    if (kept !== '')
      parts.push({ where, text: kept, folded: foldText(kept), ...(step === undefined ? {} : { step }) });
  };
  if (question !== undefined) take('question', question);
  if (summary !== undefined) take('summary', plain(summary));
  for (const { number, text } of steps) {
    if (left === 0) {
      isCut = true;
      break;
    }
    take('step', plain(text), number);
    if (text.length > mostOfRun) isCut = true;
  }
  return { parts, isCut };
}

/**
 * Where the terms stand, all of them: in the names (its own, its file's, its function's), else in the words of the run. Each
 * may stand in another place; shown is the one where most of them do.
 */
export function findInRun(
  terms: readonly string[],
  names: readonly string[],
  words: RunWords | undefined,
): Omit<RunHit, 'run'> | undefined {
  const folded = names.map(foldText).join('\n');
  const missing = terms.filter(term => !folded.includes(term));
  if (missing.length === 0) return { where: 'name' };
  const parts = words?.parts ?? [];
  if (!missing.every(term => parts.some(part => part.folded.includes(term)))) return undefined;
  const held = (part: RunPart) => missing.filter(term => part.folded.includes(term)).length;
  const best = parts.reduce((most, part) => (held(part) > held(most) ? part : most));
  return {
    where: best.where,
    ...(best.step === undefined ? {} : { step: best.step }),
    excerpt: excerptOf(best, missing),
  };
}

/** The words around the first term, cut at its sides. */
function excerptOf({ text }: RunPart, terms: readonly string[]): NonNullable<RunHit['excerpt']> {
  const folded = fold(text);
  const found = terms
    .map(term => ({ at: folded.text.indexOf(term), length: term.length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0] ?? { at: 0, length: 0 };
  const hit = folded.rangeOf(found.at, found.at + found.length);
  const from = Math.max(0, hit.start - aroundHit);
  const to = Math.min(text.length, hit.end + aroundHit);
  return {
    before: `${from > 0 ? '…' : ''}${text.slice(from, hit.start)}`,
    hit: text.slice(hit.start, hit.end),
    after: `${text.slice(hit.end, to)}${to < text.length ? '…' : ''}`,
  };
}

/** Cut before it is read as Markdown: what is thrown away costs nothing. */
function plain(markdown: string): string {
  return plainText(parseMarkdown(markdown.slice(0, mostOfRun)));
}

/** The words of runs that are over, the latest asked for last, as far as there is room. */
export class WordsAtHand {
  readonly #words = new Map<RunId, RunWords>();
  #size = 0;

  get(id: RunId): RunWords | undefined {
    return this.#words.get(id);
  }

  put(id: RunId, words: RunWords): void {
    if (this.#words.has(id)) return;
    this.#words.set(id, words);
    this.#size += sizeOf(words);
    for (const [oldest, its] of this.#words) {
      if (this.#size <= mostAtHand) break;
      this.#words.delete(oldest);
      this.#size -= sizeOf(its);
    }
  }
}

function sizeOf({ parts }: RunWords): number {
  return parts.reduce((sum, { text, folded }) => sum + text.length + folded.length, 0);
}
