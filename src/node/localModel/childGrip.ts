// The hold of the window that started the server: the child's stdin, which closes however this process ends.
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Halt } from './problems';
import { killGroup, quietly, type Spawn } from './processes';
import type { Grip } from './sharing';

/** A server whose model is loaded; what it takes to use it is known to who started it. */
export type Started = Omit<Grip, 'key' | 'secret'>;

export interface GripOptions {
  /** The folder in which it runs. */
  readonly cwd: string;
  readonly firstLine: string;
  readonly signal: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

/** Starts serve.py. Settles when it is ready; halts with `server-died` when it ends before, or with `cancelled`. */
export function grip(
  spawn: Spawn,
  command: string,
  args: readonly string[],
  { cwd, firstLine, signal, log }: GripOptions,
): Promise<Started> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { ...quietly, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = child;
    if (stdin === null || stdout === null || stderr === null) throw new Error('a child without pipes');
    const abort = () => killGroup(child);
    signal?.addEventListener('abort', abort, { once: true });

    const said: string[] = [];
    createInterface({ input: stderr }).on('line', line => {
      said.push(line);
      if (said.length > keptLines) said.shift();
      log(line);
    });
    let onReleased: (() => void) | undefined;
    const released = new Promise<void>(settle => {
      onReleased = settle;
    });
    // `close`, not `exit`: by then its last words have been read.
    const gone = new Promise<void>(settle => child.once('close', () => settle()));
    createInterface({ input: stdout }).on('line', line => {
      const fact = factOf(line);
      if (fact.released === 'stdin') onReleased?.();
      const { state, url } = fact;
      if (state !== 'ready' || typeof url !== 'string') return;
      signal?.removeEventListener('abort', abort);
      resolve({ url, pid: child.pid ?? 0, gone, letGo: () => letGo(child, gone, released) });
    });
    child.once('error', reject);
    void gone.then(() => {
      signal?.removeEventListener('abort', abort);
      reject(
        new Halt(signal?.aborted ? { code: 'cancelled' } : { code: 'server-died', detail: complaint(said) }),
      );
    });
    // A child that dies at once takes its stdin with it; `close` reports that.
    stdin.on('error', () => undefined);
    stdin.write(`${firstLine}\n`);
  });
}

/** What the server complained of: its first line at level E (the cause; later ones give up), or Python's exception. */
export function complaint(lines: readonly string[]): string {
  const spoken = lines.map(line => line.trim()).filter(line => line !== '');
  const error = spoken.find(line => errorLevel.test(line));
  return error?.replace(errorLevel, '').replace(/\s+/g, ' ') ?? spoken.at(-1) ?? 'it said nothing';
}

const errorLevel = /^[\d.]+ E /;
const keptLines = 50;
/** Longer than it needs to see that stdin is closed, even while an answer keeps both cores busy. */
const graceMs = 3000;

async function letGo(child: ChildProcess, gone: Promise<void>, released: Promise<void>): Promise<void> {
  child.stdin?.end();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), graceMs);
  });
  const how = await Promise.race([gone, released.then(() => 'released' as const), late]);
  clearTimeout(timer);
  if (how === 'released') {
    // Others hold it: it goes on without us, and must not keep this process alive.
    child.unref();
    child.stdout?.destroy();
    child.stderr?.destroy();
  } else if (how === 'late') {
    killGroup(child, 'SIGKILL');
    await gone;
  }
}

function factOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const fact: unknown = JSON.parse(line);
    return typeof fact === 'object' && fact !== null ? { ...fact } : {};
  } catch {
    return {};
  }
}
