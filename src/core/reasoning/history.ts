// Earlier runs: one JSON document each, with the events and their times, so that a run can be replayed or attached
// to a report. A document that cannot be read is set aside by leaving it alone: the others load.
import * as v from 'valibot';
import { deepestKept, isDeeperThan } from '../base/depth';
import type { Documents, Log } from '../ports';
import { advance, isFinished, newRun, Run, type RunId, type TimedEvent } from './run';

export const RunDocument = v.object({
  version: v.literal(1),
  run: Run,
  events: v.array(v.looseObject({ at: v.number(), event: v.looseObject({ type: v.string() }) })),
});

export interface RunRecord {
  readonly run: Run;
  readonly events: readonly TimedEvent[];
}

/** How many runs are listed; older documents stay on disk. */
const listedRuns = 50;

export class RunHistory {
  readonly #documents: Documents;
  readonly #log: Log;
  #recent: Promise<Map<RunId, Run>> | undefined;

  constructor(documents: Documents, log: Log) {
    this.#documents = documents;
    this.#log = log;
  }

  /** Newest first. Reads the folder on the first call. */
  async list(): Promise<readonly Run[]> {
    return [...(await this.#load()).values()].sort((a, b) => b.startedAt - a.startedAt);
  }

  async get(id: RunId): Promise<Run | undefined> {
    return (await this.#load()).get(id);
  }

  /** The whole document as text, for a report. */
  async document(id: RunId): Promise<string | undefined> {
    const bytes = await this.#documents.read(pathOf(id));
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Resolves when the document is on disk. */
  async save({ run, events }: RunRecord): Promise<void> {
    const document = { version: 1, run, events: mergeDeltas(events) };
    (await this.#load()).set(run.id, run);
    await this.#documents.write(
      pathOf(run.id),
      new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`),
    );
  }

  #load(): Promise<Map<RunId, Run>> {
    this.#recent ??= this.#readRecent();
    return this.#recent;
  }

  async #readRecent(): Promise<Map<RunId, Run>> {
    const names = (await this.#documents.list('')).filter(name => name.endsWith('.json')).sort();
    const runs = await Promise.all(names.slice(-listedRuns).map(name => this.#read(name)));
    return new Map(runs.flatMap(run => (run ? [[run.id, run] as const] : [])));
  }

  async #read(name: string): Promise<Run | undefined> {
    const bytes = await this.#documents.read(name);
    const run = bytes && parseRun(new TextDecoder().decode(bytes));
    if (!run) this.#log.warn(`the run in ${name} could not be read and is not listed`);
    return run;
  }
}

/** The run of a document, or `undefined` where the text is no such document. */
export function parseRun(text: string): Run | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (isDeeperThan(json, deepestKept)) return undefined;
  const document = v.safeParse(RunDocument, json);
  return document.success ? document.output.run : undefined;
}

/** The run as it grows again from its events. */
export function replay(run: Run, events: readonly TimedEvent[]): Run {
  const { question, follows, questionLines: lines } = run;
  const followUp =
    question !== undefined && follows !== undefined
      ? { before: { id: follows }, question, lines }
      : undefined;
  return events.reduce(advance, newRun(run.id, run.startedAt, run.excerpt, followUp));
}

/** A run that was open when its window went away: nothing will come any more. */
export function settle(run: Run): Run {
  return isFinished(run) ? run : { ...run, state: 'stopped', isWriting: false };
}

/** Sorts by time as text, so that the newest documents are found by name alone. */
export function runIdAt(startedAt: number, random: string): RunId {
  return `${new Date(startedAt).toISOString().replace(/[:.]/g, '-')}-${random}`;
}

function pathOf(id: RunId): string {
  return `${id.replace(/[^A-Za-z0-9-]/g, '_')}.json`;
}

/** Neighbouring pieces of one text, joined: the document holds a line a piece of news, not one a token. */
function mergeDeltas(events: readonly TimedEvent[]): readonly TimedEvent[] {
  const merged: TimedEvent[] = [];
  for (const next of events) {
    const last = merged.at(-1);
    const isClose = last !== undefined && next.at - last.at < 250;
    if (isClose && next.event.type === 'stepText' && last.event.type === 'stepText') {
      merged[merged.length - 1] = {
        at: last.at,
        event: { type: 'stepText', text: last.event.text + next.event.text },
      };
    } else if (isClose && next.event.type === 'thinking' && last.event.type === 'thinking') {
      merged[merged.length - 1] = {
        at: last.at,
        event: { type: 'thinking', text: last.event.text + next.event.text },
      };
    } else merged.push(next);
  }
  return merged;
}
