// The log of one run, line by line: how it began, then what happened, each with its time. Only ever added to.
import * as v from 'valibot';
import type { GrowingFiles, Log } from '../ports';
import { advance } from './advance';
import { LineSpanSchema } from './lineSpan';
import { Budget, Destination, Message, Run, type RunEvent, Step, type TimedEvent } from './run';

/** The first line of a log. */
const Beginning = v.looseObject({ v: v.literal(2), run: Run });

const text = v.looseObject({ text: v.string() });

/** What a run needs of each event to grow by it. Events of a later version stay in the log and are passed over. */
const shapes: Readonly<Record<RunEvent['type'], v.GenericSchema>> = {
  connecting: v.looseObject({}),
  queued: v.looseObject({}),
  loading: v.looseObject({ model: v.string() }),
  reading: v.looseObject({ processed: v.number(), total: v.number(), cached: v.number() }),
  prepared: v.looseObject({
    destination: Destination,
    messages: v.array(Message),
    budget: v.optional(Budget),
    form: Run.entries.form,
    grammar: Run.entries.grammar,
    schema: Run.entries.schema,
    pieces: Run.entries.pieces,
    definitions: Run.entries.definitions,
  }),
  tokens: v.looseObject({ lengths: v.array(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))) }),
  skippable: v.looseObject({}),
  skipped: v.looseObject({}),
  summary: text,
  thinking: text,
  rethink: v.looseObject({ text: v.string(), keep: v.optional(Run.entries.stepsBefore) }),
  step: v.looseObject({ step: Step }),
  stepText: text,
  stepLines: v.looseObject({ lines: LineSpanSchema, named: LineSpanSchema }),
  answered: text,
  usage: v.looseObject({ usage: v.looseObject({}) }),
  warning: v.looseObject({ warning: v.looseObject({ kind: v.string() }) }),
  done: v.looseObject({ reason: v.string(), detail: v.optional(v.string()) }),
  failed: v.looseObject({ problem: v.looseObject({ code: v.string() }) }),
};

const shapeOf = new Map<unknown, v.GenericSchema>(Object.entries(shapes));

const Line = v.looseObject({ at: v.number(), event: v.custom<RunEvent>(isKnown) });

function isKnown(event: unknown): boolean {
  if (typeof event !== 'object' || event === null || !('type' in event)) return false;
  const shape = shapeOf.get(event.type);
  return shape !== undefined && v.is(shape, event);
}

export interface ReadLog {
  /** As it began. */
  readonly first: Run;
  readonly events: readonly TimedEvent[];
}

/**
 * `undefined` where the beginning is not there or not readable. A torn or damaged line takes no other with it, but the
 * words that would otherwise be read on to a step that they are no part of.
 */
export function readLog(text: string): ReadLog | undefined {
  const [head = '', ...rest] = text.split('\n');
  const beginning = v.safeParse(Beginning, parsed(head));
  if (!beginning.success) return undefined;
  const events: TimedEvent[] = [];
  let isStepLost = false;
  for (const line of rest) {
    if (line === '') continue;
    const value = parsed(line);
    const read = v.safeParse(Line, value);
    const type = read.success ? read.output.event.type : typeIn(value);
    if (!read.success) {
      // What cannot be read at all may have been a step, too; another event of a later version was none.
      if (type === undefined || type === 'step' || type === 'stepText') isStepLost = true;
      continue;
    }
    if (type === 'step' || type === 'rethink') isStepLost = false;
    if ((type !== 'stepText' && type !== 'stepLines') || !isStepLost) events.push(read.output);
  }
  return { first: beginning.output.run, events };
}

function typeIn(line: unknown): unknown {
  return v.is(Typed, line) ? line.event.type : undefined;
}

const Typed = v.looseObject({ event: v.looseObject({ type: v.string() }) });

/** The run as it grows again from its events. */
export function replay({ first, events }: ReadLog): Run {
  return events.reduce(advance, first);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Writes one run's log, a batch at a time. What could not be written is tried again with the next. */
export class LogWriter {
  readonly #path: string;
  readonly #files: GrowingFiles;
  readonly #log: Log;
  #waiting: string;
  #events: TimedEvent[] = [];
  #writing: Promise<boolean> | undefined;

  constructor(path: string, first: Run, files: GrowingFiles, log: Log) {
    this.#path = path;
    this.#files = files;
    this.#log = log;
    this.#waiting = `${JSON.stringify({ v: 2, run: first })}\n`;
  }

  put(event: TimedEvent): void {
    this.#events.push(event);
  }

  /** Resolves when all that was put so far is on disk, or was refused: `false`. */
  async flush(): Promise<boolean> {
    while (this.#writing) await this.#writing;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #write(): Promise<boolean> {
    const lines = joined(this.#events).map(event => `${JSON.stringify(event)}\n`);
    this.#events = [];
    const text = this.#waiting + lines.join('');
    this.#waiting = '';
    if (text === '') return true;
    try {
      await this.#files.append(this.#path, text);
      return true;
    } catch (error) {
      this.#waiting = text;
      this.#log.warn(`the run could not be kept yet: ${error}`);
      return false;
    }
  }
}

/** Pieces of one text that came together are one line. */
const joinWithinMs = 250;

function joined(events: readonly TimedEvent[]): readonly TimedEvent[] {
  const lines: TimedEvent[] = [];
  let open:
    | { readonly at: number; readonly type: 'summary' | 'stepText' | 'thinking'; readonly texts: string[] }
    | undefined;
  const close = () => {
    if (open) lines.push({ at: open.at, event: { type: open.type, text: open.texts.join('') } });
    open = undefined;
  };
  for (const timed of events) {
    const { at, event } = timed;
    if (event.type !== 'stepText' && event.type !== 'thinking' && event.type !== 'summary') {
      close();
      lines.push(timed);
    } else if (open?.type === event.type && at - open.at < joinWithinMs) open.texts.push(event.text);
    else {
      close();
      open = { at, type: event.type, texts: [event.text] };
    }
  }
  close();
  return lines;
}
