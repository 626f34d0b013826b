// One run at a time: from the code that was chosen to steps in the panel, and to a document on disk.
import { Emitter } from '../../core/base/emitter';
import { type LineSpan, linesOf } from '../../core/base/lines';
import type { Problem } from '../../core/base/problem';
import type { Clock, Log } from '../../core/ports';
import { type RunHistory, type RunRecord, runIdAt } from '../../core/reasoning/history';
import {
  advance,
  type Excerpt,
  isFinished,
  newRun,
  type Run,
  type RunEvent,
  type RunId,
  type TimedEvent,
} from '../../core/reasoning/run';

/** Events of a run, as they are told; none where it has just begun. */
export interface RunNews {
  readonly run: RunId;
  readonly events: readonly TimedEvent[];
}

/** A run that has begun; `over` resolves with it once it has ended and is kept. */
export interface Begun {
  readonly run: Run;
  readonly over: Promise<Run>;
}

/** Where the events of a run come from: a model server (host/conversation.ts). `before`: the run that a question follows. */
export type Reason = (run: Run, before: Run | undefined, signal: AbortSignal) => AsyncIterable<RunEvent>;

interface FollowUp {
  readonly before: Run;
  readonly question: string;
  readonly lines: LineSpan | undefined;
}

/** News go out at most this often, about two frames: painting is driven by frames, not by tokens. */
const newsEveryMs = 32;

/** A window that goes away in the middle of a run takes no more than this of it along. */
const keepEveryMs = 1000;

export class Explainer {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #history: RunHistory;
  readonly #reason: Reason;
  readonly #news = new Emitter<RunNews>();
  readonly #runs = new Emitter<boolean>();
  /** Those of this session, as far as their events have been told. */
  readonly #told = new Map<RunId, Run>();
  #running: { readonly id: RunId; readonly abort: AbortController; readonly over: Promise<Run> } | undefined;

  readonly onNews = this.#news.on;
  /** `true` when a run begins, `false` when it is over and kept. */
  readonly onRunning = this.#runs.on;

  constructor(parts: { clock: Clock; log: Log; history: RunHistory; reason: Reason }) {
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#history = parts.history;
    this.#reason = parts.reason;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The last run of this session. */
  get last(): Run | undefined {
    return [...this.#told.values()].at(-1);
  }

  /** A run of this session, as far as it was told. */
  get(id: RunId): Run | undefined {
    return this.#told.get(id);
  }

  /** Begins as soon as the run that is under way has been stopped. */
  explain(excerpt: Excerpt): Begun {
    return this.#start(excerpt, undefined);
  }

  /** A further question about the code of an earlier run, or about some of its lines. */
  ask(before: Run, question: string, lines?: LineSpan): Begun {
    return this.#start(before.excerpt, { before, question, lines });
  }

  /** Why nothing could be run, in the place where steps would stand. */
  refuse(problem: Problem): Begun {
    const excerpt: Excerpt = { uri: '', name: '', languageId: '', firstLine: 1, text: '' };
    const at = this.#clock.now();
    const run = advance(newRun(this.#newId(at), at, excerpt), { at, event: { type: 'failed', problem } });
    this.#told.set(run.id, run);
    return { run, over: Promise.resolve(run) };
  }

  /** Stops the run that is under way, if it is this one, and keeps what came. */
  stop(id?: RunId): void {
    if (id === undefined || this.#running?.id === id) this.#running?.abort.abort();
  }

  dispose(): void {
    this.stop();
    this.#news.dispose();
    this.#runs.dispose();
  }

  #newId(at: number): RunId {
    return runIdAt(at, crypto.randomUUID().slice(0, 8));
  }

  #start(excerpt: Excerpt, followUp: FollowUp | undefined): Begun {
    const startedAt = this.#clock.now();
    const run = newRun(this.#newId(startedAt), startedAt, excerpt, followUp);
    this.#told.set(run.id, run);
    this.#news.fire({ run: run.id, events: [] });
    return { run, over: this.#inTurn(run, followUp?.before) };
  }

  async #inTurn(run: Run, before: Run | undefined): Promise<Run> {
    // A loop, for two may have waited for the same run: whoever asked last has its way.
    while (this.#running) {
      this.stop();
      await this.#running.over;
    }
    const abort = new AbortController();
    const over = this.#grow(run, before, abort.signal).finally(() => {
      this.#running = undefined;
      this.#runs.fire(false);
    });
    this.#running = { id: run.id, abort, over };
    this.#runs.fire(true);
    return over;
  }

  async #grow(first: Run, before: Run | undefined, signal: AbortSignal): Promise<Run> {
    let run = first;
    const events: TimedEvent[] = [];
    const outbox = new Outbox(pending => this.#tell(first.id, pending));
    let keptAt = Number.NEGATIVE_INFINITY;
    let keeping = Promise.resolve();
    const keep = () => {
      const record = { run, events: [...events] };
      keeping = keeping.then(() => this.#save(record));
    };
    const take = (event: RunEvent) => {
      const timed = { at: this.#clock.now(), event };
      events.push(timed);
      run = advance(run, timed);
      outbox.put(timed);
      if (timed.at - keptAt < keepEveryMs || isFinished(run)) return;
      keptAt = timed.at;
      keep();
    };
    try {
      for await (const event of this.#reason(run, before, signal)) take(event);
      if (!isFinished(run)) take({ type: 'done', reason: signal.aborted ? 'stopped' : 'other' });
    } catch (error) {
      this.#log.error(`a run broke: ${error instanceof Error ? error.stack : error}`);
      take({ type: 'failed', problem: { code: 'internal', detail: String(error) } });
    } finally {
      outbox.flush();
    }
    keep();
    await keeping;
    return run;
  }

  async #save(record: RunRecord): Promise<void> {
    try {
      await this.#history.save(record);
    } catch (error) {
      this.#log.error(`the run could not be kept: ${error}`);
    }
  }

  #tell(id: RunId, events: readonly TimedEvent[]): void {
    const told = this.#told.get(id);
    if (told) this.#told.set(id, events.reduce(advance, told));
    this.#news.fire({ run: id, events });
  }
}

/** Collects what comes within one beat; the first one after a pause goes out at once. */
class Outbox {
  readonly #send: (events: readonly TimedEvent[]) => void;
  #pending: TimedEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (events: readonly TimedEvent[]) => void) {
    this.#send = send;
  }

  put(event: TimedEvent): void {
    this.#pending.push(event);
    if (this.#timer !== undefined) return;
    this.#deliver();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#deliver();
    }, newsEveryMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#deliver();
  }

  #deliver(): void {
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    this.#pending = [];
    this.#send(events);
  }
}

/** Numbers of the first and last line of the code that was sent. */
export function boundsOf(excerpt: Excerpt): { readonly first: number; readonly last: number } {
  return { first: excerpt.firstLine, last: excerpt.firstLine + linesOf(excerpt.text).length - 1 };
}
