// The model's answer to steps with lines, while it is being written. Parsing never fails: a line that names no
// lines of the code opens a step without them, or goes on with the step before.
import { type FenceMark, type FenceReader, fenceMarkOf, fenceReader } from '../base/fences';
import { type LineSpan, without } from '../base/lines';
import type { RunEvent } from './run';
import { longestHead, readHead } from './stepHead';

type StepEvent = Extract<RunEvent, { type: 'step' | 'stepText' }>;

export interface StepParser {
  /** Takes the next piece of text, cut anywhere; returns what can already be told. */
  push(text: string): readonly StepEvent[];
  /** The text is over: what was held back is told now. */
  end(): readonly StepEvent[];
}

export interface AnswerForm {
  /** Lines in between that did not fit, and were not sent. */
  readonly leftOut?: readonly LineSpan[];
  /** The answer to a free question: only a head that names lines opens a step. */
  readonly isProse?: boolean;
}

/**
 * A parser for one answer about lines `bounds` of a file.
 *
 * The prompt asks for one line a step, `L12-14: text`; stepHead.ts knows how models bend that. Anything without a head
 * goes on with the step that is open, blank lines and fenced code included. Some models put the whole answer, or each
 * step, into a fence: one that begins with a head before any step has named its lines is only a wrapper.
 */
export function stepParser(bounds: LineSpan, { leftOut = [], isProse = false }: AnswerForm = {}): StepParser {
  return new Parser(without(bounds, leftOut), isProse);
}

/** A line that comes sign by sign. */
const mayGrowToFence = ['', '`', '``', '~', '~~'];
/** Lists indent, and a fence in one stays a fence. */
const anyIndent = Number.POSITIVE_INFINITY;

/** Marks that begin in a head and end in its text: `**L3: Reads.** Then …`. */
function openMarks(head: string): string {
  return ['**', '__', '`'].filter(mark => head.split(mark).length % 2 === 0).join('');
}

class Parser implements StepParser {
  readonly #sent: readonly LineSpan[];
  readonly #isProse: boolean;
  #count = 0;
  #hasLines = false;
  /** The open step has no word yet: it heads the line that follows. */
  #isBare = false;
  /** Of the current line, while it is not decided what it is; `undefined` once it streams. */
  #held: string | undefined = '';
  #hasReturn = false;
  /** Line ends, and blanks between them, that are told only if the step goes on. */
  #gap = '';
  #fences: FenceReader = fenceReader(anyIndent);
  /** A fence around steps; its own lines are not shown. */
  #wrapper: FenceMark | undefined;
  #hadWrapper = false;
  /** An opening fence, whose next line tells whether it is a wrapper. */
  #candidate: string | undefined;

  constructor(sent: readonly LineSpan[], isProse: boolean) {
    this.#sent = sent;
    this.#isProse = isProse;
  }

  push(text: string): readonly StepEvent[] {
    const events: StepEvent[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#take(text.slice(from, end), true, events);
      from = end + 1;
    }
    this.#take(text.slice(from), false, events);
    return events;
  }

  end(): readonly StepEvent[] {
    const events: StepEvent[] = [];
    if (this.#hasReturn) this.#add('\r', false, events);
    if (this.#held) this.#decide(this.#held, true, events);
    this.#tellCandidate(events);
    return events;
  }

  /** A return at the end of a piece may belong to the line end in the next one. */
  #take(piece: string, isLineOver: boolean, events: StepEvent[]): void {
    const text = this.#hasReturn ? `\r${piece}` : piece;
    const hasReturn = text.endsWith('\r');
    this.#hasReturn = hasReturn && !isLineOver;
    this.#add(hasReturn ? text.slice(0, -1) : text, isLineOver, events);
    if (!isLineOver) return;
    if (this.#held === undefined) this.#fences.endLine();
    this.#held = '';
  }

  #add(text: string, isLineOver: boolean, events: StepEvent[]): void {
    if (this.#held !== undefined) {
      this.#held += text;
      this.#decide(this.#held, isLineOver, events);
    } else if (text !== '') {
      this.#fences.add(text);
      this.#say(text, events);
    }
  }

  /** What a line is hangs on its first characters only, so that it comes out the same however it is cut. */
  #decide(line: string, isLineOver: boolean, events: StepEvent[]): void {
    const isShort = line.length <= longestHead;
    if (isShort && !isLineOver && (mayGrowToFence.includes(line.trim()) || fenceMarkOf(line))) return;
    if (isShort && line.trim() === '') {
      this.#gap += `\n${line}`;
      this.#held = '';
      return;
    }
    const isCode = this.#fences.holds(line);
    if (isShort && !isCode && fenceMarkOf(line) && this.#takeFence(line)) return;
    if (!isCode || this.#candidate !== undefined) {
      const head = readHead(line, isLineOver, this.#sent, this.#isProse);
      if (head === 'undecided') return;
      if (head !== 'none' && (!isCode || head.lines)) {
        if (isCode) this.#enterWrapper();
        const text = line.slice(head.length);
        this.#open(head.lines, text && openMarks(line.slice(0, head.length)) + text, events);
        return;
      }
    }
    this.#tellCandidate(events);
    if (this.#count === 0) {
      this.#open(undefined, line.trimStart(), events);
      return;
    }
    this.#say(`${this.#takeGap()}${line}`, events);
    this.#fences.add(line);
    this.#held = undefined;
  }

  /** A whole line that is the end of the wrapper, or may be the beginning of one: `true`, and it is not told now. */
  #takeFence(line: string): boolean {
    const mark = fenceMarkOf(line);
    const wrapper = this.#wrapper;
    if (wrapper) {
      const isBare = line.trim().length === mark?.length;
      const isEnd = isBare && mark.sign === wrapper.sign && mark.length >= wrapper.length;
      if (isEnd) this.#wrapper = undefined;
      if (isEnd) this.#held = '';
      return isEnd;
    }
    if (this.#hasLines && !this.#hadWrapper) return false;
    const reader = fenceReader(anyIndent);
    reader.add(line);
    if (reader.endLine() !== 'opens') return false;
    this.#fences = reader;
    this.#candidate = `${this.#takeGap()}${line}`;
    this.#held = '';
    return true;
  }

  #enterWrapper(): void {
    this.#wrapper = this.#fences.open;
    this.#hadWrapper = true;
    this.#candidate = undefined;
    this.#fences = fenceReader(anyIndent);
  }

  #tellCandidate(events: StepEvent[]): void {
    const fence = this.#candidate;
    if (fence === undefined) return;
    this.#candidate = undefined;
    if (this.#count > 0) this.#say(fence, events);
    else events.push({ type: 'step', step: { number: ++this.#count, text: fence.trimStart() } });
  }

  /** What stands between the open step's last word and a line that goes on with it. */
  #takeGap(): string {
    const gap = this.#count === 0 || this.#isBare ? '' : `${this.#gap}\n`;
    this.#gap = '';
    return gap;
  }

  #open(lines: LineSpan | undefined, text: string, events: StepEvent[]): void {
    this.#count += 1;
    this.#hasLines ||= lines !== undefined;
    this.#isBare = text === '';
    this.#gap = '';
    events.push({ type: 'step', step: { number: this.#count, ...(lines ? { lines } : {}), text } });
    this.#fences.add(text);
    this.#held = undefined;
  }

  #say(text: string, events: StepEvent[]): void {
    this.#isBare = false;
    events.push({ type: 'stepText', text });
  }
}
