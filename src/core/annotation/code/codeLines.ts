// A code file's lines as anchoring sees them: blanks and line ends count for nothing, empty lines are not there, and
// brackets and indents tell which line stands in which. Knows no language; never fails; takes time in proportion to the text.

/** Lines with something on them, in order. An index into them is a *row*. */
export interface CodeLines {
  readonly text: string;
  /** How many rows. */
  readonly count: number;
  /** A number by what stands on a row, below 2^18; from `faintMark` on where that is neither a letter nor a digit. */
  readonly marks: readonly number[];
  /** Of what stands on a row, without the blanks around it: UTF-16 offsets in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Characters on a row that are no blanks. */
  readonly lengths: readonly number[];
  /** Columns before the first character. */
  readonly indents: readonly number[];
  /** Braces that a row opens, less those that it closes. */
  readonly opens: readonly number[];
  /** The row that this one stands in; -1 for none. */
  readonly parents: readonly number[];
}

export const faintMark = 1 << 17;
/** A tab leads to the next multiple of it. */
const tabWidth = 4;

export function codeLines(text: string): CodeLines {
  const marks: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const lengths: number[] = [];
  const indents: number[] = [];
  const opens: number[] = [];
  const endOfLine = lineEnds(text);
  for (let at = 0; at < text.length; ) {
    const lineEnd = endOfLine(at);
    let start = at;
    let column = 0;
    for (; start < lineEnd && isBlank(text.charCodeAt(start)); start += 1) {
      column = text.charCodeAt(start) === 9 ? column - (column % tabWidth) + tabWidth : column + 1;
    }
    at = lineEnd + 1;
    if (start === lineEnd) continue;
    const row = readRow(text, start, lineEnd);
    marks.push(row.mark);
    starts.push(start);
    ends.push(row.end);
    lengths.push(row.length);
    indents.push(column);
    opens.push(row.hasBrace ? bracesIn(text, start, row.end) : 0);
  }
  const lines = { text, count: starts.length, marks, starts, ends, lengths, indents, opens };
  return { ...lines, parents: parentsOf(lines) };
}

interface Row {
  readonly mark: number;
  readonly end: number;
  readonly length: number;
  readonly hasBrace: boolean;
}

/** The mark is FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), folded to 17 bits, of what is no blank. */
function readRow(text: string, start: number, lineEnd: number): Row {
  let [hash, end, length] = [0x811c9dc5, start, 0];
  let [isTelling, hasBrace] = [false, false];
  for (let at = start; at < lineEnd; at += 1) {
    const unit = text.charCodeAt(at);
    if (isBlank(unit)) continue;
    hash = Math.imul(hash ^ unit, 0x01000193);
    length += 1;
    end = at + 1;
    isTelling ||= tells(unit);
    hasBrace ||= unit === openBrace || unit === closeBrace;
  }
  const folded = ((hash >>> 17) ^ hash) & (faintMark - 1);
  return { mark: isTelling ? folded : folded | faintMark, end, length, hasBrace };
}

const [openBrace, closeBrace, closeParenthesis, closeBracket] = [123, 125, 41, 93];

/** A letter or a digit; halves of a pair are taken for some. */
function tells(unit: number): boolean {
  if (unit > 127) return (unit >= 0xd800 && unit <= 0xdfff) || wideTelling.test(String.fromCharCode(unit));
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
}

const wideTelling = /[\p{L}\p{N}]/u;

/** What stands on a row, without the blanks around it. */
export function lineAt({ text, starts, ends }: CodeLines, row: number): string {
  return text.slice(starts[row] ?? 0, ends[row] ?? 0);
}

/** The same without any blanks. */
export function keyAt(code: CodeLines, row: number): string {
  return squeeze(lineAt(code, row));
}

/** Without blanks and line ends. */
export function squeeze(text: string): string {
  return text.replace(/[\s\ufeff]+/g, '');
}

export function isBlank(unit: number): boolean {
  if (unit < 0x80) return unit === 32 || (unit >= 9 && unit <= 13);
  return unit === 0xa0 || (unit > 0x1000 && wideBlank.test(String.fromCharCode(unit)));
}

const wideBlank = /[\s\ufeff]/;

/** Most files have line feeds alone, which a search finds sooner than a look at each character. */
function lineEnds(text: string): (from: number) => number {
  if (!text.includes('\r')) {
    return from => {
      const at = text.indexOf('\n', from);
      return at < 0 ? text.length : at;
    };
  }
  const next = /[\r\n]/g;
  return from => {
    next.lastIndex = from;
    return next.exec(text)?.index ?? text.length;
  };
}

/** Remarks stand at any indent, and directives at none: they hold nothing. */
export function isAside({ text, starts }: CodeLines, row: number): boolean {
  const at = starts[row] ?? text.length;
  const [first, second] = [text[at], text[at + 1]];
  if (first === '*' || first === '#') return true;
  return (first === '/' && (second === '/' || second === '*')) || (first === '-' && second === '-');
}

/** What goes on with the line before it at the same indent, and opens nothing of its own. */
export function goesOn({ text, starts, lengths }: CodeLines, row: number): boolean {
  const first = text.charCodeAt(starts[row] ?? text.length);
  return first === closeParenthesis || first === closeBracket || (first === openBrace && lengths[row] === 1);
}

export function closesBlock({ text, starts }: CodeLines, row: number): boolean {
  return text.charCodeAt(starts[row] ?? text.length) === closeBrace;
}

/** Those in strings and remarks are none, as far as one line can tell. */
function bracesIn(text: string, start: number, end: number): number {
  if (/^(?:\/\*|\*|#|--)/.test(text.slice(start, start + 2))) return 0;
  let count = 0;
  let quote = '';
  for (let at = start; at < end; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '{') count += 1;
    else if (sign === '}') count -= 1;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '/' && text[at + 1] === '/') break;
  }
  return count;
}

function parentsOf(lines: Omit<CodeLines, 'parents'>): readonly number[] {
  const code: CodeLines = { ...lines, parents: [] };
  const { indents } = code;
  /** Rows that may yet hold others, each deeper than the one before it. */
  const open: number[] = [];
  return indents.map((indent, row) => {
    let depth = open.length;
    while (depth > 0 && (indents[open[depth - 1] ?? 0] ?? 0) >= indent) depth -= 1;
    const parent = open[depth - 1] ?? -1;
    const same = open[depth];
    if (isAside(code, row)) return parent;
    open.length = depth;
    open.push(same !== undefined && indents[same] === indent && goesOn(code, row) ? same : row);
    return parent;
  });
}
