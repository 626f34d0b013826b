// The reader's runs, one at a time, and the one that the panel shows.
import { Emitter } from '../core/base/emitter';
import { type LineSpan, linesOf } from '../core/base/lines';
import type { Problem } from '../core/base/problem';
import type { Clock, Log } from '../core/ports';
import type { RunHistory } from '../core/reasoning/history';
import { type FollowUp, type PoolNews, type Reason, RunPool } from '../core/reasoning/pool';
import { advance, type Excerpt, newRun, type Run, type RunId, type TimedEvent } from '../core/reasoning/run';
import { settle } from '../core/reasoning/runHeader';

/** What changed: events of the run that is shown, or the run itself. */
export type RunNews =
  | { readonly type: 'advanced'; readonly run: RunId; readonly events: readonly TimedEvent[] }
  | { readonly type: 'shown'; readonly run: Run | undefined };

export class Explainer {
  readonly #clock: Clock;
  readonly #history: RunHistory;
  readonly #pool: RunPool;
  readonly #news = new Emitter<RunNews>();
  readonly #runs = new Emitter<boolean>();
  #shown: Run | undefined;
  #running: { readonly id: RunId; readonly over: Promise<Run> } | undefined;

  readonly onNews = this.#news.on;
  /** `true` when a run begins, `false` when it is over and kept. */
  readonly onRunning = this.#runs.on;

  constructor(parts: { clock: Clock; log: Log; history: RunHistory; reason: Reason }) {
    this.#clock = parts.clock;
    this.#history = parts.history;
    this.#pool = new RunPool(parts);
    this.#pool.onNews(news => this.#take(news));
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
    if (this.#running) this.#pool.stop(this.#running.id);
  }

  /** Shows an earlier run; one that is under way goes on unseen. */
  async showEarlier(id: RunId): Promise<Run | undefined> {
    const kept = this.#pool.get(id) ? undefined : await this.#history.get(id);
    const run = this.#pool.get(id) ?? (kept && settle(kept));
    if (run) this.#show(run);
    return run;
  }

  /** The same where no run is shown yet, as after the window was reloaded. */
  async recall(id: RunId): Promise<void> {
    const run = await this.#history.get(id);
    if (run && !this.#shown) this.#show(settle(run));
  }

  /** Resolves when what came of a run that was under way is kept. */
  async dispose(): Promise<void> {
    this.#news.dispose();
    this.#runs.dispose();
    await this.#pool.dispose();
  }

  async #start(excerpt: Excerpt, followUp: FollowUp | undefined): Promise<Run> {
    // A loop, for two may have waited for the same run: whoever asked last has its way.
    while (this.#running) {
      this.stop();
      await this.#running.over;
    }
    const { run, over: grown } = this.#pool.start(excerpt, { followUp });
    const over = grown.finally(() => {
      this.#running = undefined;
      this.#runs.fire(false);
    });
    this.#running = { id: run.id, over };
    this.#runs.fire(true);
    this.#show(run);
    return over;
  }

  /** What is shown is what was told: a snapshot taken now and the events told after it never overlap. */
  #take(news: PoolNews): void {
    if (news.type !== 'advanced' || this.#shown?.id !== news.run) return;
    this.#shown = news.events.reduce(advance, this.#shown);
    this.#news.fire(news);
  }

  #show(run: Run): void {
    this.#shown = run;
    this.#news.fire({ type: 'shown', run });
  }
}

/** Numbers of the first and last line of the code that was sent. */
export function boundsOf(excerpt: Excerpt): { readonly first: number; readonly last: number } {
  return { first: excerpt.firstLine, last: excerpt.firstLine + linesOf(excerpt.text).length - 1 };
}
