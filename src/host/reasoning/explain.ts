// One run at a time: from the code that was chosen to steps in the panel, and to a document on disk.
import { Emitter } from '../../core/base/emitter';
import { type LineSpan, linesOf } from '../../core/base/lines';
import type { Problem } from '../../core/base/problem';
import type { Clock, Log } from '../../core/ports';
import { type RunHistory, type RunRecord, runIdAt, settle } from '../../core/reasoning/history';
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

/** What changed: events of the run that is shown, or the run itself. */
export type RunNews =
  | { readonly type: 'advanced'; readonly run: RunId; readonly events: readonly TimedEvent[] }
  | { readonly type: 'shown'; readonly run: Run | undefined };

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
  #shown: Run | undefined;
  /** `told`: the run under way, as far as its events have gone out. */
  #running: { told: Run; readonly abort: AbortController; readonly over: Promise<Run> } | undefined;

  readonly onNews = this.#news.on;
  /** `true` when a run begins, `false` when it is over and kept. */
  readonly onRunning = this.#runs.on;

  constructor(parts: { clock: Clock; log: Log; history: RunHistory; reason: Reason }) {
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#history = parts.history;
    this.#reason = parts.reason;
  }

  /** The run that the panel shows. */
  get shown(): Run | undefined {
    return this.#shown;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Runs to the end and resolves with the finished run. A run that is under way is stopped first. */
  explain(excerpt: Excerpt): Promise<Run> {
    return this.#start(excerpt, undefined);
  }

  /** A further question about the code of an earlier run, or about some of its lines. */
  ask(before: Run, question: string, lines?: LineSpan): Promise<Run> {
    return this.#start(before.excerpt, { before, question, lines });
  }

  /** Shows why nothing could be run, in the place where steps would stand. */
  refuse(problem: Problem): Run {
    const excerpt: Excerpt = { uri: '', name: '', languageId: '', firstLine: 1, text: '' };
    const run = advance(newRun('refused', this.#clock.now(), excerpt), {
      at: this.#clock.now(),
      event: { type: 'failed', problem },
    });
    this.#show(run);
    return run;
  }

  /** Stops the run that is under way and keeps what came. */
  stop(): void {
    this.#running?.abort.abort();
  }

  /** Shows an earlier run; one that is under way goes on unseen. */
  async showEarlier(id: RunId): Promise<Run | undefined> {
    const { told } = this.#running ?? {};
    const kept = await this.#history.get(id);
    const run = told?.id === id ? told : kept && settle(kept);
    if (run) this.#show(run);
    return run;
  }

  /** The same where no run is shown yet, as after the window was reloaded. */
  async recall(id: RunId): Promise<void> {
    const run = await this.#history.get(id);
    if (run && !this.#shown) this.#show(settle(run));
  }

  dispose(): void {
    this.stop();
    this.#news.dispose();
    this.#runs.dispose();
  }

  async #start(excerpt: Excerpt, followUp: FollowUp | undefined): Promise<Run> {
    // A loop, for two may have waited for the same run: whoever asked last has its way.
    while (this.#running) {
      this.stop();
      await this.#running.over;
    }
    const startedAt = this.#clock.now();
    const id = runIdAt(startedAt, crypto.randomUUID().slice(0, 8));
    const run = newRun(id, startedAt, excerpt, followUp);
    const abort = new AbortController();
    const over = this.#grow(run, followUp?.before, abort.signal).finally(() => {
      this.#running = undefined;
      this.#runs.fire(false);
    });
    this.#running = { told: run, abort, over };
    this.#runs.fire(true);
    this.#show(run);
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
      // `#start` shows the run before anything can arrive for it.
      await Promise.resolve();
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

  #tell(run: RunId, events: readonly TimedEvent[]): void {
    const { told } = this.#running ?? {};
    if (told?.id === run && this.#running) this.#running.told = events.reduce(advance, told);
    if (this.#shown?.id !== run) return;
    // What is shown is what was told: a snapshot taken now and the events told after it never overlap.
    this.#shown = events.reduce(advance, this.#shown);
    this.#news.fire({ type: 'advanced', run, events });
  }

  #show(run: Run): void {
    this.#shown = run;
    this.#news.fire({ type: 'shown', run });
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
