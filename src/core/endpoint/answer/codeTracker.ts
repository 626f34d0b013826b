// Follows Markdown's code fences and code spans through a growing text, so far as to know whether a tag is
// quoted.
import {
  closes,
  type FenceMark,
  type LineStart,
  lineStart,
  type OpenFence,
  opens,
  startAfter,
} from '../../base/fences';

export interface CodeTracker {
  take(text: string): void;
  /** The same for text without a sign of code and without a line end. */
  takePlain(text: string): void;
  /** Inside a code fence or between backticks on one line. */
  isInside(): boolean;
  /** Inside a code fence. */
  isInFence(): boolean;
  /** Only white space stands on this line so far. */
  isLineBlank(): boolean;
  /** The last two characters. */
  tail(): string;
  reset(): void;
}

interface Fence extends OpenFence {
  /** Its first line is not over: a backtick in it would make it a span. */
  isOpening: boolean;
  /** A line has begun that ends it, if nothing follows on that line. */
  isClosing: boolean;
}

/** Begins outside all code, on a blank line. */
export function codeTracker(): CodeTracker {
  /** What was taken last, and the character before it. */
  let last = '';
  let before = '';
  let isBlank = true;
  /** What the line begins with, until its first word or sign. */
  let start: LineStart | undefined = lineStart;
  let fence: Fence | undefined;
  /** Length of the backtick run that opened a code span on this line. */
  let span = 0;
  /** The run of one sign that is being read, and whether it began its line. */
  let runSign: FenceMark['sign'] = '`';
  let runLength = 0;
  /** What stands before it, where it is the first of its line. */
  let runStart: LineStart | undefined;

  function endRun(): void {
    if (runLength === 0) return;
    const length = runLength;
    runLength = 0;
    const mark = { sign: runSign, length };
    if (runStart && fence) {
      if (closes(mark, fence)) fence.isClosing = true;
      return;
    }
    if (runStart && opens(mark, false)) {
      fence = { ...mark, quotes: runStart.quotes, item: runStart.item, isOpening: true, isClosing: false };
      return;
    }
    if (runSign !== '`') return;
    if (!fence) span = spanAfter(span, length);
    else if (fence.isOpening && fence.sign === '`') {
      span = spanAfter(fence.length, length);
      fence = undefined;
    }
  }

  /** A word or a sign, after which the line can begin no more. */
  function fill(): void {
    if (start && fence && start.quotes < fence.quotes) fence = undefined;
    start = undefined;
    isBlank = false;
    if (fence) fence.isClosing = false;
  }

  function grow(sign: string): void {
    const next = start && startAfter(start, sign, fence);
    if (next) [start, isBlank] = [next, isBlank && sign.trim() === ''];
    else if (sign.trim() !== '') fill();
  }

  function takeOne(sign: string): void {
    if (sign === '`' || sign === '~') {
      if (runLength === 0 || runSign !== sign) {
        endRun();
        runStart = start?.mark === '' ? start : undefined;
        runSign = sign;
        fill();
      }
      runLength += 1;
      return;
    }
    endRun();
    if (sign === '\n') {
      if (start && fence && start.quotes < fence.quotes) fence = undefined;
      isBlank = true;
      start = lineStart;
      span = 0;
      if (fence?.isClosing) fence = undefined;
      else if (fence) fence.isOpening = false;
    } else grow(sign);
  }

  /** Whether a word that came now would stand in a fence. */
  function isFenced(): boolean {
    return fence !== undefined && !fence.isClosing && !(start && start.quotes < fence.quotes);
  }

  function keepTail(text: string): void {
    if (text.length === 1) before = last.slice(-1);
    last = text;
  }

  function takePlain(text: string): void {
    if (text === '') return;
    keepTail(text);
    if (runLength > 0) endRun();
    // It only says what the line begins with, and whether it is still blank.
    for (let at = 0; at < text.length && start; at++) grow(text.charAt(at));
    if (fence?.isClosing && text.trim() !== '') fill();
  }

  return {
    take(text) {
      if (!/[`~\n]/.test(text)) {
        takePlain(text);
        return;
      }
      keepTail(text);
      for (const sign of text) takeOne(sign);
    },
    takePlain,
    isInside() {
      endRun();
      return isFenced() || span !== 0;
    },
    isInFence() {
      endRun();
      return isFenced();
    },
    isLineBlank: () => isBlank,
    tail: () => (last.length > 1 ? last.slice(-2) : before + last),
    reset() {
      last = '';
      before = '';
      isBlank = true;
      start = lineStart;
      fence = undefined;
      span = 0;
      runLength = 0;
    },
  };
}

/** The span that is open after a run of backticks: one of the same length closes it, any other is part of it. */
function spanAfter(open: number, length: number): number {
  if (open === 0) return length;
  return open === length ? 0 : open;
}
