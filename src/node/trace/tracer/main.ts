// The tracer of JavaScript and TypeScript: runs a call, or a file, in this very process, and tells line by line what happened, to
// descriptor 3. Built into one file, which is its own loader, too: in the loader's thread only the two hooks are used.
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { checkCall } from './instrument';
import { Recorder } from './recorder';
import { errorKind, messageOf, wire } from './show';
import { Refusal, Sources, type TracerRequest, typedSibling } from './sources';

let sources: Sources | undefined;

/** Hooks of Node's loader, in its thread: before 22.15 the only way to ES modules. */
export function initialize(request: TracerRequest): void {
  sources = new Sources(request);
}

interface Loaded {
  readonly format: string;
  readonly source?: string | null;
  readonly shortCircuit?: boolean;
}

type Next<C, R> = (specifier: string, context?: C) => R;

export async function resolve<C extends { readonly parentURL?: string }, R>(
  specifier: string,
  context: C,
  next: Next<C, Promise<R>>,
): Promise<R | { readonly url: string; readonly shortCircuit: true }> {
  try {
    return await next(specifier, context);
  } catch (error) {
    const url = siblingOf(specifier, context.parentURL);
    if (url === undefined) throw error;
    return { url, shortCircuit: true };
  }
}

export async function load<C>(url: string, context: C, next: Next<C, Promise<Loaded>>): Promise<Loaded> {
  const source = sourceAt(url);
  if (!source) return next(url, context);
  // CommonJS goes the way of `require`, which is ours, too.
  if (!source.isModule) return { format: 'commonjs', source: null, shortCircuit: true };
  return { format: 'module', source: source.text, shortCircuit: true };
}

function sourceAt(url: string) {
  return url.startsWith('file:') ? sources?.of(fileURLToPath(url)) : undefined;
}

function siblingOf(specifier: string, parent: string | undefined): string | undefined {
  if (!/^\.{1,2}\//.test(specifier) || parent === undefined) return undefined;
  const path = typedSibling(fileURLToPath(new URL(specifier, parent)));
  return path === undefined ? undefined : pathToFileURL(path).href;
}

interface Hooks {
  readonly resolve: <C extends { readonly parentURL?: string }>(
    specifier: string,
    context: C,
    next: Next<C, unknown>,
  ) => unknown;
  readonly load: <C>(url: string, context: C, next: Next<C, unknown>) => unknown;
}

interface Loader {
  readonly registerHooks?: (hooks: Hooks) => void;
  readonly register?: (url: string, options: { readonly data: TracerRequest }) => void;
}

interface CommonJs {
  readonly _extensions: Record<
    string,
    (module: { _compile(text: string, path: string): void }, path: string) => void
  >;
  readonly _load: (path: string, parent: null, isMain: boolean) => unknown;
}

const loader = nodeModule as Loader;
const commonJs = nodeModule.Module as unknown as CommonJs;

function hook(request: TracerRequest): void {
  sources = new Sources(request);
  if (loader.registerHooks) {
    loader.registerHooks({
      resolve(specifier, context, next) {
        try {
          return next(specifier, context);
        } catch (error) {
          const url = siblingOf(specifier, context.parentURL);
          if (url === undefined) throw error;
          return { url, shortCircuit: true };
        }
      },
      load(url, context, next) {
        const source = sourceAt(url);
        if (!source) return next(url, context);
        return { format: source.isModule ? 'module' : 'commonjs', source: source.text, shortCircuit: true };
      },
    });
    return;
  }
  loader.register?.(pathToFileURL(__filename).href, { data: request });
  const usual = commonJs._extensions['.js'];
  for (const extension of ['.js', '.cjs', '.ts', '.cts']) {
    commonJs._extensions[extension] = (module, path) => {
      const source = sources?.of(path);
      if (source && !source.isModule) module._compile(source.text, path);
      else usual?.(module, path);
    };
  }
}

function main(): void {
  const request: TracerRequest = JSON.parse(readFileSync(0, 'utf8'));
  const recorder = new Recorder(3, request.limits);
  const own = new Sources(request);
  const { target: file } = own;
  const call = request.call ?? null;
  recorder.tell(
    `${JSON.stringify({ e: 'begin', v: 1, language: 'javascript', runtime: process.version.slice(1), file, call })}\n`,
  );
  let isModule: boolean;
  try {
    if (request.call !== undefined) checked(request.call);
    isModule = own.read(file).isModule;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    recorder.end(`${JSON.stringify({ e: 'end', reason: 'refused', fault: error.fault })}\n`);
    return;
  }
  take(process.stdout, text => recorder.say('out', text));
  take(process.stderr, text => recorder.say('err', text));
  process.argv.splice(1, process.argv.length, file);
  hook({ ...request, file });
  Object.defineProperty(globalThis, Symbol.for('marginalia.trace'), {
    value: { file: (table: Parameters<Recorder['file']>[0]) => recorder.file(table) },
  });

  const raised = (error: unknown) => {
    if (recorder.isOver) return;
    recorder.raisedOutside(error);
    const fact = {
      e: 'end',
      reason: 'raised',
      kind: errorKind(error),
      text: messageOf(error),
      ...missingIn(error),
    };
    recorder.end(`${JSON.stringify(fact)}\n`);
  };
  const finished = (value?: unknown) => {
    if (recorder.isOver) return;
    const result = request.call === undefined ? '' : `,"value":${wire(value)}`;
    recorder.end(`{"e":"end","reason":"finished"${result}}\n`);
  };
  process.on('uncaughtExceptionMonitor', raised);
  process.on('exit', status => {
    if (!recorder.isOver) recorder.end(`{"e":"end","reason":"exited","status":${Number(status) || 0}}\n`);
  });
  if (request.call === undefined) process.on('beforeExit', () => finished());
  recorder.onLoaded = run => {
    void Promise.resolve().then(run).then(finished, raised);
  };
  if (!isModule && request.call === undefined) commonJs._load(file, null, true);
  else import(pathToFileURL(file).href).catch(raised);
}

function checked(call: string): void {
  try {
    checkCall(call);
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, '') : '';
    throw new Refusal({ code: 'call', detail });
  }
}

/** What is printed is told, and goes nowhere else. */
function take(stream: NodeJS.WriteStream, say: (text: string) => void): void {
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    const bytes = typeof chunk === 'string' && typeof encoding === 'string' && encoding !== 'utf8';
    say(
      bytes
        ? Buffer.from(chunk, encoding as BufferEncoding).toString()
        : typeof chunk === 'string'
          ? chunk
          : Buffer.from(chunk).toString(),
    );
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
}

/** The name of what was to be imported and is not there. */
function missingIn(error: unknown): { readonly missing?: string } {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return {};
  const name = /Cannot find (?:package|module) '([^']+)'/.exec(messageOf(error))?.[1];
  return name === undefined ? {} : { missing: name };
}

if (isMainThread) main();
