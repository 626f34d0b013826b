// A trace as it is kept beside a run: a line of ours, then what the tracer told. Read again from there alone, so that what is
// shown on the first day is what is shown on every other.
import type { LineSpan } from '../base/lines';
import { mostKeptChars } from './limits';
import { TraceReader } from './reader';
import { Trace } from './trace';
import { isCount } from './value';

/** Lines of the run, as numbered in it, that stood one after the other from line `at` of the traced file on. */
export interface StoodAt extends LineSpan {
  readonly at: number;
}

export interface KeptTrace {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where the lines of the run stood in the file that ran. What stands in none of them had changed by then. */
  readonly stands: readonly StoodAt[];
  /** All of the run's code stood there as it was explained. */
  readonly isUnchanged: boolean;
  readonly trace: Trace;
}

export function keptText({ at, stands, isUnchanged }: Omit<KeptTrace, 'trace'>, told: string): string {
  return `${JSON.stringify({ v: 1, at, stands, isUnchanged })}\n${told}`;
}

/** `undefined` for what is none, or of a version that this one does not know. */
export function readKept(text: string): KeptTrace | undefined {
  const end = text.indexOf('\n');
  const head = headOf(text.slice(0, end));
  if (end < 0 || !head) return undefined;
  const trace = new Trace();
  const reader = new TraceReader(event => trace.add(event));
  reader.read(text.slice(end + 1));
  if (!trace.end) trace.add({ type: 'end', end: { reason: 'lost', detail: '' } });
  return { ...head, trace };
}

function headOf(line: string): Omit<KeptTrace, 'trace'> | undefined {
  try {
    const wire: unknown = JSON.parse(line);
    if (typeof wire !== 'object' || wire === null || !('v' in wire) || wire.v !== 1) return undefined;
    const at = 'at' in wire && typeof wire.at === 'number' ? wire.at : 0;
    const stands = 'stands' in wire && Array.isArray(wire.stands) ? wire.stands.filter(isStand) : [];
    return { at, stands, isUnchanged: 'isUnchanged' in wire && wire.isUnchanged === true };
  } catch {
    return undefined;
  }
}

function isStand(value: unknown): value is StoodAt {
  if (typeof value !== 'object' || value === null) return false;
  const { first, last, at } = value as Partial<Record<string, unknown>>;
  return [first, last, at].every(isCount);
}

/** Gathers what a tracer tells, in whole lines, up to what is kept of one trace. */
export class ToldText {
  readonly #most: number;
  #pieces: string[] = [];
  #chars = 0;
  #isFull = false;

  constructor(most = mostKeptChars) {
    this.#most = most;
  }

  /** More came than is kept: it ends there, as one that ran as many lines as are traced. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get text(): string {
    return this.#pieces.join('');
  }

  add(lines: string): void {
    if (this.#isFull) return;
    const room = this.#most - this.#chars;
    if (lines.length <= room) {
      this.#pieces.push(lines);
      this.#chars += lines.length;
      return;
    }
    this.#isFull = true;
    const whole = lines.slice(0, lines.lastIndexOf('\n', room - 1) + 1);
    this.#pieces.push(whole, `${JSON.stringify({ e: 'end', reason: 'steps' })}\n`);
  }
}
