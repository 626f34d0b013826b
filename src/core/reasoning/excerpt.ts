// The code that a reader means, cut from its file: whole lines, what stands around them, and why there may be none.
import { type LineSpan, linesOf } from '../base/lines';
import type { Problem } from '../base/problem';
import type { Enclosing } from './block';
import { enclosingBlock } from './enclosing';
import type { Excerpt } from './run';
import { spanNow } from './staleness';

/** A file at one moment. Whoever waits for something meanwhile goes on with this, and not with what it has become. */
export interface Source {
  readonly uri: string;
  readonly name: string;
  readonly languageId: string;
  readonly text: string;
}

/** From 0, as editors count. */
export interface Selection {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly lastCharacter: number;
  readonly isEmpty: boolean;
}

/** More than this is no passage to reason through; it would not fit a local model's window many times over. */
const longestSelection = 256 * 1024;

/**
 * The code to explain, or the reason why there is none. `known`: the function around the caret, where the editor knows
 * it; else it is looked for.
 */
export function excerptOf(source: Source, selection: Selection, known?: Enclosing): Excerpt | Problem {
  const { name } = source;
  const lines = linesOf(source.text);
  const found = selection.isEmpty ? (known ?? blockAt(source, selection.firstLine + 1)) : undefined;
  if (selection.isEmpty && !found) {
    const isText = !isBinary(source.text.slice(0, 20_000));
    return isText ? { code: 'empty-selection' } : { code: 'binary-file', name };
  }
  const { first, last } = clipped(found?.span ?? wholeLines(selection), lines.length);
  const text = textOf(source, lines, first, last);
  if (isBinary(text)) return { code: 'binary-file', name };
  if (text.trim() === '') return { code: 'empty-selection' };
  if (text.length > longestSelection) {
    return { code: 'selection-too-large', name, lines: last - first + 1, bytes: text.length };
  }
  const symbol = found ? found.symbol : symbolOf(source, { first, last });
  const { uri, languageId } = source;
  return {
    uri,
    name,
    languageId,
    firstLine: first,
    text,
    ...around(source, lines, { first, last }),
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/**
 * The code of an earlier excerpt as it stands in its file now: a function as a whole, however it grew. One that has gone
 * is not told by whatever stands in its place now, which nobody has asked to send. `known`: what it is now, by its
 * syntax or by the editor, under another name maybe.
 */
export function excerptNow(excerpt: Excerpt, source: Source, known?: Enclosing): Excerpt | Problem {
  const now = spanNow(excerpt, source.text);
  const block =
    known ?? (excerpt.symbol === undefined ? undefined : blockOf(source, excerpt.symbol, now.first));
  const span = block && (known || block.symbol === excerpt.symbol) ? block.span : now;
  const hasGone = excerpt.symbol !== undefined && span === now && !standsIn(excerpt, source, now);
  if (hasGone) return { code: 'empty-selection' };
  const selection = { firstLine: span.first - 1, lastLine: span.last - 1, lastCharacter: 1 };
  return span === now
    ? excerptOf(source, { ...selection, isEmpty: false })
    : excerptOf(source, { ...selection, isEmpty: true }, block);
}

/** Whether a function that is not found by its name is still there, under another: at least half of its lines are. */
function standsIn(excerpt: Excerpt, source: Source, { first, last }: LineSpan): boolean {
  const present = new Set(linesOf(source.text).slice(first - 1, last));
  const sent = linesOf(excerpt.text).filter(line => /\w/.test(line));
  return sent.filter(line => present.has(line)).length * 2 >= sent.length;
}

/** Where to ask the editor for the function that an excerpt was: the line of its head now, from 0. */
export function headLineNow(excerpt: Excerpt, source: Source): number {
  const now = spanNow(excerpt, source.text);
  const block = excerpt.symbol === undefined ? undefined : blockOf(source, excerpt.symbol, now.first);
  return (block?.span.first ?? now.first) - 1;
}

/** Numbers of the first and last line of the code that was sent. */
export function boundsOf(excerpt: Excerpt): LineSpan {
  return { first: excerpt.firstLine, last: excerpt.firstLine + linesOf(excerpt.text).length - 1 };
}

/** A selection that ends before the first character of a line does not take that line in. */
function wholeLines({ firstLine, lastLine, lastCharacter }: Selection): LineSpan {
  const endsAtStart = lastCharacter === 0 && lastLine > firstLine;
  return { first: firstLine + 1, last: lastLine + (endsAtStart ? 0 : 1) };
}

function clipped({ first, last }: LineSpan, count: number): LineSpan {
  return { first: Math.min(first, count), last: Math.min(last, count) };
}

function textOf(source: Source, lines: readonly string[], first: number, last: number): string {
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n';
  return lines.slice(first - 1, last).join(lineEnd);
}

/** Enough to see the neighbours; a small model on a CPU reads a hundred tokens a second, and the reader waits. */
const surroundingLines = { before: 12, after: 4 };
/** Generated files have lines that would fill a window by themselves. */
const longestSurroundings = 4_000;

function around(source: Source, lines: readonly string[], { first, last }: LineSpan) {
  const before = textOf(source, lines, Math.max(1, first - surroundingLines.before), first - 1);
  const after = textOf(source, lines, last + 1, last + surroundingLines.after);
  const worth = (text: string) => text.trim() !== '' && text.length <= longestSurroundings && !isBinary(text);
  return { ...(worth(before) ? { before } : {}), ...(worth(after) ? { after } : {}) };
}

/** A selection that takes in a whole function is called by its name; one that cuts it is so many lines. */
function symbolOf(source: Source, span: LineSpan): string | undefined {
  const block = blockAt(source, span.first);
  return block?.span.first === span.first && block.span.last <= span.last ? block.symbol : undefined;
}

/** Beyond this the search would read too much for one key press; the editor's own symbols are still asked. */
const longestSearched = 4_000_000;

function blockAt({ text, languageId }: Source, line: number): Enclosing | undefined {
  return text.length > longestSearched ? undefined : enclosingBlock(text, line, languageId);
}

/** So many lines that hold a name are looked at before it counts as gone. */
const mostTried = 20;

/** The function of a name that begins nearest to a line. */
function blockOf(source: Source, symbol: string, near: number): Enclosing | undefined {
  const lines = linesOf(source.text)
    .flatMap((line, index) => (line.includes(symbol) ? [index + 1] : []))
    .sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  for (const line of lines.slice(0, mostTried)) {
    const block = blockAt(source, line);
    if (block?.symbol === symbol && block.span.first === line) return block;
  }
  return undefined;
}

/** Text does not hold NUL, nor a crowd of characters that stand for bytes which were no text. */
function isBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  const replaced = text.split('\uFFFD').length - 1;
  return replaced > 8 && replaced > text.length / 10;
}
