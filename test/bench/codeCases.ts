// A note on lines of a code file, the file as it became, and where those lines truly are then.
import type { LineSpan } from '../../src/core/base/lines';

export interface CodeCase {
  /** What kind of question it is; figures are told by kind. */
  readonly kind: string;
  /** For people. */
  readonly name: string;
  readonly before: string;
  readonly span: LineSpan;
  readonly now: string;
  /** Missing: they are gone. */
  readonly truth?: LineSpan;
}

/** UTF-16 offsets of what stands on these lines, without the blanks around it; empty where nothing does. */
export function rangeOf(
  text: string,
  { first, last }: LineSpan,
): { readonly start: number; readonly end: number } {
  const starts = lineStarts(text);
  let start = starts[first - 1] ?? text.length;
  let end = starts[last] ?? text.length;
  while (start < end && /\s/.test(text[start] ?? '')) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return { start, end };
}

export function spanOf(text: string, start: number, end: number): LineSpan {
  const starts = lineStarts(text);
  const lineOf = (at: number) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return { first: lineOf(start), last: lineOf(end - 1) };
}

const known = new Map<string, readonly number[]>();

function lineStarts(text: string): readonly number[] {
  const before = known.get(text);
  if (before) return before;
  const starts = [0];
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + lineEnd.length);
  if (known.size > 64) known.clear();
  known.set(text, starts);
  return starts;
}
