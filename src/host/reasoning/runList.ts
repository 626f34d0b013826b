// Earlier runs as topics: the list, with what the reader has said about each, and those that hold the words of a query.
import { Emitter } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import type { Disposable } from '../../core/base/store';
import type { Clock, Log } from '../../core/ports';
import type { RunHistory } from '../../core/reasoning/history';
import type { RunPool } from '../../core/reasoning/pool';
import { isFinished, type Run, type RunId } from '../../core/reasoning/run';
import { headerOf, type RunHeader } from '../../core/reasoning/runHeader';
import { type RunLabel, type RunLabels, type Saying, tidyName } from '../../core/reasoning/runLabels';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import {
  type RunHit,
  type RunList,
  type RunListPatch,
  type RunSummary,
  type RunsFound,
  type RunsFoundPatch,
  runsAfter,
  runsFoundAfter,
} from '../../core/wire/reasoning';
import { openTopic } from '../shell/topic';
import { isWhole, type ReaderRuns } from './readerRuns';
import { findInRun, termsOf, WordsAtHand, wordsOfRun } from './runSearch';
import { summaryOf } from './summary';

export interface RunListParts {
  readonly runs: ReaderRuns;
  readonly pool: RunPool;
  readonly history: RunHistory;
  readonly labels: RunLabels;
  readonly clock: Clock;
  readonly log: Log;
}

/** A list of more than this is not read by anybody. */
const mostListed = 5_000;

/** So many that are named, pinned or deleted are listed beside the newest. */
const mostLabelled = 500;

/** So long a deleted run can be brought back; then its files are removed. */
export const keptDeletedMs = 30 * 24 * 60 * 60 * 1000;

/** As many as a disk reads side by side. */
const atOnce = 8;

export class RunLister implements Disposable {
  readonly #parts: RunListParts;
  readonly #words = new WordsAtHand();
  readonly #relabelled = new Emitter<readonly RunSummary[]>();
  /** Of runs that are over: a search asks for all of them at each letter. */
  readonly #known = new Map<RunId, RunHeader>();
  /** As they were read last. */
  #labels: ReadonlyMap<RunId, RunLabel> = new Map();

  constructor(parts: RunListParts) {
    this.#parts = parts;
  }

