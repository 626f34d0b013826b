// The reader's own runs in the pool. In several files they go on at once; a new question about one file ends the one before,
// which nobody waits for any more, unless it is to stand beside it. The latest ones stay at hand, so that a disk that keeps
// none of them does not take away what is shown.
import { Emitter } from '../../core/base/emitter';
import type { LineSpan } from '../../core/base/lines';
import type { Problem } from '../../core/base/problem';
import type { Clock } from '../../core/ports';
import { advance } from '../../core/reasoning/advance';
import { type RunHistory, runIdAt } from '../../core/reasoning/history';
import type { Reason, RunPool, Started } from '../../core/reasoning/pool';
import {
  type Excerpt,
  type FollowUp,
  isAsked,
  newRun,
  type Run,
  type RunId,
  threadOf,
  type Variation,
} from '../../core/reasoning/run';
import { headerOf, type RunHeader, settle } from '../../core/reasoning/runHeader';
import type { Thread } from '../../core/wire/reasoning';

/** A run that has begun; `over` resolves with it once it has ended and is kept. */
export interface Begun {
  readonly run: Run;
  readonly over: Promise<Run>;
}

/** As many as a reader goes back to within one sitting; the others are read from disk. */
const mostAtHand = 20;

/** Questions are asked soon after the explanation: among so many later runs they are looked for. */
const mostSearched = 400;
/** More than a reader asks about one piece of code. */
const mostInThread = 50;

export class ReaderRuns {
  readonly #clock: Clock;
  readonly #history: RunHistory;
  readonly #pool: RunPool;
  readonly #running = new Emitter<boolean>();
  /** Of this session, as they ended, the latest last. */
  readonly #ended = new Map<RunId, Run>();
  /** In the order in which they began. */
  readonly #now = new Map<RunId, Started>();

  /** Whether any is under way, when one begins and when nothing more will come of one. */
  readonly onRunning = this.#running.on;

  constructor(parts: { clock: Clock; history: RunHistory; pool: RunPool }) {
    this.#clock = parts.clock;
    this.#history = parts.history;
    this.#pool = parts.pool;
  }

  get isRunning(): boolean {
    return this.#now.size > 0;
  }

