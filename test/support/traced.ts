// Runs small programs under the real tracers, in real processes, in a folder of its own that is gone in the end.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TraceEnd, TraceEvent } from '../../src/core/trace/event';
import { type TraceLimits, usualLimits } from '../../src/core/trace/limits';
import { Trace } from '../../src/core/trace/trace';
import { type TraceMachine, type TraceRequest, traceCommand } from '../../src/node/trace/command';
import { runTraced } from '../../src/node/trace/runTraced';

export const machine: TraceMachine = {
  tools: resolve('out/test/trace'),
  env: process.env,
  platform: process.platform,
  node: process.execPath,
};

/** Past the shims of a version manager, which take a tenth of a second each time. */
export const python: string = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim();

export interface Traced {
  readonly trace: Trace;
  readonly events: readonly TraceEvent[];
  readonly end: TraceEnd;
  /** As it would be kept. */
  readonly text: string;
}

export interface TracedOptions extends Partial<Omit<TraceRequest, 'limits'>> {
  readonly limits?: Partial<TraceLimits>;
  readonly signal?: AbortSignal;
  /** Called with what has been seen so far. */
  readonly onEvents?: (events: readonly TraceEvent[]) => void;
}

/** A folder with these files, for as long as `work` takes. */
export async function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'marginalia-traced-')));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function tracedIn(folder: string, name: string, options: TracedOptions = {}): Promise<Traced> {
  const { limits, signal, onEvents, ...more } = options;
  const language = name.endsWith('.py') ? 'python' : 'javascript';
  const all = { ...usualLimits, ...limits };
  const interpreter = language === 'python' ? { interpreter: python } : {};
  const request = {
    language,
    file: join(folder, name),
    roots: [folder],
    limits: all,
    ...interpreter,
    ...more,
  } as const;
  const made = traceCommand(request, machine);
  if (!made.ok) throw new Error(`no command: ${made.fault.code}`);
  const trace = new Trace();
  const events: TraceEvent[] = [];
  let text = '';
  const listener = {
    onEvents(some: readonly TraceEvent[], lines: string) {
      events.push(...some);
      for (const event of some) trace.add(event);
      text += lines;
      onEvents?.(some);
    },
  };
  const end = await runTraced(made.command, all, machine, listener, signal ?? new AbortController().signal);
  return { trace, events, end, text };
}

/** One file alone, by its name's ending: `py`, `mjs`, `cjs`, `ts`. */
export function traced(ending: string, text: string, options: TracedOptions = {}): Promise<Traced> {
  return inFolder({ [`sample.${ending}`]: text }, folder => tracedIn(folder, `sample.${ending}`, options));
}

/** The lines that were reached in the sample, in the order of the run. */
export function linesOf({ trace }: Traced): readonly number[] {
  return Array.from({ length: trace.steps }, (_, step) => trace.step(step)?.line ?? 0);
}

/** "x=1 y=[2]": what was known after the k-th time on a line. */
export function valuesAt({ trace }: Traced, line: number, k = 0): string {
  const step = trace.visit(0, line, k);
  return step === undefined
    ? 'not reached'
    : trace
        .valuesAfter(step)
        .map(({ name, value }) => `${name}=${value.text}`)
        .join(' ');
}
