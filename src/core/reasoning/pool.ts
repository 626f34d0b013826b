// Any number of runs at once: each waits for a slot of its server, tells its events beat by beat, and is kept on disk
// while it grows. Which of them is shown is no matter of the pool.
import { Emitter } from '../base/emitter';
import type { Clock, Log } from '../ports';
import { advance } from './advance';
import { type RunHistory, type RunRecorder, runIdAt } from './history';
import { Outbox } from './outbox';
import {
  type Excerpt,
  type FollowUp,
  isFinished,
  newRun,
  type Run,
  type RunEvent,
  type RunId,
  type TimedEvent,
  type Variation,
} from './run';
import { type Asker, type ServerSlots, Slots } from './slots';

export type PoolNews =
  | { readonly type: 'began'; readonly run: Run }
  | { readonly type: 'advanced'; readonly run: RunId; readonly events: readonly TimedEvent[] }
  /** It is over and kept. */
  | { readonly type: 'over'; readonly run: Run };

/** What a run's way gets from the pool. */
export interface Turn {
  readonly signal: AbortSignal;
  /** Whether the server has no slot for this run now: entering would mean to wait. */
  mustWait(server: ServerSlots): boolean;
  /** Resolves when the server has a slot for this run, which holds it to its end: `false` where it was stopped first. */
  enter(server: ServerSlots): Promise<boolean>;
  /** The thoughts of this run can be ended; the function resolves to whether they were. */
  offerSkip(skip: () => Promise<boolean>): void;
}

/** Where the events of a run come from: a model server (host/conversation.ts). `before`: the run that a question follows. */
export type Reason = (run: Run, before: Run | undefined, turn: Turn) => AsyncIterable<RunEvent>;

/** Neither promise rejects. */
export interface Started {
  readonly run: Run;
  /** Resolves when nothing more will come. */
  readonly ended: Promise<Run>;
  /** Resolves when that is kept too, or was refused by the disk. */
  readonly over: Promise<Run>;
}

/** A window that goes away in the middle of a run takes no more than this of it along. */
const keepEveryMs = 1000;

interface Running {
  /** As far as its events have gone out. */
  told: Run;
  readonly abort: AbortController;
  readonly recorder: RunRecorder;
  /** Ends its thoughts, where that was offered. */
  skip?: () => Promise<boolean>;
  /** It is over, and its end is being kept. */
  ending?: Promise<void>;
}

export class RunPool {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #history: RunHistory;
  readonly #reason: Reason;
  readonly #news = new Emitter<PoolNews>();
  readonly #running = new Map<RunId, Running>();
  readonly #ends = new Set<Promise<Run>>();
  readonly #slots = new Slots();
  #isDisposed = false;

  readonly onNews = this.#news.on;

  constructor(parts: { clock: Clock; log: Log; history: RunHistory; reason: Reason }) {
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#history = parts.history;
    this.#reason = parts.reason;
  }

  /** The runs that are under way, in the order in which they began. */
  get running(): readonly Run[] {
    return [...this.#running.values()].map(({ told }) => told);
  }

  /** A run that is under way, as far as it was told. */
  get(id: RunId): Run | undefined {
    return this.#running.get(id)?.told;
  }

  /** Begins at once. */
  start(
    excerpt: Excerpt,
    how: {
      readonly followUp?: FollowUp<Run> | undefined;
      readonly asker?: Asker;
      readonly variation?: Variation | undefined;
      /** In the stead of the usual one. */
      readonly reason?: Reason;
    } = {},
  ): Started {
    const { followUp, asker = 'reader', variation, reason = this.#reason } = how;
    const startedAt = this.#clock.now();
    const id = runIdAt(startedAt, crypto.randomUUID().slice(0, 8));
    const run = newRun(id, startedAt, excerpt, followUp, variation);
    const running: Running = {
      told: run,
      abort: new AbortController(),
      recorder: this.#history.begin(run),
    };
    this.#running.set(id, running);
    if (this.#isDisposed) running.abort.abort();
    this.#fire({ type: 'began', run });
    const ended = this.#grow(run, followUp?.before, { asker, reason }, running);
    const over = ended.then(async finished => {
      running.ending = running.recorder.end(finished);
      await running.ending;
      this.#running.delete(id);
      this.#ends.delete(over);
      this.#fire({ type: 'over', run: finished });
      return finished;
    });
    this.#ends.add(over);
    return { run, ended, over };
  }

  /** Stops a run and keeps what came. */
  stop(id: RunId): void {
    this.#running.get(id)?.abort.abort();
  }

  /** Ends the thoughts of a run, so that it goes on with its answer. `false`: they go on, or there are none. */
  async skipThoughts(id: RunId): Promise<boolean> {
    return (await this.#running.get(id)?.skip?.()) ?? false;
  }

  /** Resolves when what came of all runs so far is on disk, or was refused. */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ ending, recorder }) => ending ?? recorder.flush()));
  }

  /** Stops all runs. Resolves when what came of them is kept. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#news.dispose();
    for (const { abort } of this.#running.values()) abort.abort();
    // What a run that does not heed its end has brought so far is kept meanwhile.
    await Promise.all([this.settled(), ...this.#ends]);
  }

  async #grow(
    first: Run,
    before: Run | undefined,
    { asker, reason }: { readonly asker: Asker; readonly reason: Reason },
    running: Running,
  ): Promise<Run> {
    let run = first;
    const { recorder } = running;
    const { signal } = running.abort;
    const keeping = new Outbox<TimedEvent>(this.#clock, keepEveryMs, () => void recorder.flush());
    const telling = new Outbox<TimedEvent>(this.#clock, newsEveryMs, events => this.#tell(first.id, events));
    const leaving: (() => void)[] = [];
    const turn: Turn = {
      signal,
      mustWait: server => this.#slots.isFull(server),
      enter: async server => {
        const leave = await this.#slots.enter(server, asker, signal);
        if (leave) leaving.push(leave);
        return leave !== undefined;
      },
      offerSkip: skip => {
        if (isFinished(run)) return;
        take({ type: 'skippable' });
        running.skip = async () => {
          const isSkipped = await skip();
          if (isSkipped && !isFinished(run)) take({ type: 'skipped' });
          return isSkipped;
        };
      },
    };
    const take = (event: RunEvent) => {
      const timed = { at: this.#clock.now(), event };
      run = advance(run, timed);
      recorder.put(timed);
      keeping.put(timed);
      telling.put(timed);
    };
    try {
      // Whoever started the run has it in hand before anything can arrive for it.
      await Promise.resolve();
      for await (const event of reason(run, before, turn)) take(event);
      if (!isFinished(run)) take({ type: 'done', reason: signal.aborted ? 'stopped' : 'other' });
    } catch (error) {
      this.#log.error(`a run broke: ${error instanceof Error ? error.stack : error}`);
      take({ type: 'failed', problem: { code: 'internal', detail: String(error) } });
    } finally {
      for (const leave of leaving) leave();
      keeping.flush();
      telling.flush();
    }
    return run;
  }

  #tell(id: RunId, events: readonly TimedEvent[]): void {
    const running = this.#running.get(id);
    if (running) running.told = events.reduce(advance, running.told);
    this.#fire({ type: 'advanced', run: id, events });
  }

  /** Whoever listens and breaks breaks no run. */
  #fire(news: PoolNews): void {
    try {
      this.#news.fire(news);
    } catch (error) {
      this.#log.error(`news of a run: ${error instanceof Error ? error.stack : error}`);
    }
  }
}

/** News go out at most this often, about two frames: painting is driven by frames, not by tokens. */
const newsEveryMs = 32;