  /** At least `count` of the newest. */
  async list(count: number, tell: Teller<RunListPatch>): Promise<OpenTopic<RunList>> {
    const wanted = Math.min(mostListed, count);
    // Before the disk is read: what begins or ends meanwhile is newer than what stands there.
    let list: RunList = { runs: [], hasMore: false };
    const put = (runs: readonly RunSummary[]) => {
      list = runsAfter(list, { put: runs });
      tell.patch({ put: runs });
    };
    const listening = [
      this.#parts.pool.onNews(news => {
        if (news.type === 'advanced' || !isWhole(news.run)) return;
        put([summaryOf(headerOf(news.run), this.#labels.get(news.run.id))]);
      }),
      this.#relabelled.on(put),
    ];
    try {
      const labels = await this.#readLabels();
      await this.#sweep(labels);
      const headers = await this.#headers(wanted + 1, labels);
      const shown = headers.newest.slice(0, wanted);
      const all = [...shown, ...headers.labelled].map(header => summaryOf(header, labels.get(header.id)));
      const kept = runsAfter({ runs: [], hasMore: headers.newest.length > wanted }, { put: unique(all) });
      list = runsAfter(kept, { put: list.runs });
    } catch (error) {
      for (const one of listening) one.dispose();
      throw error;
    }
    return openTopic(() => list, ...listening);
  }

  /** Runs with all words of the query, newest first, told as they are found. */
  async find(query: string, tell: Teller<RunsFoundPatch>): Promise<OpenTopic<RunsFound>> {
    const terms = termsOf(query);
    const labels = await this.#readLabels();
    const ids = (await this.#ids()).filter(id => labels.get(id)?.deletedAt === undefined);
    let found: RunsFound = { hits: [], searched: 0, total: ids.length, isOver: false, isCut: false };
    let isLeft = false;
    const put = (patch: RunsFoundPatch) => {
      found = runsFoundAfter(found, patch);
      tell.patch(patch);
    };
    const search = async () => {
      for (let from = 0; from < ids.length && !isLeft; from += atOnce) {
        const batch = ids.slice(from, from + atOnce);
        const looked = await Promise.all(batch.map(id => this.#look(id, terms, labels.get(id))));
        if (isLeft) return;
        const searched = from + batch.length;
        put({
          put: looked.flatMap(({ hit }) => hit ?? []),
          searched,
          isOver: searched === ids.length,
          isCut: found.isCut || looked.some(({ isCut }) => isCut),
        });
      }
    };
    if (ids.length === 0) found = { ...found, isOver: true };
    // Told first, then filled.
    queueMicrotask(() => void search());
    return {
      value: () => found,
      dispose: () => {
        isLeft = true;
      },
    };
  }

  /** Resolves when it is on disk and was told. */
  async say(id: RunId, saying: Saying): Promise<Problem | undefined> {
    const header = await this.#header(id);
    if (!header) return { code: 'run-gone' };
    const problem = await this.#parts.labels.say(id, saying);
    if (problem) return problem;
    const labels = await this.#readLabels();
    this.#relabelled.fire([summaryOf(header, labels.get(id))]);
    return undefined;
  }

  async labelOf(id: RunId): Promise<RunLabel> {
    return (await this.#readLabels()).get(id) ?? {};
  }

  name(id: RunId, text: string): Promise<Problem | undefined> {
    return this.say(id, { name: tidyName(text) });
  }

  dispose(): void {
    this.#relabelled.dispose();
  }

  async #headers(count: number, labels: ReadonlyMap<RunId, RunLabel>) {
    const isDeleted = ({ id }: RunHeader) => labels.get(id)?.deletedAt !== undefined;
    const newest = await this.#parts.runs.list(count, deletedIn(labels));
    const told = new Set(newest.map(({ id }) => id));
    const marked = [...labels].flatMap(([id, label]) =>
      Object.keys(label).length === 0 || told.has(id) ? [] : id,
    );
    const there = new Set(await this.#ids());
    const wanted = marked
      .filter(id => there.has(id))
      .sort()
      .slice(-mostLabelled);
    const headers = await inBatches(wanted, id => this.#header(id));
    return {
      newest: newest.filter(header => !isDeleted(header)),
      labelled: headers.flatMap(one => one ?? []),
    };
  }

  /** Of those that nobody has brought back in time nothing stays but that they were deleted. */
  async #sweep(labels: ReadonlyMap<RunId, RunLabel>): Promise<void> {
    const { clock, history, log, runs } = this.#parts;
    const before = clock.now() - keptDeletedMs;
    const due = [...labels].filter(([, { deletedAt }]) => deletedAt !== undefined && deletedAt < before);
    if (due.length === 0) return;
    const there = new Set(await history.ids());
    for (const [id] of due) {
      if (!there.has(id)) continue;
      try {
        await history.remove(id);
        runs.forget(id);
        this.#known.delete(id);
      } catch (error) {
        log.warn(`the deleted run ${id} could not be removed: ${error}`);
      }
    }
  }

  async #readLabels(): Promise<ReadonlyMap<RunId, RunLabel>> {
    this.#labels = await this.#parts.labels.read();
    return this.#labels;
  }

  async #look(id: RunId, terms: readonly string[], label: RunLabel | undefined) {
    const header = await this.#header(id);
    if (!header || !isWhole(header)) return { isCut: false };
    const summary = summaryOf(header, label);
    const names = [label?.name, header.file, header.symbol, header.model].filter(name => name !== undefined);
    const byName = findInRun(terms, names, undefined);
    if (byName) return { hit: { run: summary, ...byName } satisfies RunHit, isCut: false };
    const words = await this.#wordsOf(id);
    const hit = findInRun(terms, names, words);
    return { ...(hit ? { hit: { run: summary, ...hit } } : {}), isCut: words?.isCut === true };
  }

  async #wordsOf(id: RunId) {
    const known = this.#words.get(id);
    if (known) return known;
    const run: Run | undefined = await this.#parts.runs.get(id);
    if (!run) return undefined;
    const words = wordsOfRun(run);
    if (isFinished(run)) this.#words.put(id, words);
    return words;
  }

  async #header(id: RunId): Promise<RunHeader | undefined> {
    const run = this.#parts.runs.atHand(id);
    if (run) return headerOf(run);
    const known = this.#known.get(id);
    if (known) return known;
    const header = await this.#parts.history.header(id);
    // What is over stays as it is; one that another window writes does not.
    if (header && header.endedAt !== undefined && this.#known.size < mostListed) this.#known.set(id, header);
    return header;
  }

  /** On disk, and at hand. Newest first. */
  async #ids(): Promise<readonly RunId[]> {
    const { history, runs } = this.#parts;
    return unique([...(await history.ids()), ...runs.idsAtHand].map(id => ({ id })))
      .map(({ id }) => id)
      .sort()
      .reverse();
  }
}

function deletedIn(labels: ReadonlyMap<RunId, RunLabel>): ReadonlySet<RunId> {
  return new Set([...labels].flatMap(([id, { deletedAt }]) => (deletedAt === undefined ? [] : id)));
}

function unique<T extends { readonly id: RunId }>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map(one => [one.id, one])).values()];
}

async function inBatches<T>(ids: readonly RunId[], read: (id: RunId) => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    all.push(...(await Promise.all(ids.slice(from, from + atOnce).map(read))));
  }
  return all;
}
