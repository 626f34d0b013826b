// What the reader has said about runs: a name, a pin, that one is deleted. It stands beside the runs and never in their
// logs, a line for each saying, in a journal of each window; the latest saying of each thing counts. Versions that know
// nothing of it list the runs as they are, and what a later version says stays in the lines.
import * as v from 'valibot';
import type { Problem } from '../base/problem';
import type { Clock, GrowingFiles, Log } from '../ports';
import type { RunId } from './run';

export interface RunLabel {
  readonly name?: string;
  readonly isPinned?: true;
  /** When it was deleted; it can be brought back until its files are removed. */
  readonly deletedAt?: number;
}

/** What is said at once; `null` takes a name back. */
export interface Saying {
  readonly name?: string | null;
  readonly isPinned?: boolean;
  readonly isDeleted?: boolean;
}

/** A name is a line in a list; more of it would not be seen. */
export const longestName = 200;

const Said = v.looseObject({
  at: v.pipe(v.number(), v.finite()),
  run: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  name: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(longestName)))),
  isPinned: v.optional(v.boolean()),
  isDeleted: v.optional(v.boolean()),
});
type Said = v.InferOutput<typeof Said>;

const start = 'labels-';
const end = '.jsonl';

/** Whoever writes more into one file than some ten thousand sayings is not us. */
const mostBytes = 4_000_000;

export class RunLabels {
  readonly #files: GrowingFiles;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #own: string;
  /** Of this window, from the first one on that its disk may not have taken. */
  readonly #said: Said[] = [];
  #writing: Promise<unknown> = Promise.resolve();

  /** `writer`: the name of this window and session, for its own journal. */
  constructor(parts: { files: GrowingFiles; clock: Clock; log: Log; writer: string }) {
    this.#files = parts.files;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#own = `${start}${parts.writer}${end}`;
  }

  /** By run, as it is now, in other windows too. What cannot be read is left out. */
  async read(): Promise<ReadonlyMap<RunId, RunLabel>> {
    const names = (await this.#files.list('')).filter(name => name.startsWith(start) && name.endsWith(end));
    const journals = await Promise.all(names.sort().map(name => this.#journal(name)));
    return labelsOf([...journals.flat(), ...this.#said]);
  }

  /** Resolves when it is on disk, or with what keeps it from there; then it was not said. */
  async say(run: RunId, saying: Saying): Promise<Problem | undefined> {
    const said: Said = { at: this.#clock.now(), run, ...saying };
    const written = this.#writing.then(() =>
      this.#files.append(this.#own, `${JSON.stringify(said)}\n`).then(
        () => void this.#said.push(said),
        (error: unknown): Problem => {
          this.#log.error(`what was said about the run ${run} could not be kept: ${error}`);
          return { code: 'not-written', detail: String(error) };
        },
      ),
    );
    this.#writing = written;
    return (await written) ?? undefined;
  }

  async #journal(name: string): Promise<readonly Said[]> {
    try {
      const bytes = await this.#files.read(name);
      if (!bytes || bytes.length > mostBytes) return [];
      return new TextDecoder().decode(bytes).split('\n').flatMap(saidIn);
    } catch (error) {
      this.#log.warn(`${name} could not be read: ${error}`);
      return [];
    }
  }
}

/** A torn or damaged line takes no other with it. */
function saidIn(line: string): readonly Said[] {
  if (line === '') return [];
  try {
    const said = v.safeParse(Said, JSON.parse(line));
    return said.success ? [said.output] : [];
  } catch {
    return [];
  }
}

/** The latest of each thing, in whichever order they come; of two at one instant the greater, so that all windows agree. */
export function labelsOf(sayings: readonly Said[]): ReadonlyMap<RunId, RunLabel> {
  const latest = new Map<RunId, { -readonly [Key in keyof Saying]?: { at: number; value: Saying[Key] } }>();
  for (const said of sayings) {
    const known = latest.get(said.run) ?? {};
    latest.set(said.run, known);
    if (isLater(said.at, said.name, known.name)) known.name = { at: said.at, value: said.name };
    if (isLater(said.at, said.isPinned, known.isPinned))
      known.isPinned = { at: said.at, value: said.isPinned };
    if (isLater(said.at, said.isDeleted, known.isDeleted))
      known.isDeleted = { at: said.at, value: said.isDeleted };
  }
  return new Map(
    [...latest].map(([run, { name, isPinned, isDeleted }]) => [
      run,
      {
        ...(typeof name?.value === 'string' ? { name: name.value } : {}),
        ...(isPinned?.value ? { isPinned: true as const } : {}),
        ...(isDeleted?.value ? { deletedAt: isDeleted.at } : {}),
      },
    ]),
  );
}

function isLater<T>(
  at: number,
  value: T | undefined,
  known: { readonly at: number; readonly value: T | undefined } | undefined,
): boolean {
  if (value === undefined) return false;
  return known === undefined || at > known.at || (at === known.at && `${value}` >= `${known.value}`);
}

/** A name as it is kept: one line, without blanks around it. Empty: no name. */
export function tidyName(text: string): string | null {
  const name = text.replace(/\s+/gu, ' ').trim().slice(0, longestName).trim();
  return name === '' ? null : name;
}
