// Follows Markdown's code fences and code spans through a growing text, so far as to know whether a tag is
// quoted.

export interface CodeTracker {
  take(text: string): void;
  /** Inside a code fence or between backticks on one line. */
  isInside(): boolean;
  /** Only white space stands on this line so far. */
  isLineBlank(): boolean;
  /** The last two characters. */
  tail(): string;
  reset(): void;
}

/** Begins outside all code, on a blank line. */
export function codeTracker(): CodeTracker {
  let tail = '';
  let isBlank = true;
  let fence: { readonly sign: string; readonly length: number } | undefined;
  /** Length of the backtick run that opened a code span on this line. */
  let span = 0;
  /** The run of one sign that is being read, and whether it began its line. */
  let run = { sign: '', length: 0, isFirst: false };

  function endRun(): void {
    const { sign, length, isFirst } = run;
    run = { sign: '', length: 0, isFirst: false };
    if (length === 0) return;
    if (isFirst && length >= 3 && span === 0) {
      if (!fence) fence = { sign, length };
      else if (fence.sign === sign && length >= fence.length) fence = undefined;
    } else if (sign === '`' && !fence) {
      if (span === 0) span = length;
      else if (span === length) span = 0;
    }
  }

  function takeOne(sign: string): void {
    if (sign === '`' || sign === '~') {
      if (run.sign !== sign) {
        endRun();
        run = { sign, length: 0, isFirst: isBlank };
      }
      run = { ...run, length: run.length + 1 };
      isBlank = false;
      return;
    }
    endRun();
    if (sign === '\n') {
      isBlank = true;
      span = 0;
    } else if (isBlank && sign.trim() !== '') isBlank = false;
  }

  return {
    take(text) {
      tail = (tail + text).slice(-2);
      // What holds no sign of code only says whether the line is still blank.
      if (!/[`~\n]/.test(text)) {
        if (text === '') return;
        endRun();
        if (isBlank && text.trim() !== '') isBlank = false;
        return;
      }
      for (const sign of text) takeOne(sign);
    },
    isInside() {
      endRun();
      return fence !== undefined || span !== 0;
    },
    isLineBlank: () => isBlank,
    tail: () => tail,
    reset() {
      tail = '';
      isBlank = true;
      fence = undefined;
      span = 0;
      run = { sign: '', length: 0, isFirst: false };
    },
  };
}
