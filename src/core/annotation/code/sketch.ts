// What a note on code keeps of the file around it: a mark for each line that is near, enough for a line diff and too little
// to read code from; and of the nearest lines, and of those that it stands in, the words.
import * as v from 'valibot';
import { conforming } from '../conforms';
import { type CodeLines, faintMark, lineAt } from './codeLines';

/** Rows on each side that are marked. With 40, more lookalikes pass for the words; with 400, hardly fewer. */
const reach = 80;
const mostBeside = 4;
const mostHeads = 6;
const longestLine = 160;
/** A note on more has words enough of its own. */
const mostRows = 20_000;
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitsEach = 3;
/** By its code unit, what a digit is worth. */
const worth: readonly number[] = Array.from({ length: 128 }, (_, unit) =>
  Math.max(0, digits.indexOf(String.fromCharCode(unit))),
);

const Row = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
const Lines = v.array(v.pipe(v.string(), v.maxLength(4 * longestLine)));

/** Rows are lines with something on them, counted from 0. Files of version 1 have none; what is damaged counts as none. */
const CodeSketch = v.looseObject({
  /** Tells this state of the file from others: notes that were made on the same one are placed by one diff. */
  file: v.pipe(v.string(), v.maxLength(32)),
  /** The row of the first mark, and the one on which the note begins. */
  from: Row,
  at: Row,
  /** Three digits a row. */
  marks: v.pipe(v.string(), v.maxLength(400_000)),
  /** The lines above it and below it, the nearest first, and those that it stands in, the innermost first. */
  above: Lines,
  below: Lines,
  heads: Lines,
});
export type CodeSketch = v.InferOutput<typeof CodeSketch>;

const isSound = conforming(CodeSketch);

/** `undefined` for what is none. */
export function readSketch(value: unknown): CodeSketch | undefined {
  if (!isSound(value)) return undefined;
  const lists = [value.above, value.below, value.heads];
  return value.from <= value.at && lists.every(({ length }) => length <= 16) ? value : undefined;
}

/** Of a note on the text from `start` to `end`, in UTF-16 units; `undefined` where nothing stands there. */
export function sketchOf(code: CodeLines, start: number, end: number): CodeSketch | undefined {
  const first = code.ends.findIndex(at => at > start);
  const next = code.starts.findIndex(at => at >= end);
  const last = next < 0 ? code.count - 1 : next - 1;
  if (first < 0 || last < first || last - first >= mostRows) return undefined;
  const from = Math.max(0, first - reach);
  return {
    file: nameOf(code),
    from,
    at: first,
    marks: code.marks
      .slice(from, last + reach + 1)
      .map(encoded)
      .join(''),
    above: rowsBeside(code, first, -1),
    below: rowsBeside(code, last, 1),
    heads: headsOf(code, first),
  };
}

/** The marks, from row `from` on. */
export function marksOf({ marks }: CodeSketch): readonly number[] {
  const read: number[] = [];
  for (let at = 0; at + digitsEach <= marks.length; at += digitsEach) {
    let mark = 0;
    for (let digit = 0; digit < digitsEach; digit += 1) {
      mark = mark * digits.length + (worth[marks.charCodeAt(at + digit)] ?? 0);
    }
    read.push(mark);
  }
  return read;
}

export function isFaint(mark: number): boolean {
  return mark >= faintMark;
}

function encoded(mark: number): string {
  return [mark >> 12, (mark >> 6) & 63, mark & 63].map(digit => digits[digit] ?? '').join('');
}

function rowsBeside(code: CodeLines, row: number, step: 1 | -1): string[] {
  const rows = Array.from({ length: mostBeside }, (_, index) => row + step * (index + 1));
  return rows.filter(at => at >= 0 && at < code.count).map(at => cut(lineAt(code, at)));
}

function headsOf(code: CodeLines, row: number): string[] {
  const heads: string[] = [];
  for (let at = code.parents[row] ?? -1; at >= 0 && heads.length < mostHeads; at = code.parents[at] ?? -1) {
    heads.push(cut(lineAt(code, at)));
  }
  return heads;
}

/** Half of a surrogate pair would not be text. */
function cut(line: string): string {
  return line.slice(0, longestLine).replace(/[\ud800-\udbff]$/, '');
}

function nameOf({ marks }: CodeLines): string {
  let hash = 0x811c9dc5;
  for (const mark of marks) hash = Math.imul(hash ^ mark, 0x01000193);
  return `${marks.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}
