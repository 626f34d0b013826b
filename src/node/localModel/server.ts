// Starts the installed server on a free loopback port, and sees to it that it ends.
import { spawn as nodeSpawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { type ModelId, models } from './catalogue';
import { grip, type Ready } from './childGrip';
import { isModelReady, isServerReady } from './install';
import { type Layout, layoutOf, modelFile } from './layout';
import { Halt, type Outcome, outcomeOf } from './problems';
import type { Spawn } from './processes';
import serveScript from './serve.py';
import { announce, type Grip, holdRunning } from './sharing';

export interface LocalServer {
  /** E.g. "http://127.0.0.1:40213"; chat is below `/v1`. */
  readonly url: string;
  /** The name under which the server offers the model. */
  readonly model: ModelId;
  /** Tokens of one request, prompt and answer together. */
  readonly contextTokens: number;
  readonly pid: number;
  /** Somebody is using it: the idle time begins anew. */
  touch(): void;
  /** Lets go of it. It has ended when this settles, unless another window holds it. */
  stop(): Promise<void>;
  /** Why it is no longer ours; a server that ended must be started again for the next run. */
  readonly ended: Promise<'stopped' | 'idle' | 'died'>;
}

export interface StartOptions {
  readonly folder: string;
  readonly model: ModelId;
  readonly contextTokens: number;
  /** Given: that port, so that the loading phase can be watched there. Otherwise a free one. */
  readonly port?: number;
  readonly chatTemplate?: string;
  /** Requests that are answered at the same time; each gets all of `contextTokens`. */
  readonly parallel?: number;
  /** Processors that it computes on; see `restrainedThreads`. */
  readonly threads?: number;
  /** Without a touch for so long, and with no request under way, it ends. Never when left out. */
  readonly idleMs?: number;
  /** Windows that ask for the same model, template and sizes get one server between them. */
  readonly shared?: boolean;
  /** Ends the start, not a server that has started. */
  readonly signal?: AbortSignal;
  /** Gets the server's own log, a line at a time. */
  readonly log?: (line: string) => void;
  readonly spawn?: Spawn;
}

/** Settles when the model is loaded and the server answers. */
export async function startLocalServer(options: StartOptions): Promise<Outcome<LocalServer>> {
  return outcomeOf(options.folder, async () => {
    const layout = layoutOf(options.folder);
    const { contextTokens, idleMs, parallel = 1, chatTemplate = '' } = options;
    const model = models[options.model];
    if (!(await isServerReady(layout))) throw new Halt({ code: 'not-installed', missing: 'server' });
    if (!(await isModelReady(layout, model))) throw new Halt({ code: 'not-installed', missing: 'model' });
    const key = keyOf(model.id, contextTokens, parallel, chatTemplate);
    const found = options.shared ? await holdRunning(layout, key) : undefined;
    const held = found ?? (await startOwn(layout, options, key));
    return serverOf(held, model.id, contextTokens, idleMs);
  });
}

async function startOwn(layout: Layout, options: StartOptions, key: string): Promise<Grip> {
  const { signal, log = () => undefined, spawn = nodeSpawn } = options;
  const token = options.shared ? randomUUID() : undefined;
  const model = models[options.model];
  await writeFile(layout.serveScript, serveScript);
  const started = await grip(spawn, layout.python, ['-I', layout.serveScript], {
    firstLine: JSON.stringify({
      modelFile: modelFile(layout, model),
      alias: model.id,
      port: options.port ?? 0,
      parallel: options.parallel ?? 1,
      contextTokens: options.contextTokens,
      threads: options.threads ?? restrainedThreads(availableParallelism()),
      promptCacheMib,
      chatTemplate: options.chatTemplate,
      token,
    }),
    signal,
    log,
  }).catch((error: unknown) => forgetBrokenServer(layout, error));
  const { control } = started.ready;
  if (token !== undefined && control !== null) {
    await announce(layout, key, { url: started.url, pid: started.pid, controlPort: control, token });
  }
  return started;
}

/**
 * Half of the logical processors: the physical cores of most machines, the fast ones of Apple's. llama.cpp's threads wait
 * for each other by spinning, many times a token, so one that has to share its core with an editor stops them all: on
 * two busy cores the 1.5B wrote 1 to 3 tokens a second with two threads, and 12 to 18 with one.
 */
export function restrainedThreads(processors: number): number {
  return Math.max(1, Math.floor(processors / 2));
}

/** How much of earlier conversations may stay in memory; llama.cpp's own default is 8 GiB. */
const promptCacheMib = 256;

/** After Python was upgraded under the environment the module is gone: it has to be set up again. */
async function forgetBrokenServer(layout: Layout, error: unknown): Promise<Grip & { readonly ready: Ready }> {
  const problem = error instanceof Halt ? error.problem : undefined;
  if (problem?.code !== 'server-died' || !problem.detail.includes('No module named')) throw error;
  await rm(layout.serverStamp, { force: true });
  throw new Halt({ code: 'not-installed', missing: 'server' });
}

function serverOf(
  held: Grip,
  model: ModelId,
  contextTokens: number,
  idleMs: number | undefined,
): LocalServer {
  let timer: NodeJS.Timeout | undefined;
  let reason: 'stopped' | 'idle' | undefined;
  const letGo = (why: 'stopped' | 'idle') => {
    reason ??= why;
    clearTimeout(timer);
    return held.letGo();
  };
  const touch = () => {
    clearTimeout(timer);
    if (idleMs === undefined || reason !== undefined) return;
    const mine = setTimeout(async () => {
      const isBusy = await isAnswering(held.url);
      if (timer !== mine) return;
      if (isBusy) touch();
      else await letGo('idle');
    }, idleMs);
    mine.unref();
    timer = mine;
  };
  touch();
  const ended = held.gone.then(() => {
    clearTimeout(timer);
    return reason ?? ('died' as const);
  });
  return { url: held.url, model, contextTokens, pid: held.pid, touch, stop: () => letGo('stopped'), ended };
}

/** An answer may take longer than the idle time; it is never cut. */
async function isAnswering(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/slots`, { signal: AbortSignal.timeout(2000) });
    const slots: unknown = await response.json();
    return Array.isArray(slots) && slots.some(slot => slot?.is_processing === true);
  } catch {
    return false;
  }
}

function keyOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
