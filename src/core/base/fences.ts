// Where fenced code begins and ends in Markdown that may still be arriving: the one reader of fences.

/** What a line turned out to be. `code`: it stands inside a fence. */
export type FenceLine = 'text' | 'opens' | 'code' | 'closes';

export interface FenceMark {
  readonly sign: '`' | '~';
  readonly length: number;
}

/** Takes a text as it comes, cut anywhere, and keeps of a line only what a fence is told by. */
export interface FenceReader {
  /** The fence that the current line stands in. */
  readonly open: FenceMark | undefined;
  /** The next piece of the current line, without its line end. */
  add(piece: string): void;
  /** The current line is over. */
  endLine(): FenceLine;
}

/**
 * A fence is three or more backticks or tildes. One of backticks has none after it on its line, so a closed span opens
 * nothing; it is closed by at least as many of its kind, alone on their line. `deepest`: how far it may be indented; more is
 * code by CommonMark, but a fence to those who write in lists.
 */
export function fenceReader(deepest = 3): FenceReader {
  let open: FenceMark | undefined;
  let line = emptyLine;

  return {
    get open() {
      return open;
    },
    add(piece) {
      line = grown(line, piece);
    },
    endLine() {
      const { indent, sign, length } = line;
      const isFence = sign !== undefined && length >= 3 && indent <= deepest;
      const { hasWords, hasBacktick } = line;
      line = emptyLine;
      if (open) {
        const isClosing = isFence && sign === open.sign && length >= open.length && !hasWords;
        if (isClosing) open = undefined;
        return isClosing ? 'closes' : 'code';
      }
      if (!isFence || (sign === '`' && hasBacktick)) return 'text';
      open = { sign, length };
      return 'opens';
    },
  };
}

/** The fence that a line begins with, whatever follows it. */
export function fenceMarkOf(line: string): FenceMark | undefined {
  const { sign, length } = grown(emptyLine, line);
  return sign !== undefined && length >= 3 ? { sign, length } : undefined;
}

interface Line {
  readonly indent: number;
  readonly sign: FenceMark['sign'] | undefined;
  readonly length: number;
  /** The row of signs is over; what else stands after it. */
  readonly isPast: boolean;
  readonly hasWords: boolean;
  readonly hasBacktick: boolean;
}

const emptyLine: Line = {
  indent: 0,
  sign: undefined,
  length: 0,
  isPast: false,
  hasWords: false,
  hasBacktick: false,
};

function grown(line: Line, piece: string): Line {
  let { indent, sign, length, isPast } = line;
  let at = 0;
  for (; at < piece.length && !isPast; at += 1) {
    const char = piece[at];
    if (length === 0 && (char === ' ' || char === '\t')) indent += 1;
    else if (length === 0 && (char === '`' || char === '~')) [sign, length] = [char, 1];
    else if (length > 0 && char === sign) length += 1;
    else {
      isPast = true;
      break;
    }
  }
  const rest = piece.slice(at);
  return {
    indent,
    sign,
    length,
    isPast,
    hasWords: line.hasWords || rest.trim() !== '',
    hasBacktick: line.hasBacktick || rest.includes('`'),
  };
}
