// The reader's own runs in the pool: a new question ends the one before, which nobody waits for any more. The latest
// ones stay at hand, so that a disk that keeps none of them does not take away what is shown.
import { Emitter } from '../../core/base/emitter';
import type { LineSpan } from '../../core/base/lines';
import type { Problem } from '../../core/base/problem';
import type { Clock } from '../../core/ports';
import { type RunHistory, runIdAt } from '../../core/reasoning/history';
import type { RunPool, Started } from '../../core/reasoning/pool';
import { advance, type Excerpt, type FollowUp, newRun, type Run, type RunId } from '../../core/reasoning/run';
import { headerOf, type RunHeader, settle } from '../../core/reasoning/runHeader';

/** A run that has begun; `over` resolves with it once it has ended and is kept. */
export interface Begun {
  readonly run: Run;
  readonly over: Promise<Run>;
}

/** As many as a reader goes back to within one sitting; the others are read from disk. */
const mostAtHand = 20;

export class ReaderRuns {
  readonly #clock: Clock;
  readonly #history: RunHistory;
  readonly #pool: RunPool;
  readonly #running = new Emitter<boolean>();
  /** Of this session, as they ended, the latest last. */
  readonly #ended = new Map<RunId, Run>();
  #now: Started | undefined;

  /** `true` when a run begins, `false` when nothing more will come of it. */
  readonly onRunning = this.#running.on;

  constructor(parts: { clock: Clock; history: RunHistory; pool: RunPool }) {
    this.#clock = parts.clock;
    this.#history = parts.history;
    this.#pool = parts.pool;
  }

  get isRunning(): boolean {
    return this.#now !== undefined;
  }

  /** The last one of this session that was sent somewhere. */
  get last(): Run | undefined {
    const { run } = this.#now ?? {};
    const sent = ({ excerpt, inside }: Run) => excerpt.uri !== '' && inside === undefined;
    const now = run && this.#pool.get(run.id);
    return now && sent(now) ? now : [...this.#ended.values()].filter(sent).at(-1);
  }

  /** Any run, as far as it was told; `undefined` where there is none, or it cannot be read now. */
  async get(id: RunId): Promise<Run | undefined> {
    return this.#found(id, () => this.#history.get(id));
  }

  /** The same, but rejects where it cannot be read now: for whoever tries again. */
  async read(id: RunId): Promise<Run | undefined> {
    return this.#found(id, () => this.#history.read(id));
  }

  /** A run that is under way, or was in this session. */
  atHand(id: RunId): Run | undefined {
    return this.#pool.get(id) ?? this.#ended.get(id);
  }

  /** So many of the newest: those on disk, and those at hand that the disk has not taken. */
  async list(count: number): Promise<readonly RunHeader[]> {
    const kept = await this.#history.list(0, count, { isWanted: isWhole });
    const atHand = this.#atHand().filter(run => isKept(run) && isWhole(run));
    const headers = new Map([...kept, ...atHand.map(headerOf)].map(header => [header.id, header]));
    return [...headers.values()].sort(newestFirst).slice(0, count);
  }

  explain(excerpt: Excerpt): Promise<Begun> {
    return this.#start(excerpt, undefined);
  }

  /** A further question about the code of an earlier run, or about some of its lines. */
  ask(before: Run, question: string, lines?: LineSpan): Promise<Begun> {
    return this.#start(before.excerpt, { before, question, lines });
  }

  /** A closer look at a step of an earlier run: a step for each piece inside it. */
  closer(before: Run, inside: LineSpan): Promise<Begun> {
    return this.#start(before.excerpt, { before, inside });
  }

  /** The closer looks at steps of a run, as far as they came. Of several at one step the latest. Never rejects. */
  async closerLooks(id: RunId): Promise<readonly Run[]> {
    const kept = await this.#history
      .list(0, mostLooks, { isWanted: isLookAt(id), after: id })
      .catch(() => []);
    const ids = [
      ...kept.map(header => header.id),
      ...this.#atHand()
        .filter(isLookAt(id))
        .map(run => run.id),
    ];
    const looks = await Promise.all([...new Set(ids)].sort().map(one => this.get(one)));
    return looks.flatMap(look => look ?? []);
  }

  /** The question of a run once more, about the code as it was talked about. `undefined`: it asked none. */
  async askAgain({ question, questionLines, follows }: Run): Promise<Begun | undefined> {
    if (question === undefined || follows === undefined) return undefined;
    const before = await this.get(follows);
    return before && this.ask(before, question, questionLines);
  }

  /** Why nothing could be run, in the place where steps would stand. It is not kept. */
  refuse(problem: Problem): Begun {
    const excerpt: Excerpt = { uri: '', name: '', languageId: '', firstLine: 1, text: '' };
    const at = this.#clock.now();
    const id = runIdAt(at, crypto.randomUUID().slice(0, 8));
    const run = advance(newRun(id, at, excerpt), { at, event: { type: 'failed', problem } });
    this.#keep(run);
    return { run, over: Promise.resolve(run) };
  }

  /** Stops a run, or the one that the reader waits for, and keeps what came. */
  stop(id: RunId | undefined = this.#now?.run.id): void {
    if (id !== undefined) this.#pool.stop(id);
  }

  dispose(): void {
    this.#running.dispose();
  }

  #atHand(): readonly Run[] {
    return [...this.#ended.values(), ...this.#pool.running];
  }

  async #found(id: RunId, kept: () => Promise<Run | undefined>): Promise<Run | undefined> {
    const atHand = this.atHand(id);
    if (atHand) return atHand;
    const run = await kept();
    // While it was read, it may have begun here.
    return this.#pool.get(id) ?? (run && settle(run));
  }

  async #start(excerpt: Excerpt, followUp: FollowUp<Run> | undefined): Promise<Begun> {
    // A loop, for two may have waited for the same run: whoever asked last has its way.
    while (this.#now) {
      this.stop();
      await this.#now.ended;
    }
    const started = this.#pool.start(excerpt, { followUp });
    // It stays at hand from here on: a disk that hangs keeps neither the next question waiting nor this answer back.
    const ended = started.ended.then(run => {
      this.#keep(run);
      this.#now = undefined;
      this.#running.fire(false);
      return run;
    });
    this.#now = { ...started, ended };
    this.#running.fire(true);
    return this.#now;
  }

  #keep(run: Run): void {
    this.#ended.set(run.id, run);
    for (const id of [...this.#ended.keys()].slice(0, -mostAtHand)) this.#ended.delete(id);
  }
}

/** Why nothing could be run is not kept; a question about it, oddly asked, is. */
function isKept({ excerpt, question }: Run): boolean {
  return excerpt.uri !== '' || question !== undefined;
}

/** A step has one, and more steps than these nobody opens. */
const mostLooks = 100;

/** A look at a part of a run stands in that run, and not beside it. */
export function isWhole({ inside }: Pick<Run, 'inside'>): boolean {
  return inside === undefined;
}

export function isLookAt(id: RunId): (run: Pick<Run, 'inside' | 'follows'>) => boolean {
  return ({ inside, follows }) => inside !== undefined && follows === id;
}

/** Ids sort by time. */
function newestFirst(one: RunHeader, other: RunHeader): number {
  return one.id < other.id ? 1 : -1;
}
