// Follows Markdown's code fences and code spans through a growing text, so far as to know whether a tag is
// quoted.

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

interface Fence {
  readonly sign: string;
  readonly length: number;
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
  let fence: Fence | undefined;
  /** Length of the backtick run that opened a code span on this line. */
  let span = 0;
  /** The run of one sign that is being read, and whether it began its line. */
  let runSign = '';
  let runLength = 0;
  let isRunFirst = false;

  function endRun(): void {
    if (runLength === 0) return;
    const length = runLength;
    runLength = 0;
    if (isRunFirst && length >= 3 && span === 0) {
      if (!fence) fence = { sign: runSign, length, isOpening: true, isClosing: false };
      else if (fence.sign === runSign && length >= fence.length) fence.isClosing = true;
      return;
    }
    if (runSign !== '`') return;
    if (!fence) span = spanAfter(span, length);
    else if (fence.isOpening && fence.sign === '`') {
      span = spanAfter(fence.length, length);
      fence = undefined;
    }
  }

  function fill(): void {
    isBlank = false;
    if (fence) fence.isClosing = false;
  }

  function takeOne(sign: string): void {
    if (sign === '`' || sign === '~') {
      if (runLength === 0 || runSign !== sign) {
        endRun();
        isRunFirst = isBlank;
        runSign = sign;
        fill();
      }
      runLength += 1;
      return;
    }
    endRun();
    if (sign === '\n') {
      isBlank = true;
      span = 0;
      if (fence?.isClosing) fence = undefined;
      else if (fence) fence.isOpening = false;
    } else if (sign.trim() !== '') fill();
  }

  function keepTail(text: string): void {
    if (text.length === 1) before = last.slice(-1);
    last = text;
  }

  function takePlain(text: string): void {
    if (text === '') return;
    keepTail(text);
    if (runLength > 0) endRun();
    // It only says whether the line is still blank.
    if ((isBlank || fence?.isClosing) && text.trim() !== '') fill();
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
      return (fence !== undefined && !fence.isClosing) || span !== 0;
    },
    isInFence() {
      endRun();
      return fence !== undefined && !fence.isClosing;
    },
    isLineBlank: () => isBlank,
    tail: () => (last.length > 1 ? last.slice(-2) : before + last),
    reset() {
      last = '';
      before = '';
      isBlank = true;
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
