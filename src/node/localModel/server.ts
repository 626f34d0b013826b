// Starts the installed server on a free loopback port, and sees to it that it ends.
import { spawn as nodeSpawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { type ModelId, models } from './catalogue';
import { grip } from './childGrip';
import { isModelReady, isServerReady } from './install';
import { type Layout, layoutOf, modelFile, runningFile } from './layout';
import { takeLock } from './lock';
import { makePrivate } from './privateFolder';
import { Halt, type Outcome, outcomeOf } from './problems';
import type { Spawn } from './processes';
import serveScript from './serve.py';
import { type Access, askForProof, type Grip, holdRunning } from './sharing';

export interface LocalServer extends Access {
  /** The name under which the server offers the model. */
  readonly model: ModelId;
  /** Tokens of one request, prompt and answer together. */
  readonly contextTokens: number;
  readonly pid: number;
  /** Somebody is using it: the idle time begins anew. */
  touch(): void;
  /** Whether it is still ours that listens there. Asked before anything is sent to it. */
  proves(): Promise<boolean>;
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
  /** Given: that key, for the same reason. Otherwise a random one. */
  readonly key?: string;
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
    await makePrivate(options.folder);
    const variant = variantOf(model.id, contextTokens, parallel, chatTemplate);
    const held = options.shared
      ? await holdOrStart(layout, options, variant)
      : await startOwn(layout, options, undefined);
    return serverOf(held, model.id, contextTokens, idleMs);
  });
}

/** Two windows that ask at once get one server: the second waits until the first's is there. */
async function holdOrStart(layout: Layout, options: StartOptions, variant: string): Promise<Grip> {
  const lock = await takeLock(layout.locksFolder, `start-${variant}`, { signal: options.signal });
  try {
    return (await holdRunning(layout, variant)) ?? (await startOwn(layout, options, variant));
  } finally {
    await lock.release();
  }
}

async function startOwn(layout: Layout, options: StartOptions, variant: string | undefined): Promise<Grip> {
  const { signal, log = () => undefined, spawn = nodeSpawn } = options;
  const key = options.key ?? randomWord();
  const secret = randomWord();
  const model = models[options.model];
  await writeServeScript(layout.serveScript);
  const started = await grip(spawn, layout.python, ['-I', layout.serveScript], {
    cwd: layout.folder,
    firstLine: JSON.stringify({
      modelFile: modelFile(layout, model),
      alias: model.id,
      port: options.port ?? 0,
      parallel: options.parallel ?? 1,
      contextTokens: options.contextTokens,
      threads: options.threads ?? restrainedThreads(availableParallelism()),
      promptCacheMib,
      chatTemplate: options.chatTemplate,
      key,
      secret,
      runningFile: variant === undefined ? undefined : runningFile(layout, variant),
    }),
    signal,
    log,
  }).catch((error: unknown) => forgetBrokenServer(layout, error));
  return { ...started, key, secret };
}

/** Whole or not at all: another window's Python may be about to read it. */
async function writeServeScript(path: string): Promise<void> {
  const draft = `${path}.${randomWord()}`;
  await writeFile(draft, serveScript, { flag: 'wx', mode: 0o600 });
  await rename(draft, path);
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
async function forgetBrokenServer(layout: Layout, error: unknown): Promise<never> {
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
      // An answer may take longer than the idle time; it is never cut.
      const requests = (await askForProof(held)) ?? 0;
      if (timer !== mine) return;
      if (requests > 0) touch();
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
  const { url, key, secret, pid } = held;
  const proves = async () => (await askForProof(held)) !== undefined;
  return { url, key, secret, model, contextTokens, pid, touch, proves, stop: () => letGo('stopped'), ended };
}

/** 256 bits, in letters that need no quoting anywhere. */
function randomWord(): string {
  return randomBytes(32).toString('hex');
}

/** Servers with the same model, template and sizes are one to whoever asks. */
function variantOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
