// A code file made ready once for all the notes on it. What only a note that was not found at once asks for is made then.
import { type CodeLines, codeLines, isBlank, keyAt, squeeze } from './codeLines';
import { type Pairs, pairsOf } from './likeness';

/** A word that stands on more rows says nothing about any of them. */
const tellingRows = 40;
const shortestWord = 3;

export class CodeFile {
  readonly lines: CodeLines;
  readonly #pairs: (Pairs | undefined)[] = [];
  #rowsOf: ReadonlyMap<number, readonly number[]> | undefined;
  readonly #rowsWith = new Map<string, readonly number[]>();
  #lowerCase: string | undefined;
  #squeezed: Squeezed | undefined;

  constructor(text: string) {
    this.lines = codeLines(text);
  }

  /** Rows that bear a mark, in order. */
  rowsOf(mark: number): readonly number[] {
    this.#rowsOf ??= rowsByMark(this.lines.marks);
    return this.#rowsOf.get(mark) ?? [];
  }

  /** Rows on which a word stands, in whichever case, if few enough to tell something. */
  rowsWith(word: string): readonly number[] {
    const known = this.#rowsWith.get(word);
    if (known) return known;
    const text = this.#lowered;
    const rows = new Set<number>();
    for (let at = text.indexOf(word); at !== -1 && rows.size <= tellingRows; ) {
      const row = this.rowAt(at);
      rows.add(row);
      // Once a row is enough.
      at = text.indexOf(word, Math.max(at + 1, this.squeezed.begins[row + 1] ?? 0));
    }
    const telling = rows.size > tellingRows ? [] : [...rows];
    this.#rowsWith.set(word, telling);
    return telling;
  }

  pairs(row: number): Pairs {
    const known = this.#pairs[row] ?? pairsOf(keyAt(this.lines, row));
    this.#pairs[row] = known;
    return known;
  }

  /** As long as the squeezed text: what becomes longer in lower case stays as it is. */
  get #lowered(): string {
    const { text } = this.squeezed;
    this.#lowerCase ??= text.toLowerCase();
    return this.#lowerCase.length === text.length ? this.#lowerCase : text;
  }

  /** All of it without blanks and line ends. */
  get squeezed(): Squeezed {
    this.#squeezed ??= squeezed(this.lines);
    return this.#squeezed;
  }

  /** The row in which a place of the squeezed text stands. */
  rowAt(place: number): number {
    const { begins } = this.squeezed;
    let [low, high] = [0, begins.length - 2];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((begins[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The offset in the text of what stands at a place of the squeezed text. */
  offsetAt(place: number): number {
    const row = this.rowAt(place);
    const { text, starts, ends } = this.lines;
    const end = ends[row] ?? text.length;
    let left = place - (this.squeezed.begins[row] ?? 0);
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      if (isBlank(text.charCodeAt(at))) continue;
      if (left === 0) return at;
      left -= 1;
    }
    return end;
  }
}

interface Squeezed {
  readonly text: string;
  /** Where each row begins in it; at last, where it ends. */
  readonly begins: readonly number[];
}

function squeezed({ text, lengths }: CodeLines): Squeezed {
  const begins = [0];
  let at = 0;
  for (const length of lengths) {
    at += length;
    begins.push(at);
  }
  return { text: squeeze(text), begins };
}

/** The words that names are made of: of `parseHeader`, `parse`, `header` and both together. */
export function wordsOf(line: string): readonly string[] {
  const words = new Set<string>();
  for (const [name] of line.matchAll(/[\p{L}\p{N}$]{2,80}/gu)) {
    for (const part of [name, ...name.split(/(?=\p{Lu})/u)]) {
      if (part.length >= shortestWord) words.add(part.toLowerCase());
    }
  }
  return [...words];
}

function rowsByMark(marks: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, mark] of marks.entries()) {
    const known = rows.get(mark);
    if (known) known.push(row);
    else rows.set(mark, [row]);
  }
  return rows;
}
