// Runs a command that traces, and hands on what it tells while it runs. However it ends, nothing of it is left running.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { TraceEnd, TraceEvent } from '../../core/trace/event';
import type { TraceLimits } from '../../core/trace/limits';
import { TraceReader } from '../../core/trace/reader';
import type { TraceCommand, TraceMachine } from './command';
import type { KeeperFact, KeeperTask } from './keeperMessages';
import { markName, Offspring } from './processTable';

export interface TraceListener {
  /** `text` is what the events were read from, whole lines: what is kept of the trace. */
  onEvents(events: readonly TraceEvent[], text: string): void;
}

/** Resolves when the program and all that it has started are gone, with the end that was told last. Never rejects. */
export async function runTraced(
  { command, args, cwd, env, input }: TraceCommand,
  limits: TraceLimits,
  machine: TraceMachine,
  listener: TraceListener,
  signal: AbortSignal,
): Promise<TraceEnd> {
  const told = new Told(listener);
  if (signal.aborted) return told.close({ reason: 'cancelled' });
  const mark = randomUUID();
  const task: KeeperTask = {
    command,
    args,
    cwd,
    env: { ...env, [markName]: mark },
    input,
    mark,
    limits,
  };
  const keeper = spawn(machine.node, [join(machine.tools, 'keeper.cjs')], {
    cwd: machine.tools,
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: machine.platform !== 'win32',
    windowsHide: true,
  });
  const facts = new Facts(mark);
  const letGo = () => keeper.stdin?.end();
  const ending = new Ending(letGo, told);

  listen(keeper, 3, text => {
    told.read(text);
    if (told.end) ending.afterGrace();
  });
  for (const [index, to] of [
    [1, 'out'],
    [2, 'err'],
  ] as const) {
    listen(keeper, index, text => {
      if (told.aside(to, text) > limits.printedChars) ending.now({ reason: 'output' });
    });
  }
  listen(keeper, 4, text => {
    for (const fact of facts.read(text)) if (fact.fact === 'over') ending.now(endOf(fact));
  });
  const cancel = () => ending.now({ reason: 'cancelled' });
  signal.addEventListener('abort', cancel, { once: true });
  keeper.stdin?.on('error', () => undefined);
  keeper.stdin?.write(`${JSON.stringify(task)}\n`);
  // Beyond this the keeper itself was stopped.
  const late = setTimeout(() => {
    ending.now({ reason: 'time', afterMs: limits.timeMs });
    keeper.kill('SIGKILL');
  }, limits.timeMs + keeperGraceMs);

  const failure = await gone(keeper);
  await facts.offspring?.end();
  await closed(keeper);
  clearTimeout(late);
  ending.dispose();
  signal.removeEventListener('abort', cancel);
  return told.close(failure ? cannotStart(failure) : (facts.end(told) ?? lost));
}

const keeperGraceMs = 3_000;
const lost: TraceEnd = { reason: 'lost', detail: 'its keeper was ended' };

function cannotStart(detail: string): TraceEnd {
  return { reason: 'refused', fault: { code: 'cannot-start', detail } };
}

/** Resolves with what went wrong where it could not be started. */
function gone(keeper: ChildProcess): Promise<string | undefined> {
  return new Promise(resolve => {
    keeper.once('error', error => resolve(error.message));
    keeper.once('exit', () => resolve(undefined));
  });
}

/** All that was written has been read. What holds a stream open from somewhere else is not waited for. */
async function closed(keeper: ChildProcess): Promise<void> {
  const streams = keeper.stdio
    .slice(1)
    .filter((stream): stream is Readable => stream !== null && stream !== undefined);
  const ends = streams.map(stream =>
    stream.destroyed ? undefined : new Promise<void>(resolve => stream.once('close', resolve)),
  );
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>(resolve => {
    timer = setTimeout(resolve, streamGraceMs);
  });
  await Promise.race([Promise.all(ends), enough]);
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
}

const streamGraceMs = 2_000;

function listen(child: ChildProcess, index: number, onText: (text: string) => void): void {
  const stream = child.stdio[index];
  if (!stream || !('read' in stream)) return;
  const decoder = new StringDecoder('utf8');
  stream.on('data', (bytes: Buffer) => onText(decoder.write(bytes)));
  stream.on('error', () => undefined);
}

