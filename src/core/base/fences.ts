// Where fenced code begins and ends in Markdown that may still be arriving: the one set of rules for fences. Whoever
// reads whole lines takes `fenceReader`; who must know in the middle of a line takes the rules below it.

/** What a line turned out to be. `code`: it stands inside a fence. */
export type FenceLine = 'text' | 'opens' | 'code' | 'closes';

export interface FenceMark {
  readonly sign: '`' | '~';
  readonly length: number;
}

/** A fence that is open. It ends with the quotation and the list item that it stands in, too. */
export interface OpenFence extends FenceMark {
  /** How many quotations it stands in. */
  readonly quotes: number;
  /** The column where the content of its list item begins. */
  readonly item: number;
}

/** Takes a text as it comes, cut anywhere, and keeps of a line only what a fence is told by. */
export interface FenceReader {
  /** The fence that was open when the current line began. */
  readonly open: FenceMark | undefined;
  /** Whether a line that begins so stands in the open fence. */
  holds(line: string): boolean;
  /** The next piece of the current line, without its line end. */
  add(piece: string): void;
  /** The current line is over. */
  endLine(): FenceLine;
}

/**
 * A fence is three or more backticks or tildes. One of backticks has none after it on its line, so a closed span opens
 * nothing; it is closed by at least as many of its kind, alone on their line. `deepest`: how far it may be indented; more is
 * code by CommonMark, but a fence to those who write in lists, and who do not indent what stands in an item.
 */
export function fenceReader(deepest = 3): FenceReader {
  let open: OpenFence | undefined;
  let line = emptyLine;

  const isLeft = (fence: OpenFence, { start, sign, isPast }: Line) =>
    start.quotes < fence.quotes ||
    (deepest <= 3 && (sign !== undefined || isPast) && start.column < fence.item);

  return {
    get open() {
      return open;
    },
    holds: text => open !== undefined && !isLeft(open, grown(emptyLine, text, open)),
    add(piece) {
      line = grown(line, piece, open);
    },
    endLine() {
      const { start, sign, length, hasWords, hasBacktick } = line;
      if (open && isLeft(open, line)) open = undefined;
      line = emptyLine;
      const indent = open ? Math.min(start.indent, start.column - open.item) : start.indent;
      const mark = sign !== undefined && indent <= deepest ? { sign, length } : undefined;
      if (open) {
        const isClosing = mark !== undefined && closes(mark, open) && !hasWords;
        if (isClosing) open = undefined;
        return isClosing ? 'closes' : 'code';
      }
      if (!mark || !opens(mark, hasBacktick)) return 'text';
      open = { ...mark, quotes: start.quotes, item: start.item };
      return 'opens';
    },
  };
}

/** Whether a row of signs at the beginning of a line opens a fence, by what stands after it on the line. */
export function opens({ sign, length }: FenceMark, hasBacktickAfter: boolean): boolean {
  return length >= 3 && !(sign === '`' && hasBacktickAfter);
}

/** Whether a row of signs closes a fence where nothing follows on its line. */
export function closes({ sign, length }: FenceMark, open: FenceMark): boolean {
  return sign === open.sign && length >= open.length;
}

/** The fence that a line begins with, whatever follows it. */
export function fenceMarkOf(line: string): FenceMark | undefined {
  const { sign, length } = grown(emptyLine, line, undefined);
  return sign !== undefined && length >= 3 ? { sign, length } : undefined;
}

/** What stands before the first sign of a line: blanks, and the marks of quotations and list items. */
export interface LineStart {
  readonly quotes: number;
  /** Columns since the last mark. */
  readonly indent: number;
  /** Columns up to the end of the last mark of a list item. */
  readonly item: number;
  readonly column: number;
  /** The mark of an item that is not over, as far as it was read. */
  readonly mark: string;
}

/** Deeper ones are words: nobody reads them. */
const mostQuotes = 12;

export const lineStart: LineStart = { quotes: 0, indent: 0, item: 0, column: 0, mark: '' };

/** The beginning with one more character; `undefined` where that belongs to the words. In a fence nothing begins. */
export function startAfter(
  start: LineStart,
  char: string,
  open: Pick<OpenFence, 'quotes'> | undefined,
): LineStart | undefined {
  const { quotes, indent, column, mark } = start;
  if (char === ' ' || char === '\t') {
    if (mark !== '' && !/^(?:[-+*]|\d+[.)])$/.test(mark)) return undefined;
    const width = char === '\t' ? 4 - (column % 4) : 1;
    if (mark !== '') return { ...start, indent: 0, item: column + width, column: column + width, mark: '' };
    return { ...start, indent: indent + width, column: column + width };
  }
  if (char === '>' && mark === '' && quotes < (open?.quotes ?? mostQuotes)) {
    return { ...start, quotes: quotes + 1, indent: 0, column: column + 1 };
  }
  if (open) return undefined;
  const isMark = /^(?:[-+*]|\d{1,9}[.)]?)$/.test(mark + char);
  return isMark ? { ...start, column: column + 1, mark: mark + char } : undefined;
}

interface Line {
  readonly start: LineStart;
  readonly sign: FenceMark['sign'] | undefined;
  readonly length: number;
  /** The row of signs is over, or none began; what else stands after it. */
  readonly isPast: boolean;
  readonly hasWords: boolean;
  readonly hasBacktick: boolean;
}

const emptyLine: Line = {
  start: lineStart,
  sign: undefined,
  length: 0,
  isPast: false,
  hasWords: false,
  hasBacktick: false,
};

function grown(line: Line, piece: string, open: OpenFence | undefined): Line {
  let { start, sign, length, isPast } = line;
  let at = 0;
  for (; at < piece.length && !isPast; at += 1) {
    const char = piece.charAt(at);
    if (length > 0 && char === sign) length += 1;
    else if (length === 0 && start.mark === '' && (char === '`' || char === '~')) [sign, length] = [char, 1];
    else {
      const next = length === 0 ? startAfter(start, char, open) : undefined;
      if (next) start = next;
      else {
        isPast = true;
        break;
      }
    }
  }
  const rest = piece.slice(at);
  return {
    start,
    sign,
    length,
    isPast,
    hasWords: line.hasWords || rest.trim() !== '',
    hasBacktick: line.hasBacktick || rest.includes('`'),
  };
}
