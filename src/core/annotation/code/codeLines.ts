// A code file's lines as anchoring sees them: blanks and line ends count for nothing, empty lines are not there, and
// brackets and indents tell which line stands in which. Knows no language; never fails; takes time in proportion to the text.

/** Lines with something on them, in order. An index into them is a *row*. */
export interface CodeLines {
  readonly text: string;
  /** Without any blanks. */
  readonly keys: readonly string[];
  /** A number by its key, below 2^18; from `faintMark` on where neither a letter nor a digit stands on it. */
  readonly marks: readonly number[];
  /** Of what stands on a row, without the blanks around it: UTF-16 offsets in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
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
  const keys: string[] = [];
  const marks: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const indents: number[] = [];
  const endOfLine = lineEnds(text);
  for (let at = 0; at < text.length; ) {
    const lineEnd = endOfLine(at);
    let start = at;
    let column = 0;
    for (; start < lineEnd && isBlank(text.charCodeAt(start)); start += 1) {
      column = text.charCodeAt(start) === 9 ? column - (column % tabWidth) + tabWidth : column + 1;
    }
    let end = lineEnd;
    while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
    at = lineEnd + 1;
    if (start === end) continue;
    const key = squeeze(text.slice(start, end));
    keys.push(key);
    marks.push(markOf(key));
    starts.push(start);
    ends.push(end);
    indents.push(column);
  }
  return {
    text,
    keys,
    marks,
    starts,
    ends,
    indents,
    opens: keys.map(bracesOf),
    parents: parentsOf(keys, indents),
  };
}

/** What stands on a row, without the blanks around it. */
export function lineAt({ text, starts, ends }: CodeLines, row: number): string {
  return text.slice(starts[row] ?? 0, ends[row] ?? 0);
}

/** Without blanks and line ends. */
export function squeeze(text: string): string {
  // Nearly all blanks are spaces, and those are left out sooner.
  const close = text.replaceAll(' ', '');
  return hasBlank.test(close) ? close.replace(/[\s\ufeff]+/g, '') : close;
}

export function isBlank(unit: number): boolean {
  return (
    unit === 32 ||
    (unit >= 9 && unit <= 13) ||
    unit === 0xa0 ||
    (unit > 0x1000 && wideBlank.test(String.fromCharCode(unit)))
  );
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

const hasBlank = /[\s\ufeff]/;
const telling = /[\p{L}\p{N}]/u;

/** FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), folded to 17 bits. */
function markOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  const folded = ((hash >>> 17) ^ hash) & (faintMark - 1);
  return telling.test(key) ? folded : folded | faintMark;
}

/** Remarks stand at any indent, and directives at none: they hold nothing. */
export function isAside(key: string): boolean {
  return /^(?:\/\/|\/\*|\*|#|--)/.test(key);
}

/** What goes on with the line before it at the same indent, and opens nothing of its own. */
export function goesOn(key: string): boolean {
  return key === '{' || key[0] === ')' || key[0] === ']';
}

/** Those in strings and remarks are none, as far as one line can tell. */
function bracesOf(key: string): number {
  if (!(key.includes('{') || key.includes('}')) || isAside(key)) return 0;
  let count = 0;
  let quote = '';
  for (let at = 0; at < key.length; at += 1) {
    const sign = key[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '{') count += 1;
    else if (sign === '}') count -= 1;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '/' && key[at + 1] === '/') break;
  }
  return count;
}

function parentsOf(keys: readonly string[], indents: readonly number[]): readonly number[] {
  /** Rows that may yet hold others, each deeper than the one before it. */
  const open: number[] = [];
  return keys.map((key, row) => {
    const indent = indents[row] ?? 0;
    let depth = open.length;
    while (depth > 0 && (indents[open[depth - 1] ?? 0] ?? 0) >= indent) depth -= 1;
    const parent = open[depth - 1] ?? -1;
    const same = open[depth];
    if (isAside(key)) return parent;
    open.length = depth;
    open.push(same !== undefined && goesOn(key) && indents[same] === indent ? same : row);
    return parent;
  });
}
