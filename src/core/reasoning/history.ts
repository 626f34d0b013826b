// Runs on disk: for each a header, by which it is listed without being read, and a log of its events, by which it can be
// replayed. Nothing that was read is remembered, so nothing that could not be read is either.
import * as v from 'valibot';
import type { GrowingFiles, Log } from '../ports';
import { isFinished, Run, type RunId, type TimedEvent } from './run';
import { headerOf, RunHeader, settle } from './runHeader';
import { LogWriter, type ReadLog, readLog, replay } from './runLog';

/** What this version's first one wrote: the whole run and its events, in one document. */
const OldDocument = v.object({
  version: v.literal(1),
  run: Run,
  events: v.array(v.looseObject({ at: v.number(), event: v.looseObject({ type: v.string() }) })),
});

const ends = {
  log: '.run.jsonl',
  header: '.head.json',
  old: '.json',
  trace: '.trace.jsonl',
  predictions: '.predictions.jsonl',
  checks: '.checks.json',
} as const;

/** How many runs are listed where nobody says. */
const usualCount = 50;

/** So many are held in memory for a disk that takes nothing; then the oldest are given up. */
const mostOwed = 20;

/** Which runs are listed, where not all are. */
interface Wanted {
  readonly isWanted?: (header: RunHeader) => boolean;
  /** Only those that began later than this one: no header of an older one is read. */
  readonly after?: RunId;
  /** None of these. */
  readonly without?: ReadonlySet<RunId>;
}

interface Owed {
  readonly writer: LogWriter;
  readonly run: Run;
}

/** Writes a run while it grows. */
export interface RunRecorder {
  put(event: TimedEvent): void;
  /** Resolves when all that was put so far is on disk, or was refused. */
  flush(): Promise<unknown>;
  /** The run as it is now over. Resolves when it is on disk, or was refused. */
  end(run: Run): Promise<void>;
}

export class RunHistory {
  readonly #files: GrowingFiles;
  readonly #log: Log;
  /** Runs that this window is writing. */
  readonly #open = new Set<RunId>();
  /** Runs that are over, and of which the disk has not taken all. */
  #owed: readonly Owed[] = [];

  constructor(files: GrowingFiles, log: Log) {
    this.#files = files;
    this.#log = log;
  }

