// What the instrumented program calls: turns it into events. What it was given is in the pipe when it returns, so that a
// kill takes nothing away.
import { writeSync } from 'node:fs';
import { errorKind, messageOf, wire } from './show';

interface File {
  readonly id: number;
  readonly sites: readonly (readonly [number, ...string[]])[];
  readonly functions: readonly (readonly [number, string, ...string[]])[];
}

/** What the instrumenter writes at the head of a file. */
export interface FileTable {
  readonly path: string;
  readonly lines: readonly number[];
  readonly loops: readonly (readonly [number, number])[];
  readonly sites: File['sites'];
  readonly functions: File['functions'];
}

interface Frame {
  readonly number: number;
  readonly file: File;
  texts: Map<string, string>;
  /** Plain values as they were: the same one needs no second look. */
  held: Map<string, unknown>;
  line: number;
  /** The statement that was reached last, while nothing else has happened in it; -1 after that. */
  site: number;
  /** The line of the loop whose head was reached last, while nothing else has happened in it; 0 after that. */
  atHead: number;
  error: unknown;
  result: unknown;
  by: Frame | undefined;
}

export interface RecorderLimits {
  readonly steps: number;
  readonly printedChars: number;
}

const { stringify } = JSON;
const { reallyExit } = process as unknown as { readonly reallyExit: (status: number) => never };
const missing = Symbol('not there yet');
const none = Symbol('none');

export class Recorder {
  readonly #fd: number;
  #left: number;
  #printedLeft: number;
  #files = 0;
  #calls = 0;
  #errors = 0;
  readonly #errorNumbers = new WeakMap<object, number>();
  #current: Frame | undefined;
  #isOver = false;
  /** What is known of lines that have run: goes with the next line, before that one runs. */
  #waiting = '';
  /** Runs when the lines of the file that was asked for have run. */
  onLoaded: ((call: (() => Promise<unknown>) | undefined) => void) | undefined;

