// The code that was sent, made ready once: on which lines each name stands, and under which forms it may be spoken of.
import { type LineSpan, linesOf } from '../../base/lines';
import { familyOf } from '../codeFamily';
import { type CodeText, paint } from '../codeText';
import { type Definitions, definitionTexts } from '../definitions';
import type { Excerpt } from '../run';
import { blockHeads } from './blockHeads';
import { isCommon, isKeyword } from './commonWords';
import { NumbersSeen } from './derivedNumbers';
import type { SaidName } from './saidNames';
import { type Token, tokensOf } from './tokens';
import { formsOf, keyOf, partsOf } from './wordForms';

export interface KnownCode {
  /** Lines of the file. */
  readonly bounds: LineSpan;
  /** Lines of the file on which a name stands as it is said, in code: comments and strings left out. In order. */
  placesOf(name: SaidName): readonly number[];
  /** Whether it may be meant by anything on these lines, comments and strings too. */
  isOn(name: SaidName, lines: LineSpan): boolean;
  /** Whether it may be meant by anything that was sent, or follows from it, or is no name of this code alone. */
  isSent(name: SaidName): boolean;
  /** Lines of the file that a line stands under: it may be about what they say. */
  headsOf(line: number): readonly number[];
  /** Whether the head of the function says it: what all of it is called, and what it is given, may be said of any line. */
  isInHead(name: SaidName): boolean;
  /** Lines that are neither blank, nor comment, nor only brackets. */
  readonly telling: readonly number[];
}

/** `definitions`: what was sent beside the code; its words are known, and stand on no line. Takes time and room in proportion to all of it. */
export function readCode(excerpt: Excerpt, definitions?: Definitions): KnownCode {
  const { firstLine, before = '', after = '', name, symbol = '' } = excerpt;
  const lines = linesOf(excerpt.text);
  const painted = paint(lines, familyOf(excerpt.languageId, lines));
  const places = new Map<string, number[]>();
  const whole = new Map<string, number[]>();
  const forms = new Set<string>();
  const numbers = new NumbersSeen();
  const see = (text: string, at: number | undefined) => {
    for (const token of tokensOf(text)) {
      if (at !== undefined) note(whole, token.kind === 'word' ? keyOf(token.text) : exactly(token), at);
      if (token.kind === 'word') for (const part of partsOf(token.text)) forms.add(part);
    }
    numbers.see(text);
  };
  for (const [index, line] of painted.lines.entries()) {
    for (const token of tokensOf(line)) note(places, exactly(token), firstLine + index);
  }
  for (const [index, line] of lines.entries()) see(line, firstLine + index);
  const beside = definitionTexts(definitions?.sent ?? []);
  for (const text of [before, after, name, symbol, ...beside]) see(text, undefined);

  const heads = blockHeads(painted.lines);
  const isName = (key: string) => forms.has(key) && !isKeyword(key);
  const keysOf = (said: SaidName) =>
    said.kind === 'number' ? [exactly(said), keyOf(said.text)] : formsOf(said.text, isName);
  const head = new Set(tokensOf(symbol).map(token => keyOf(token.text)));
  if (symbol !== '') for (const token of headOf(painted.lines)) head.add(keyOf(token.text));
  return {
    bounds: { first: firstLine, last: firstLine + lines.length - 1 },
    telling: tellingLines(painted).map(index => firstLine + index),
    placesOf: said => places.get(exactly(said)) ?? [],
    isOn(said, span) {
      for (const key of keysOf(said)) if (touches(whole.get(key) ?? [], span)) return true;
      return false;
    },
    isSent(said) {
      if (said.value === undefined ? isCommon(said.text) : numbers.holds(said.value)) return true;
      for (const key of keysOf(said)) if (forms.has(key)) return true;
      return false;
    },
    headsOf: line => heads(line - firstLine).map(index => firstLine + index),
    isInHead: said => head.has(keyOf(said.text)),
  };
}

/** A head of more lines than these is none, or ends in another way. */
const mostHeadLines = 8;

/** What stands before the first block: where it opens, a line ends. */
function headOf(painted: readonly string[]): readonly Token[] {
  const lines = painted.slice(0, mostHeadLines);
  const end = lines.findIndex(line => /[{:]$/.test(line.trimEnd()));
  return end < 0 ? [] : tokensOf(lines.slice(0, end + 1).join('\n'));
}

/** Numbers are one by their value, however they are written. */
function exactly({ text, value }: { readonly text: string; readonly value?: number | undefined }): string {
  return value === undefined ? text : `#${value}`;
}

function note(map: Map<string, number[]>, key: string, line: number): void {
  let lines = map.get(key);
  if (!lines) {
    lines = [];
    map.set(key, lines);
  }
  if (lines.at(-1) !== line) lines.push(line);
}

/** Whether one of these numbers, which are in order, lies in the span. */
function touches(lines: readonly number[], { first, last }: LineSpan): boolean {
  let [from, to] = [0, lines.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((lines[middle] ?? 0) < first) from = middle + 1;
    else to = middle;
  }
  return (lines[from] ?? Infinity) <= last;
}

/** From 0. A string that opens a statement with three quotes is a comment to whoever reads it. */
function tellingLines({ source, lines, begins, directives }: CodeText): readonly number[] {
  const telling: number[] = [];
  let isComment = false;
  for (const [index, line] of lines.entries()) {
    isComment = begins[index] === 'string' ? isComment : /^\s*[rRuU]?(?:"""|''')/.test(source[index] ?? '');
    if (!isComment && (directives.has(index) || /[^\s()[\]{},;]/.test(line))) telling.push(index);
  }
  return telling;
}