/** What was told, and what we add. */
class Told {
  readonly #listener: TraceListener;
  readonly #reader: TraceReader;
  #events: TraceEvent[] = [];
  #text = '';
  #aside = 0;
  #lastWords = '';
  #end: TraceEnd | undefined;
  hasBegun = false;

  constructor(listener: TraceListener) {
    this.#listener = listener;
    this.#reader = new TraceReader((event, line) => this.#add(event, line));
  }

  get end(): TraceEnd | undefined {
    return this.#end;
  }

  /** What was written last beside the trace: how an interpreter that cannot start complains. */
  get lastWords(): string {
    const lines = this.#lastWords.split('\n').map(line => line.trim());
    return lines.filter(line => line !== '').at(-1) ?? '';
  }

  read(text: string): void {
    if (this.#end) return;
    this.#reader.read(text);
    if (this.#reader.isFull) this.#put({ e: 'end', reason: 'output' });
    this.#flush();
  }

  /** How many characters came so. */
  aside(to: 'out' | 'err', text: string): number {
    this.#aside += text.length;
    this.#lastWords = (this.#lastWords + text).slice(-2_000);
    if (this.hasBegun && !this.#end) this.#put({ e: 'print', to, aside: true, text });
    this.#flush();
    return this.#aside;
  }

  /** The end that was told, or else this one. */
  close(end: TraceEnd): TraceEnd {
    if (!this.#end) this.#put({ e: 'end', ...end });
    this.#flush();
    return this.#end ?? end;
  }

  /** Through a reader of its own: what the tracer has begun to tell is not gone on with. */
  #put(wire: object): void {
    new TraceReader((event, line) => this.#add(event, line)).read(`${JSON.stringify(wire)}\n`);
  }

  #add(event: TraceEvent, line: string): void {
    if (this.#end) return;
    if (event.type === 'begin') this.hasBegun = true;
    if (event.type === 'end') this.#end = event.end;
    this.#events.push(event);
    this.#text += `${line}\n`;
  }

  #flush(): void {
    if (this.#events.length === 0) return;
    const [events, text] = [this.#events, this.#text];
    this.#events = [];
    this.#text = '';
    this.#listener.onEvents(events, text);
  }
}

/** When the keeper is told to end the program. */
class Ending {
  readonly #letGo: () => void;
  readonly #told: Told;
  #timer: NodeJS.Timeout | undefined;

  constructor(letGo: () => void, told: Told) {
    this.#letGo = letGo;
    this.#told = told;
  }

  now(end: TraceEnd): void {
    this.#told.close(end);
    this.#letGo();
  }

  /** It has said that it is done: what it still closes and writes is its own. */
  afterGrace(): void {
    this.#timer ??= setTimeout(this.#letGo, endGraceMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

const endGraceMs = 1_000;

/** What the keeper has told. */
class Facts {
  readonly #mark: string;
  #rest = '';
  #exited: Extract<KeeperFact, { fact: 'exited' }> | undefined;
  #failed: string | undefined;
  offspring: Offspring | undefined;

  constructor(mark: string) {
    this.#mark = mark;
  }

  read(text: string): readonly KeeperFact[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    const facts = lines.map((line): KeeperFact => JSON.parse(line));
    for (const fact of facts) {
      if (fact.fact === 'started') this.offspring = new Offspring(fact.pid, this.#mark);
      else if (fact.fact === 'failed') this.#failed = fact.detail;
      else if (fact.fact === 'exited') this.#exited = fact;
    }
    return facts;
  }

  /** How a program ended that did not say so itself. */
  end(told: Told): TraceEnd | undefined {
    if (this.#failed !== undefined) return cannotStart(this.#failed);
    if (!this.#exited) return undefined;
    const { status, signal } = this.#exited;
    if (!told.hasBegun) return cannotStart(told.lastWords || `${signal ?? status}`);
    // V8 gives up so where its heap has no more room.
    if (signal === 'SIGABRT' && /heap/.test(told.lastWords)) return { reason: 'memory', bytes: 0 };
    return signal === null ? { reason: 'exited', status: status ?? 0 } : { reason: 'lost', detail: signal };
  }
}

function endOf(fact: Extract<KeeperFact, { fact: 'over' }>): TraceEnd {
  const { fact: _, ...end } = fact;
  return end;
}