  /**
   * Newest first, from the newest but `from`. Reads the headers that it returns, and no run that is over. So many as are
   * asked for, if there are: one that cannot be read, or is not wanted, takes nobody's place.
   */
  async list(
    from = 0,
    count = usualCount,
    { isWanted = () => true, after = '', without = new Set<RunId>() }: Wanted = {},
  ): Promise<readonly RunHeader[]> {
    await this.#payBack();
    const ids = (await this.ids()).filter(id => id > after && !without.has(id));
    const headers: RunHeader[] = [];
    for (let at = from; at < ids.length && headers.length < count; ) {
      const next = ids.slice(at, at + count - headers.length);
      at += next.length;
      const read = await Promise.all(next.map(id => this.#reading(id, () => this.#header(id))));
      headers.push(...read.flatMap(header => (header && isWanted(header) ? header : [])));
    }
    return headers;
  }

  /** All that there are, newest first. */
  async ids(): Promise<readonly RunId[]> {
    const names = await this.#files.list('');
    return [...new Set(names.flatMap(name => idOf(name) ?? []))].sort().reverse();
  }

  /** `undefined` where there is none, or it cannot be read now. */
  async header(id: RunId): Promise<RunHeader | undefined> {
    return this.#reading(id, () => this.#header(id));
  }

  /** For good: none of its files is there any more. Rejects where one of them could not be removed. */
  async remove(id: RunId): Promise<void> {
    for (const what of ['checks', 'predictions', 'trace', 'log', 'old', 'header'] as const)
      await this.#files.remove(pathOf(id, what));
  }

  /** Those that began after another one, oldest first; it need not be there itself. */
  async since(id: RunId, count: number): Promise<readonly RunHeader[]> {
    const later = (await this.ids()).filter(one => one > id).reverse();
    const read = await Promise.all(
      later.slice(0, count).map(one => this.#reading(one, () => this.#header(one))),
    );
    return read.flatMap(header => header ?? []);
  }

  /** Any run, however old; `undefined` where there is none, or it cannot be read now. */
  async get(id: RunId): Promise<Run | undefined> {
    return this.#reading(id, () => this.read(id));
  }

  /** `undefined` where there is none, or its file is damaged. Rejects where it cannot be read now. */
  async read(id: RunId): Promise<Run | undefined> {
    const log = await this.#readLog(id);
    const run = log ? replay(log) : (await this.#readOld(id))?.run;
    return run && named(run, id);
  }

  /** What happened, with its times: `replay` makes the run of it again. */
  async events(id: RunId): Promise<readonly TimedEvent[]> {
    return (await this.log(id))?.events ?? [];
  }

  /** How it began, and what happened. `undefined`: there is no log of it, or it cannot be read now. */
  async log(id: RunId): Promise<ReadLog | undefined> {
    return this.#reading(id, () => this.#readLog(id));
  }

  /** The whole log as text, for a report. */
  async document(id: RunId): Promise<string | undefined> {
    return (await this.#text(pathOf(id, 'log'))) ?? this.#text(pathOf(id, 'old'));
  }

  /** What was seen when the code of a run ran, in the stead of what was kept before. Rejects where it could not be kept. */
  async keepTrace(id: RunId, text: string): Promise<void> {
    // What was told of another trace is of no use beside this one.
    await this.#files.remove(pathOf(id, 'checks'));
    await this.#files.write(pathOf(id, 'trace'), encoded(text));
  }

  /** `undefined` where nothing ran. Rejects where it cannot be read now. */
  async trace(id: RunId): Promise<string | undefined> {
    return this.#text(pathOf(id, 'trace'));
  }

  /** Those of which something was seen, newest first. */
  async traced(): Promise<readonly RunId[]> {
    const names = await this.#files.list('');
    return names
      .flatMap(name => (name.endsWith(ends.trace) ? name.slice(0, -ends.trace.length) : []))
      .sort()
      .reverse();
  }

  /** What was told of a run's steps by what was seen. Rejects where it could not be kept. */
  async keepChecks(id: RunId, text: string): Promise<void> {
    await this.#files.write(pathOf(id, 'checks'), encoded(text));
  }

  /** `undefined` where nothing was told yet. */
  async checks(id: RunId): Promise<string | undefined> {
    return this.#text(pathOf(id, 'checks'));
  }

  /** Adds whole lines to what was predicted of a run. Rejects where they could not be kept. */
  async addPredictions(id: RunId, lines: string): Promise<void> {
    await this.#files.append(pathOf(id, 'predictions'), lines);
  }

  /** `undefined` where nothing was. Rejects where it cannot be read now. */
  async predictions(id: RunId): Promise<string | undefined> {
    return this.#text(pathOf(id, 'predictions'));
  }

  /** From now on a run is kept. */
  begin(first: Run): RunRecorder {
    const { id } = first;
    const writer = new LogWriter(pathOf(id, 'log'), first, this.#files, this.#log);
    this.#open.add(id);
    void this.#payBack();
    const written = this.#writeHeader(first);
    return {
      put: event => writer.put(event),
      flush: () => Promise.all([writer.flush(), written]),
      end: async run => {
        const isKept = await writer.flush();
        await written;
        await this.#writeHeader(run);
        this.#open.delete(id);
        if (isKept) return;
        this.#log.error(`the end of the run ${id} could not be kept yet`);
        this.#owed = [...this.#owed, { writer, run }].slice(-mostOwed);
      },
    };
  }

  /** The disk may be well again: what it refused at the end of a run is written when runs are asked for, or begin. */
  async #payBack(): Promise<void> {
    const owed = this.#owed;
    this.#owed = [];
    for (const one of owed) {
      if (await one.writer.flush()) await this.#writeHeader(one.run);
      else this.#owed = [...this.#owed, one].slice(-mostOwed);
    }
  }

  async #header(id: RunId): Promise<RunHeader | undefined> {
    const text = await this.#text(pathOf(id, 'header'));
    const header = text === undefined ? undefined : v.safeParse(RunHeader, parsed(text));
    if (header?.success && isFinished(header.output)) return named(header.output, id);
    // It is under way, or its window went away in the middle, or the header is damaged: the run itself tells.
    const run = await this.read(id);
    return run && headerOf(this.#open.has(id) ? run : settle(run));
  }

  async #writeHeader(run: Run): Promise<void> {
    try {
      await this.#files.write(pathOf(run.id, 'header'), encoded(`${JSON.stringify(headerOf(run))}\n`));
    } catch (error) {
      this.#log.warn(`the header of a run could not be written: ${error}`);
    }
  }

  async #readLog(id: RunId) {
    const text = await this.#text(pathOf(id, 'log'));
    return text === undefined ? undefined : readLog(text);
  }

  async #readOld(id: RunId) {
    const text = await this.#text(pathOf(id, 'old'));
    const document = text === undefined ? undefined : v.safeParse(OldDocument, parsed(text));
    return document?.success ? document.output : undefined;
  }

  async #text(path: string): Promise<string | undefined> {
    const bytes = await this.#files.read(path);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** One run that cannot be read keeps no other from being listed, and is tried again the next time. */
  async #reading<T>(id: RunId, read: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      const found = await read();
      if (found === undefined) this.#log.warn(`the run ${id} could not be read`);
      return found;
    } catch (error) {
      this.#log.warn(`the run ${id} could not be read: ${error}`);
      return undefined;
    }
  }
}

/** The name of its file is its id: a copy, as a file sync makes, says that it is the original. */
function named<T extends { readonly id: RunId }>(run: T, id: RunId): T {
  return run.id === id ? run : { ...run, id };
}

/** Sorts by time as text, so that the newest runs are found by name alone. */
export function runIdAt(startedAt: number, random: string): RunId {
  return `${new Date(startedAt).toISOString().replace(/[:.]/g, '-')}-${random}`;
}

function pathOf(id: RunId, what: keyof typeof ends): string {
  return `${id.replace(/[^A-Za-z0-9-]/g, '_')}${ends[what]}`;
}

function idOf(name: string): RunId | undefined {
  const end = [ends.log, ends.header, ends.old].find(one => name.endsWith(one));
  return end && name.slice(0, -end.length);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