  constructor(fd: number, limits: RecorderLimits) {
    this.#fd = fd;
    this.#left = limits.steps;
    this.#printedLeft = limits.printedChars;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  tell(event: string): void {
    if (this.#isOver) return;
    const text = this.#waiting + event;
    this.#waiting = '';
    let bytes: Uint8Array | undefined;
    let done = 0;
    for (;;) {
      try {
        if (!bytes) {
          const written = writeSync(this.#fd, text);
          if (written === Buffer.byteLength(text)) return;
          bytes = Buffer.from(text);
          done = written;
        } else done += writeSync(this.#fd, bytes, done);
        if (done >= bytes.length) return;
      } catch (error) {
        if (!isFull(error)) throw error;
        Atomics.wait(waiting, 0, 0, 1);
      }
    }
  }

  end(text: string): void {
    this.tell(text);
    this.#isOver = true;
  }

  say(to: 'out' | 'err', text: string): void {
    const isFull = text.length > this.#printedLeft;
    const said = text.slice(0, this.#printedLeft);
    this.#printedLeft -= said.length;
    for (let from = 0; from < said.length; from += 16_000) {
      this.tell(`{"e":"print","to":"${to}","text":${stringify(said.slice(from, from + 16_000))}}\n`);
    }
    if (isFull) this.#leave('output');
  }

  #leave(reason: 'output' | 'steps'): never {
    this.end(`{"e":"end","reason":"${reason}"}\n`);
    return reallyExit(0);
  }

  /** An exception that nothing in the file caught. */
  raisedOutside(error: unknown): void {
    if (this.#current) this.#raised(this.#current, error);
  }

  /** A file's own lines and all that they name. */
  file({ path, lines, loops, sites, functions }: FileTable) {
    const file: File = { id: this.#files, sites, functions };
    this.#files += 1;
    this.tell(
      `{"e":"file","id":${file.id},"path":${stringify(path)},"lines":${stringify(lines)},"loops":${stringify(loops)}}\n`,
    );
    return {
      m: () => this.#call(file, 1, '<module>', '', []),
      e: (frame: Frame, call?: () => Promise<unknown>) => {
        this.#return(frame);
        this.#over(frame);
        if (call) this.onLoaded?.(call);
      },
      c: (index: number, values: readonly unknown[]) => {
        const [line, name, ...names] = file.functions[index] ?? [0, ''];
        return this.#call(file, line, name, names, values);
      },
      s: (frame: Frame, site: number, values: readonly unknown[]) => {
        frame.atHead = 0;
        this.#at(frame, site, values);
        frame.site = site;
      },
      r: (frame: Frame, site: number, values: readonly unknown[], own: number) =>
        this.#head(frame, site, values, own),
      v: (frame: Frame, site: number, values: readonly unknown[]) => {
        const text = this.#changed(frame, site, values);
        this.#waiting += text;
      },
      b: (frame: Frame, line: number, isLoop: 0 | 1, value: unknown) => {
        this.#branch(frame, line, isLoop, Boolean(value));
        return value;
      },
      x: (frame: Frame, line: number, own: number) => {
        if (frame.atHead === line || frame.site === own) this.#branch(frame, line, 1, false);
      },
      q: (frame: Frame, value: unknown, site: number, values: readonly unknown[]) => {
        const text = this.#changed(frame, site, values);
        this.#waiting += text;
        frame.result = value;
        return value;
      },
      k: (frame: Frame, error: unknown) => {
        this.#enter(frame);
        this.#raised(frame, error);
      },
      t: (frame: Frame, error: unknown) => {
        this.#enter(frame);
        this.#raised(frame, error);
        frame.result = none;
        return error;
      },
      l: (frame: Frame) => {
        if (frame.result === none) this.tell(`{"e":"leave","f":${frame.number}}\n`);
        else this.#return(frame);
        this.#over(frame);
      },
      p: (frame: Frame, value: unknown) => {
        this.tell(`{"e":"pause","f":${frame.number}}\n`);
        this.#over(frame);
        return value;
      },
      y: (frame: Frame, value: unknown) => {
        this.tell(`{"e":"yield","f":${frame.number},"value":${wire(value)}}\n`);
        this.#over(frame);
        return value;
      },
      w: (frame: Frame, value: unknown) => {
        this.#enter(frame);
        this.tell(`{"e":"resume","f":${frame.number}}\n`);
        return value;
      },
      g: (read: () => unknown) => {
        try {
          return read();
        } catch {
          return missing;
        }
      },
    };
  }

  #call(
    file: File,
    line: number,
    name: string,
    names: readonly string[] | '',
    values: readonly unknown[],
  ): Frame {
    this.#calls += 1;
    const frame: Frame = {
      number: this.#calls,
      file,
      texts: new Map(),
      held: new Map(),
      line,
      site: -1,
      atHead: 0,
      error: none,
      result: undefined,
      by: this.#current,
    };
    const set = this.#sets(frame, names || [], values);
    const from = this.#current?.number ?? 0;
    this.#current = frame;
    this.tell(
      `{"e":"call","f":${frame.number},"by":${from},"file":${file.id},"l":${line},"name":${stringify(name)}${set ? `,"set":{${set}}` : ''}}\n`,
    );
    return frame;
  }

  /** It runs again, after a pause or because an exception came back to it. */
  #enter(frame: Frame): void {
    if (this.#current === frame) return;
    let open = this.#current;
    while (open && open !== frame) open = open.by;
    if (!open) frame.by = this.#current;
    this.#current = frame;
  }

  #over(frame: Frame): void {
    if (this.#current === frame) this.#current = frame.by;
    frame.by = undefined;
  }

  #at(frame: Frame, site: number, values: readonly unknown[]): void {
    this.#left -= 1;
    if (this.#left < 0) this.#leave('steps');
    const line = frame.file.sites[site]?.[0] ?? 0;
    const before = this.#changed(frame, site, values);
    const gone = this.#gone(frame, site);
    frame.line = line;
    frame.error = none;
    this.tell(`${before}{"e":"line","f":${frame.number},"l":${line}}\n${gone}`);
  }

  /** `own`: the site of the loop's statement; where that was reached just now, this is no second time. */
  #head(frame: Frame, site: number, values: readonly unknown[], own: number): void {
    if (frame.site === own) {
      const text = this.#changed(frame, site, values);
      this.#waiting += text;
    } else this.#at(frame, site, values);
    frame.site = -1;
    frame.atHead = frame.line;
  }

  #branch(frame: Frame, line: number, isLoop: 0 | 1, taken: boolean): void {
    frame.atHead = 0;
    frame.site = -1;
    this.#waiting += `{"e":"branch","f":${frame.number},"l":${line},"what":"${isLoop ? 'loop' : 'if'}","taken":${taken}}\n`;
  }

  #return(frame: Frame): void {
    this.tell(`{"e":"return","f":${frame.number},"value":${wire(frame.result)}}\n`);
  }

  #raised(frame: Frame, error: unknown): void {
    if (frame.error === error) return;
    frame.error = error;
    this.tell(
      `{"e":"raise","f":${frame.number},"l":${frame.line},"x":${this.#numberOf(error)},"kind":${stringify(errorKind(error))},"text":${stringify(messageOf(error))}}\n`,
    );
  }

  #numberOf(error: unknown): number {
    const known = isObject(error) ? this.#errorNumbers.get(error) : undefined;
    if (known !== undefined) return known;
    this.#errors += 1;
    if (isObject(error)) this.#errorNumbers.set(error, this.#errors);
    return this.#errors;
  }

  #changed(frame: Frame, site: number, values: readonly unknown[]): string {
    const names = frame.file.sites[site];
    const set = names ? this.#sets(frame, names, values, 1) : '';
    return set ? `{"e":"values","f":${frame.number},"set":{${set}}}\n` : '';
  }

  /** What is out of its block from here on. */
  #gone(frame: Frame, site: number): string {
    const names = frame.file.sites[site];
    if (!names || frame.texts.size <= names.length - 1) return '';
    const gone: string[] = [];
    for (const name of frame.texts.keys()) if (!names.includes(name, 1)) gone.push(name);
    for (const name of gone) {
      frame.texts.delete(name);
      frame.held.delete(name);
    }
    return gone.length > 0 ? `{"e":"values","f":${frame.number},"gone":${stringify(gone)}}\n` : '';
  }

  #sets({ texts, held }: Frame, names: readonly unknown[], values: readonly unknown[], from = 0): string {
    let set = '';
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (value === missing) continue;
      const name = names[index + from] as string;
      const isPlain = typeof value !== 'object' && typeof value !== 'function';
      if (isPlain && Object.is(held.get(name), value) && texts.has(name)) continue;
      held.set(name, isPlain ? value : none);
      const text = wire(value);
      if (texts.get(name) === text) continue;
      texts.set(name, text);
      set += `${set ? ',' : ''}${stringify(name)}:${text}`;
    }
    return set;
  }
}

const waiting = new Int32Array(new SharedArrayBuffer(4));

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