  /** The last one of this session that was sent somewhere. */
  get last(): Run | undefined {
    const now = [...this.#now.values()].flatMap(({ run }) => this.#pool.get(run.id) ?? []);
    const isSent = (run: Run) => run.excerpt.uri !== '' && isWhole(run) && isAsked(run);
    return now.filter(isSent).at(-1) ?? [...this.#ended.values()].filter(isSent).at(-1);
  }

  get #latest(): Run | undefined {
    return [...this.#now.values()].at(-1)?.run;
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

  /** The latest explanation of this session of the code of a file; none that the reader has deleted. */
  lastOn(uri: string, isDeleted: (id: RunId) => boolean = () => false): Run | undefined {
    return this.#atHand()
      .filter(run => run.excerpt.uri === uri && isWhole(run) && run.question === undefined && isAsked(run))
      .filter(({ id }) => !isDeleted(id))
      .at(-1);
  }

  /** It was removed from disk, so it is at hand no more. */
  forget(id: RunId): void {
    this.#ended.delete(id);
  }

  /** Of this session, those that are kept. */
  get idsAtHand(): readonly RunId[] {
    return this.#keptAtHand.map(({ id }) => id);
  }

  get #keptAtHand(): readonly Run[] {
    return this.#atHand().filter(run => isKept(run) && isWhole(run));
  }

  /** So many of the newest but `without`: those on disk, and those at hand that the disk has not taken. */
  async list(count: number, without: ReadonlySet<RunId> = new Set()): Promise<readonly RunHeader[]> {
    const kept = await this.#history.list(0, count, { isWanted: isWhole, without });
    const atHand = this.#keptAtHand.filter(({ id }) => !without.has(id));
    const headers = new Map([...kept, ...atHand.map(headerOf)].map(header => [header.id, header]));
    return [...headers.values()].sort(newestFirst).slice(0, count);
  }

  explain(excerpt: Excerpt, variation?: Variation): Promise<Begun> {
    return this.#start(excerpt, undefined, variation);
  }

  /** A run that asks no model: the code, for what is seen beside it. Ends none. */
  async unasked(excerpt: Excerpt): Promise<Run> {
    return this.#begin(excerpt, undefined, undefined, askNobody).ended;
  }

  /** What a run asked, about the same code, otherwise: it ends none, for it is to stand beside that run. */
  async vary(
    before: Run,
    { question: own, ...how }: Omit<Variation, 'of' | 'question'> & { readonly question?: string | null },
  ): Promise<Begun> {
    const { excerpt, question, questionLines: lines, follows } = before;
    const asked = question !== undefined && follows !== undefined ? await this.get(follows) : undefined;
    const followUp = asked && question !== undefined ? { before: asked, question, lines } : undefined;
    const { question: asBefore, ...kept } = before.variation ?? {};
    const wording = own === undefined ? asBefore : own;
    // `null`: the usual one again.
    const words = typeof wording === 'string' ? { question: wording } : {};
    const variation = { ...kept, ...how, ...words, of: before.id };
    return this.#begin(excerpt, followUp, variation);
  }

  /** What was asked further about an explanation, oldest first. */
  async thread(id: RunId): Promise<Thread> {
    const isAbout = (run: RunHeader) => run.question !== undefined && threadOf(run) === id;
    const atHand = this.#atHand().map(headerOf).filter(isAbout);
    const kept = (await this.#history.since(id, mostSearched)).filter(isAbout);
    const ids = [...new Set([...kept, ...atHand].map(header => header.id))].sort().slice(-mostInThread);
    const read = await Promise.all(ids.map(one => this.get(one)));
    // While others were read, one that is under way went on.
    return read.flatMap(run => (run && (this.atHand(run.id) ?? run)) ?? []);
  }

  /**
   * A further question about the code of a run, or about a step of it. The model is sent what was said so far: the
   * explanation, and the questions that were answered since.
   */
  async ask(about: Run, question: string, step?: number): Promise<Begun> {
    const lines = about.steps.find(({ number }) => number === step)?.lines;
    const answered = (await this.thread(about.id)).filter(({ state }) => state === 'done').at(-1);
    return this.#start(
      about.excerpt,
      { before: answered ?? about, question, lines, step },
      goingOn(about, 'model'),
    );
  }

  /** A closer look at a step of an earlier run: a step for each piece inside it. */
  closer(before: Run, inside: LineSpan): Promise<Begun> {
    return this.#start(before.excerpt, { before, inside }, goingOn(before, 'language', 'model'));
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
  async askAgain(run: Run): Promise<Begun | undefined> {
    const { question, questionLines: lines, questionStep: step, follows, variation } = run;
    if (question === undefined || follows === undefined) return undefined;
    const before = await this.get(follows);
    if (!before) return undefined;
    return this.#start(
      before.excerpt,
      { before, question, lines, step },
      variation ?? goingOn(before, 'model'),
    );
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

  /** Stops a run, or the one that began last, and keeps what came. */
  stop(id: RunId | undefined = this.#latest?.id): void {
    if (id !== undefined) this.#pool.stop(id);
  }

  /** `false`: its thoughts go on, or are over already. */
  skipThoughts(id: RunId): Promise<boolean> {
    return this.#pool.skipThoughts(id);
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

  async #start(excerpt: Excerpt, followUp: FollowUp<Run> | undefined, variation?: Variation): Promise<Begun> {
    const ofThisFile = () => [...this.#now.values()].find(({ run }) => run.excerpt.uri === excerpt.uri);
    // A loop, for two may have waited for the same run: whoever asked last has its way.
    for (let before = ofThisFile(); before; before = ofThisFile()) {
      this.stop(before.run.id);
      await before.ended;
    }
    return this.#begin(excerpt, followUp, variation);
  }

  #begin(
    excerpt: Excerpt,
    followUp: FollowUp<Run> | undefined,
    variation: Variation | undefined,
    reason?: Reason,
  ): Started {
    const started = this.#pool.start(excerpt, { followUp, variation, ...(reason ? { reason } : {}) });
    // It stays at hand from here on: a disk that hangs keeps neither the next question waiting nor this answer back.
    const ended = started.ended.then(run => {
      this.#keep(run);
      this.#now.delete(run.id);
      this.#running.fire(this.isRunning);
      return run;
    });
    const begun = { ...started, ended };
    this.#now.set(started.run.id, begun);
    this.#running.fire(true);
    return begun;
  }

  #keep(run: Run): void {
    this.#ended.set(run.id, run);
    for (const id of [...this.#ended.keys()].slice(0, -mostAtHand)) this.#ended.delete(id);
  }
}

const askNobody: Reason = async function* () {
  yield { type: 'done', reason: 'not-asked' };
};

/** What of a run that was asked otherwise holds for what goes on with it, too. */
function goingOn({ variation }: Run, ...what: readonly ('language' | 'model')[]): Variation | undefined {
  const { language, model } = variation ?? {};
  const kept = {
    ...(language && what.includes('language') ? { language } : {}),
    ...(model && what.includes('model') ? { model } : {}),
  };
  return Object.keys(kept).length === 0 ? undefined : kept;
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
