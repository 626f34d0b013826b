// Reads a trace as it grows, in pieces that are cut anywhere. What comes is not trusted: a program may write to the tracer's
// pipe itself.
import { eventFrom, type TraceEvent } from './event';
import { mostTraceBytes } from './limits';

/** No tracer of ours writes a longer line, but for a file of very many lines. */
const mostLineChars = 2_000_000;

export interface ReaderBounds {
  /** Of the whole trace. */
  readonly chars: number;
  readonly lineChars: number;
}

export class TraceReader {
  readonly #onEvent: (event: TraceEvent, line: string) => void;
  readonly #bounds: ReaderBounds;
  #rest = '';
  #isSkipping = false;
  #chars = 0;
  #passedOver = 0;
  #hasEnded = false;

  constructor(
    onEvent: (event: TraceEvent, line: string) => void,
    bounds: ReaderBounds = { chars: mostTraceBytes, lineChars: mostLineChars },
  ) {
    this.#onEvent = onEvent;
    this.#bounds = bounds;
  }

  /** Lines that were no events: damaged, too long, of a later version. */
  get passedOver(): number {
    return this.#passedOver;
  }

  /** More came than is read: what followed was left out. */
  get isFull(): boolean {
    return this.#chars > this.#bounds.chars;
  }

  /** An end was told. What comes after it is none of the trace. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  read(piece: string): void {
    if (this.#hasEnded || this.isFull) return;
    this.#chars += piece.length;
    let from = 0;
    for (;;) {
      const at = piece.indexOf('\n', from);
      if (at < 0) break;
      this.#line(this.#rest + piece.slice(from, at));
      this.#rest = '';
      from = at + 1;
    }
    this.#rest += piece.slice(from);
    if (this.#rest.length > this.#bounds.lineChars) {
      this.#rest = '';
      this.#isSkipping = true;
    }
  }

  #line(line: string): void {
    if (this.#isSkipping || line.length > this.#bounds.lineChars) {
      this.#isSkipping = false;
      this.#passedOver += 1;
      return;
    }
    if (this.#hasEnded || line === '') return;
    const event = eventFrom(line);
    if (!event) {
      this.#passedOver += 1;
      return;
    }
    this.#hasEnded = event.type === 'end';
    this.#onEvent(event, line);
  }
}
