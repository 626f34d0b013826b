// The model's answer to steps with lines, while it is being written. Parsing never fails: a line that names no
// lines of the code opens a step without them, or goes on with the step before.
import { clip, type LineSpan } from '../base/lines';
import type { RunEvent } from './run';

type StepEvent = Extract<RunEvent, { type: 'step' | 'stepText' }>;

export interface StepParser {
  /** Takes the next piece of text, cut anywhere; returns what can already be told. */
  push(text: string): readonly StepEvent[];
  /** The text is over: what was held back is told now. */
  end(): readonly StepEvent[];
}

/**
 * A parser for one answer about lines `bounds` of a file.
 *
 * The prompt asks for one line a step, `L12-14: text`. Small models bend that, so these heads count too:
 * `12-14: text`, `Line 12: text`, `3. **L12–14**: text`, `- [L12] text`, `Step 3 (L12-14): text`. A heading number without
 * lines ("3. text") opens a step that names no line. Anything else goes on with the step that is open.
 */
export function stepParser(bounds: LineSpan): StepParser {
  let held = '';
  let isHeadDecided = false;
  let count = 0;
  let isInFence = false;

  function open(lines: LineSpan | undefined, text: string): StepEvent {
    count += 1;
    return { type: 'step', step: { number: count, ...(lines ? { lines } : {}), text } };
  }

  /** Events for a line whose head is `start`; what follows the head is streamed on. */
  function begin(start: string): readonly StepEvent[] {
    isHeadDecided = true;
    if (start.trim() === '') return [];
    if (start.trimStart().startsWith('```')) {
      isInFence = !isInFence;
      return count === 0 ? [open(undefined, start)] : [more(`\n${start}`)];
    }
    const head = isInFence ? undefined : readHead(start, bounds);
    if (head) return [open(head.lines, head.text)];
    if (count === 0) return [open(undefined, start.trimStart())];
    return [more(`\n${start}`)];
  }

  function take(piece: string, isLineOver: boolean): readonly StepEvent[] {
    if (isHeadDecided) return piece === '' ? [] : [more(piece)];
    held += piece;
    if (!isLineOver && couldStillBeHead(held)) return [];
    const start = held;
    held = '';
    return begin(start);
  }

  return {
    push(text) {
      const events: StepEvent[] = [];
      const pieces = text.split('\n');
      pieces.forEach((piece, index) => {
        const isLineOver = index < pieces.length - 1;
        events.push(...take(piece.replace(/\r$/, ''), isLineOver));
        if (isLineOver) isHeadDecided = false;
      });
      return events;
    },
    end: () => (isHeadDecided || held === '' ? [] : begin(held)),
  };
}

function more(text: string): StepEvent {
  return { type: 'stepText', text };
}

/** A head is short: what is longer than this is text. Costs at most this much delay before a line shows. */
const longestHead = 48;

const bullet = String.raw`(?:[-*•]\s+)?`;
const ordinal = String.raw`(?:(?:#+\s*)?(?:step\s*)?(\d{1,3})[.):]\s*|step\s*\d{1,3}\s*[-–—:]?\s*)?`;
const span = String.raw`(?:lines?\s*|L)?(\d{1,7})(?:\s*(?:-|–|—|to|至|到)\s*L?(\d{1,7}))?`;
const marked = String.raw`(?:lines?\s*|L)(\d{1,7})(?:\s*(?:-|–|—|to|至|到)\s*L?(\d{1,7}))?`;
const wrapped = String.raw`[*_\[(\x60]*(?:${marked})[*_\])\x60]*\s*[:：.,—-]?[*_]*\s*`;
/** `L12-14: text` in its variants; the letter or the word "line" makes a colon optional. */
const markedHead = new RegExp(`^\\s*${bullet}[*_]*${ordinal}${wrapped}`, 'i');
/** `12-14: text`: bare numbers need the colon, or every numbered list would be a line. */
const bareHead = new RegExp(String.raw`^\s*${bullet}[*_]*${span}[*_]*\s*[:：]\s*`, 'i');
const numbered = /^\s*(?:#+\s*)?(?:step\s*)?\d{1,3}[.):]\s+/i;

function readHead(
  start: string,
  bounds: LineSpan,
): { readonly lines: LineSpan | undefined; readonly text: string } | undefined {
  const withMark = markedHead.exec(start);
  if (withMark?.[2]) {
    return { lines: toSpan(withMark[2], withMark[3], bounds), text: start.slice(withMark[0].length) };
  }
  const bare = bareHead.exec(start);
  const bareSpan = bare?.[1] ? toSpan(bare[1], bare[2], bounds) : undefined;
  if (bare && bareSpan) return { lines: bareSpan, text: start.slice(bare[0].length) };
  const list = numbered.exec(start);
  if (list) return { lines: undefined, text: start.slice(list[0].length) };
  return undefined;
}

/** Only lines that were sent count: a step that names others is not tied to this code. */
function toSpan(first: string, last: string | undefined, bounds: LineSpan): LineSpan | undefined {
  const [low, high] = [Number(first), Number(last ?? first)];
  return clip({ first: Math.min(low, high), last: Math.max(low, high) }, bounds);
}

function couldStillBeHead(text: string): boolean {
  if (text.length > longestHead) return false;
  // Undecided while only characters stand there that a head can begin with, up to the first plain word.
  return /^\s*(?:[-*•#\s_[(\x60]|\d|[.):：,—–-]|\b(?:s(?:t(?:ep?)?)?|l(?:i(?:n(?:es?)?)?)?|to?)\b|L(?=\d|$)|至|到|\])*$/i.test(
    text,
  );
}
