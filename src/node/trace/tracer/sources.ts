// Which files are instrumented, and what their text is without types.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, extname, join, sep } from 'node:path';
import { type Instrumented, instrument } from './instrument';

/** What the tracer is asked to do; comes as JSON on standard input. */
export interface TracerRequest {
  readonly file: string;
  /** The text of the file where it is not the one on disk. */
  readonly text?: string;
  readonly call?: string;
  readonly roots: readonly string[];
  readonly limits: { readonly steps: number; readonly printedChars: number };
}

/** Why the file cannot be run: a fault of core/trace/event.ts. */
export class Refusal extends Error {
  constructor(readonly fault: Readonly<Record<string, unknown>> & { readonly code: string }) {
    super(fault.code);
  }
}

const typed = ['.ts', '.mts', '.cts'];
const plain = ['.js', '.mjs', '.cjs'];

export class Sources {
  readonly #request: TracerRequest;
  readonly #target: string;
  readonly #roots: readonly string[];

  constructor(request: TracerRequest) {
    this.#request = request;
    this.#target = real(request.file);
    this.#roots = request.roots.map(root => real(root) + sep);
  }

  get target(): string {
    return this.#target;
  }

  /** `undefined` where the file is not ours to look into, or is in a form that only its runtime may refuse. */
  of(path: string): Instrumented | undefined {
    if (!this.#isOurs(path)) return undefined;
    try {
      return this.read(path);
    } catch (error) {
      if (path === this.#target || (error instanceof Refusal && error.fault.code !== 'syntax')) throw error;
      return undefined;
    }
  }

  /** Throws `Refusal`. */
  read(path: string): Instrumented {
    const call = path === this.#target ? this.#request.call : undefined;
    const text = withoutTypes(this.#textOf(path), path);
    try {
      return instrument(text, { path, isModule: isModule(path), call });
    } catch (error) {
      throw new Refusal({ code: 'syntax', file: path, ...placeOf(error) });
    }
  }

  #textOf(path: string): string {
    const { text } = this.#request;
    if (path === this.#target && text !== undefined) return text.replace(/^\ufeff/, '');
    try {
      return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
    } catch (error) {
      throw new Refusal({ code: 'unreadable', file: path, detail: messageOf(error) });
    }
  }

  #isOurs(path: string): boolean {
    if (!plain.includes(extname(path)) && !typed.includes(extname(path))) return false;
    if (path === this.#target) return true;
    return !path.includes(`${sep}node_modules${sep}`) && this.#roots.some(root => path.startsWith(root));
  }
}

/** The file that is meant where a text in TypeScript names another one, or none. */
export function typedSibling(path: string): string | undefined {
  const bare = path.replace(/\.[cm]?js$/, '');
  return [
    ...typed.map(ext => bare + ext),
    ...['.ts', '.js'].map(ext => join(path, `index${ext}`)),
    `${path}.js`,
  ].find(existsSync);
}

/** The path without links; as it is where there is no such file. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

type Strip = (text: string, options: { readonly mode: 'strip' }) => string;

function withoutTypes(text: string, path: string): string {
  if (!typed.includes(extname(path))) return text;
  const strip = (nodeModule as { readonly stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;
  if (!strip) throw new Refusal({ code: 'no-types', version: process.version });
  const { emitWarning } = process;
  try {
    // That this is new is nothing that the program prints.
    process.emitWarning = () => undefined;
    return strip(text, { mode: 'strip' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_NO_TYPESCRIPT') throw new Refusal({ code: 'no-types', version: process.version });
    const cannot = code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
    throw new Refusal({ code: cannot ? 'not-strippable' : 'syntax', file: path, ...stripPlace(error) });
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Its message holds a picture of the place; what counts is the last line that says something, and the line's number. */
function stripPlace(error: unknown): { readonly detail: string; readonly line?: number } {
  const lines = messageOf(error)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const line = /:(\d+):\d+\]?$/.exec(lines.find(each => /:\d+:\d+\]?$/.test(each)) ?? '')?.[1];
  const detail = lines.find(each => /[a-z]/i.test(each) && !/^[\d│╭╰·─]/.test(each)) ?? '';
  return { detail: detail.replace(/^x\s+/, ''), ...(line ? { line: Number(line) } : {}) };
}

/** `undefined`: what the text itself shows. */
function isModule(path: string): boolean | undefined {
  const kind = extname(path)[1];
  if (kind === 'm') return true;
  if (kind === 'c') return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      const { type }: { type?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return type === 'module' ? true : type === 'commonjs' ? false : undefined;
    } catch {
      if (dirname(folder) === folder) return undefined;
    }
  }
}

function placeOf(error: unknown): { readonly detail: string; readonly line?: number } {
  const detail = messageOf(error).replace(/ \(\d+:\d+\)$/, '');
  const loc = error instanceof Error && 'loc' in error ? (error.loc as { readonly line?: unknown }) : {};
  return { detail, ...(typeof loc.line === 'number' ? { line: loc.line } : {}) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
