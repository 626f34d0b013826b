// What was seen when the code of runs ran, beside them on disk: kept, told while a run is shown, and taken along by a run about
// the same code.
import { Emitter } from '../../core/base/emitter';
import type { Disposable } from '../../core/base/store';
import type { Log } from '../../core/ports';
import type { RunHistory } from '../../core/reasoning/history';
import type { Run, RunId } from '../../core/reasoning/run';
import { lineBefore } from '../../core/reasoning/staleness';
import { type KeptTrace, keptText, readKept } from '../../core/trace/kept';
import { type SeenRun, seenRun } from '../../core/trace/seen';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { TraceNow } from '../../core/wire/reasoning';
import { openTopic } from '../shell/topic';

type KeptHead = Omit<KeptTrace, 'trace'>;

/** Read once: it may be as long as is kept of a trace. */
export interface ReadTrace {
  readonly text: string;
  readonly seen: SeenRun;
}

export class SeenRuns implements Disposable {
  readonly #history: RunHistory;
  readonly #log: Log;
  /** Of the run that was asked about last: it may take long to read. */
  #last: { readonly run: RunId; readonly seen: SeenRun } | undefined;
  readonly #changed = new Emitter<{ readonly run: RunId; readonly seen: SeenRun }>();

  readonly #kept = new Emitter<RunId>();

  /** What was seen of a run is on disk. */
  readonly onKept = this.#kept.on;

  constructor(parts: { readonly history: RunHistory; readonly log: Log }) {
    this.#history = parts.history;
    this.#log = parts.log;
  }

  /** What a tracer told, as it would be kept, and what would be shown of it; `undefined` where it told nothing. */
  read(head: KeptHead, told: string): ReadTrace | undefined {
    const text = keptText(head, told);
    const seen = seenIn(text);
    return seen && { text, seen };
  }

  /** Shown even where the disk does not take it; resolves with whether that took it. */
  async keep(run: RunId, { text, seen }: ReadTrace): Promise<boolean> {
    return this.#put(run, text, seen);
  }

  /** A run about the very same lines shows what was seen of them, too. */
  async carry(from: Run, to: Run): Promise<void> {
    const [one, other] = [from.excerpt, to.excerpt];
    if (one.uri !== other.uri || one.firstLine !== other.firstLine || one.text !== other.text) return;
    const text = await this.#history.trace(from.id).catch(() => undefined);
    if (text !== undefined) await this.#put(to.id, text, seenIn(text));
  }

  /** What was seen of a run, as it is kept; `undefined` where nothing was, or it cannot be read now. */
  async of(run: RunId): Promise<SeenRun | undefined> {
    return this.#last?.run === run ? this.#last.seen : this.#read(run);
  }

  async open(run: RunId, tell: Teller<TraceNow>): Promise<OpenTopic<TraceNow>> {
    // Before the disk is read: what is seen meanwhile is newer than what stands there.
    let now: TraceNow = null;
    const listening = this.#changed.on(news => {
      if (news.run !== run) return;
      now = news.seen;
      tell.patch(now);
    });
    const kept = await this.#read(run);
    now ??= kept ?? null;
    return openTopic(() => now, listening);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#kept.dispose();
  }

  async #read(run: RunId): Promise<SeenRun | undefined> {
    const before = this.#last;
    const text = await this.#history.trace(run).catch(error => {
      this.#log.warn(`what was seen of the run ${run} could not be read: ${error}`);
      return undefined;
    });
    const seen = text === undefined ? undefined : seenIn(text);
    // What was put meanwhile is newer.
    if (seen && this.#last === before) this.#last = { run, seen };
    return seen;
  }

  async #put(run: RunId, text: string, seen: SeenRun | undefined): Promise<boolean> {
    this.#last = seen && { run, seen };
    if (seen) this.#changed.fire({ run, seen });
    try {
      await this.#history.keepTrace(run, text);
      this.#kept.fire(run);
      return true;
    } catch (error) {
      this.#log.error(`what was seen of the run ${run} could not be kept: ${error}`);
      return false;
    }
  }
}

function seenIn(text: string): SeenRun | undefined {
  const kept = readKept(text);
  return kept && seenRun({ ...kept, lineOf: line => lineBefore(kept.stands, line) });
}
