// The code that a reader means, cut from its file: whole lines, what stands around them, and why there may be none.
import { joinedSpans, type LineSpan, linesOf } from '../base/lines';
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
  /** Of a notebook, where the text is that of one cell: from 1. */
  readonly cell?: number;
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

/** What is cut out: a function with its name, or so many lines. */
interface Meant {
  readonly span: LineSpan;
  readonly symbol?: string | undefined;
  readonly kind?: Excerpt['kind'];
}

/**
 * The code to explain, or the reason why there is none. `known`: the function around the caret, where the editor knows
 * it; else it is looked for.
 */
export function excerptOf(source: Source, selection: Selection, known?: Enclosing): Excerpt | Problem {
  const lines = linesOf(source.text);
  if (!selection.isEmpty) {
    const span = clipped(wholeLines(selection), lines.length);
    return cutOut(source, lines, { span, symbol: symbolOf(source, span) });
  }
  const found = meantByCaret(source, lines, selection.firstLine + 1, known);
  if (found) return cutOut(source, lines, found);
  if (isBinary(source.text.slice(0, 20_000))) return { code: 'binary-file', name: source.name };
  return { code: 'empty-selection', why: source.text.trim() === '' ? 'empty-file' : 'nothing-around' };
}

function cutOut(source: Source, lines: readonly string[], { span, symbol, kind }: Meant): Excerpt | Problem {
  const { name, uri, languageId, cell } = source;
  const { first, last } = clipped(span, lines.length);
  const text = textOf(source, lines, first, last);
  if (isBinary(text)) return { code: 'binary-file', name };
  if (text.trim() === '') return { code: 'empty-selection' };
  if (text.length > longestSelection) {
    return { code: 'selection-too-large', name, lines: last - first + 1, bytes: text.length };
  }
  return {
    uri,
    name,
    languageId,
    firstLine: first,
    text,
    ...around(source, lines, { first, last }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(kind === undefined ? {} : { kind }),
    ...(cell === undefined ? {} : { cell }),
  };
}

/** Selections that stand further apart are no one piece of code any more, and what is between them costs the window. */
const farthestApart = 240;

/**
 * The same of several selections: from the first to the last of them, with their lines as `meant`. Carets among them mean
 * nothing; where there are only carets, the first one counts.
 */
export function excerptOfAll(
  source: Source,
  selections: readonly [Selection, ...(readonly Selection[])],
  known?: Enclosing,
): Excerpt | Problem {
  const ranges = selections.filter(({ isEmpty }) => !isEmpty);
  const [only = selections[0]] = ranges;
  const meant = joinedSpans(ranges.map(wholeLines));
  const [first, last] = [meant[0], meant.at(-1)];
  if (!first || !last || first === last) {
    const lines = first && { firstLine: first.first - 1, lastLine: first.last - 1, lastCharacter: 1 };
    return excerptOf(source, lines && ranges.length > 1 ? { ...lines, isEmpty: false } : only, known);
  }
  const apart = last.last - first.first + 1;
  if (apart > farthestApart) return { code: 'selections-far-apart', lines: apart, limit: farthestApart };
  const whole = { firstLine: first.first - 1, lastLine: last.last - 1, lastCharacter: 1, isEmpty: false };
  const excerpt = excerptOf(source, whole);
  return 'code' in excerpt ? excerpt : { ...excerpt, meant: [...meant] };
}

/** A file of more lines or characters is not explained as a whole by a caret alone. */
const smallFile = { lines: 40, characters: 4_000 };

/**
 * The function around the caret, else the block or statement; all of a small file or cell where the caret stands in
 * nothing, or on a line that says little alone.
 */
function meantByCaret(
  source: Source,
  lines: readonly string[],
  line: number,
  known: Enclosing | undefined,
): Meant | undefined {
  const found = known ?? blockAt(source, line);
  const isLittle = found?.symbol === undefined && (!found || found.span.first === found.span.last);
  return isLittle ? (smallWhole(source, lines) ?? found) : found;
}

/** Without the blank lines around it. */
function smallWhole({ text, cell }: Source, lines: readonly string[]): Meant | undefined {
  const written = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
  const [first, last] = [written[0], written.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isSmall = last - first < smallFile.lines && text.length <= smallFile.characters;
  return isSmall ? { span: { first, last }, kind: cell === undefined ? 'file' : 'cell' } : undefined;
}

/**
 * The code of an earlier excerpt as it stands in its file now: a function as a whole, however it grew. One that has gone
 * is not told by whatever stands in its place now, which nobody has asked to send. `known`: what it is now, by its
 * syntax or by the editor, under another name maybe.
 */
export function excerptNow(excerpt: Excerpt, source: Source, known?: Enclosing): Excerpt | Problem {
  const lines = linesOf(source.text);
  const isWhole = excerpt.kind === 'file' || excerpt.kind === 'cell';
  const whole = isWhole ? smallWhole(source, lines) : undefined;
  if (whole) return cutOut(source, lines, whole);
  const now = spanNow(excerpt, source.text);
  const block =
    known ?? (excerpt.symbol === undefined ? undefined : blockOf(source, excerpt.symbol, now.first));
  if (block && (known || block.symbol === excerpt.symbol)) return cutOut(source, lines, block);
  if (excerpt.symbol !== undefined && !standsIn(excerpt, source, now)) return { code: 'empty-selection' };
  const cut = cutOut(source, lines, { span: now, symbol: symbolOf(source, now) });
  return 'code' in cut ? cut : asMeant(excerpt, cut);
}

/** The same lines are what they were, wherever they stand; of others it is not known which were meant. */
function asMeant(before: Excerpt, { symbol, ...now }: Excerpt): Excerpt {
  const named = symbol === undefined ? now : { ...now, symbol };
  if (now.text !== before.text) return named;
  const shift = now.firstLine - before.firstLine;
  const meant = before.meant?.map(({ first, last }) => ({ first: first + shift, last: last + shift }));
  return { ...named, ...(before.kind ? { kind: before.kind } : {}), ...(meant ? { meant } : {}) };
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
