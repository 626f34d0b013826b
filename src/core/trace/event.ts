// What a tracer tells, one JSON object a line, only ever added to. A trace is read again from these lines alone.
import { isCount, type Value, valueFrom } from './value';

/** Variables by name, as they are from now on. */
export type Values = ReadonlyMap<string, Value>;

/** `call` numbers the call of a function from 1 in the order of their begin; a module's own lines are a call, too. */
export type TraceEvent =
  | {
      readonly type: 'begin';
      readonly version: number;
      readonly language: string;
      /** Of the interpreter: "3.11.7". */
      readonly runtime: string;
      readonly file: string;
      /** As the reader gave it; missing where a file is run as it is. */
      readonly expression?: string;
    }
  /** Before the first call in it. `lines` are those that can be reached, `loops` the first and last line of each. */
  | {
      readonly type: 'file';
      readonly id: number;
      readonly path: string;
      readonly lines: readonly number[];
      readonly loops: readonly (readonly [number, number])[];
    }
  /** `by`: the call that this one comes from, 0 where that is none of these. `set`: what it was given. */
  | {
      readonly type: 'call';
      readonly call: number;
      readonly by: number;
      readonly file: number;
      readonly line: number;
      readonly name: string;
      readonly set: Values;
    }
  /** The line is about to run. */
  | { readonly type: 'line'; readonly call: number; readonly line: number }
  /** What is not as it was before the last line of this call. */
  | {
      readonly type: 'values';
      readonly call: number;
      readonly set: Values;
      readonly gone: readonly string[];
    }
  /** Which way the last line of this call went; of a loop, whether there is one more round. */
  | {
      readonly type: 'branch';
      readonly call: number;
      readonly line: number;
      readonly what: 'if' | 'loop';
      readonly taken: boolean;
    }
  | { readonly type: 'return'; readonly call: number; readonly value?: Value }
  | { readonly type: 'yield'; readonly call: number; readonly value?: Value }
  /** It waits for another one: an await, or a generator that passes on what another gives. */
  | { readonly type: 'pause'; readonly call: number }
  | { readonly type: 'resume'; readonly call: number }
  /** The exception passes through this call, or begins in it. One exception has one number. */
  | {
      readonly type: 'raise';
      readonly call: number;
      readonly line: number;
      readonly error: number;
      readonly kind: string;
      readonly text: string;
    }
  /** The call is over by an exception. */
  | { readonly type: 'leave'; readonly call: number }
  /** `isAside`: not by the language's own means, so that the line it belongs to is not known. */
  | { readonly type: 'print'; readonly to: 'out' | 'err'; readonly text: string; readonly isAside: boolean }
  | { readonly type: 'end'; readonly end: TraceEnd };

export type TraceEnd = (
  | { readonly reason: 'finished'; readonly value?: Value }
  | { readonly reason: 'raised'; readonly kind: string; readonly text: string; readonly missing?: string }
  /** The program ended itself. */
  | { readonly reason: 'exited'; readonly status: number }
  | { readonly reason: 'steps' }
  | { readonly reason: 'output' }
  | { readonly reason: 'time'; readonly afterMs: number }
  | { readonly reason: 'memory'; readonly bytes: number }
  | { readonly reason: 'processes'; readonly count: number }
  | { readonly reason: 'cancelled' }
  /** The process ended, or told no more, without saying why. */
  | { readonly reason: 'lost'; readonly detail: string }
  /** It did not begin. */
  | { readonly reason: 'refused'; readonly fault: TraceFault }
) & {
  /** From some moment on the program kept the tracer from seeing: what was not seen may still have been. */
  readonly isBlind?: true;
};

/** Why a run did not begin; the reader can act on each. */
export type TraceFault =
  | { readonly code: 'no-interpreter'; readonly language: string; readonly tried: readonly string[] }
  | { readonly code: 'too-old'; readonly version: string }
  | { readonly code: 'no-types'; readonly version: string }
  | {
      readonly code: 'not-strippable';
      readonly file: string;
      readonly line?: number;
      readonly detail: string;
    }
  | { readonly code: 'language'; readonly name: string }
  | { readonly code: 'syntax'; readonly file: string; readonly line?: number; readonly detail: string }
  | { readonly code: 'call'; readonly detail: string }
  | { readonly code: 'unreadable'; readonly file: string; readonly detail: string }
  | { readonly code: 'cannot-start'; readonly detail: string };

/** Names and paths longer than this came from somewhere else. */
const mostNameChars = 4_000;
const mostNames = 1_000;
const mostLines = 200_000;
const mostPrintChars = 100_000;

/** One line of a trace. `undefined` for what is none, or of a later version: it is passed over. */
export function eventFrom(line: string): TraceEvent | undefined {
  let wire: unknown;
  try {
    wire = JSON.parse(line);
  } catch {
    return undefined;
  }
  return typeof wire === 'object' && wire !== null ? eventOf(wire as Wire) : undefined;
}

type Wire = Readonly<Record<string, unknown>>;

function eventOf(wire: Wire): TraceEvent | undefined {
  const { e: type, f: call, l: line } = wire;
  if (type === 'begin') return beginOf(wire);
  if (type === 'file') return fileOf(wire);
  if (type === 'print') return printOf(wire);
  if (type === 'end') {
    const end = endOf(wire);
    return end && { type, end: wire.blind ? { ...end, isBlind: true } : end };
  }
  if (!isCount(call)) return undefined;
  switch (type) {
    case 'line':
      return isCount(line) ? { type, call, line } : undefined;
    case 'values':
      return { type, call, set: valuesOf(wire.set), gone: namesOf(wire.gone) };
    case 'branch': {
      const what = wire.what === 'loop' ? 'loop' : 'if';
      return isCount(line) ? { type, call, line, what, taken: wire.taken === true } : undefined;
    }
    case 'call': {
      const { by, file } = wire;
      if (!isCount(by) || !isCount(file) || !isCount(line)) return undefined;
      return { type, call, by, file, line, name: nameOf(wire.name), set: valuesOf(wire.set) };
    }
    case 'return':
    case 'yield': {
      const value = valueFrom(wire.value);
      return value ? { type, call, value } : { type, call };
    }
    case 'pause':
    case 'resume':
    case 'leave':
      return { type, call };
    case 'raise': {
      const { x: error } = wire;
      if (!isCount(line) || !isCount(error)) return undefined;
      return { type, call, line, error, kind: nameOf(wire.kind), text: nameOf(wire.text) };
    }
    default:
      return undefined;
  }
}

function beginOf({ v, language, runtime, file, call }: Wire): TraceEvent | undefined {
  if (!isCount(v)) return undefined;
  const expression = typeof call === 'string' ? { expression: nameOf(call) } : {};
  return {
    type: 'begin',
    version: v,
    language: nameOf(language),
    runtime: nameOf(runtime),
    file: nameOf(file),
    ...expression,
  };
}

function fileOf({ id, path, lines, loops }: Wire): TraceEvent | undefined {
  if (!isCount(id) || typeof path !== 'string') return undefined;
  return {
    type: 'file',
    id,
    path: nameOf(path),
    lines: Array.isArray(lines) ? lines.slice(0, mostLines).filter(isCount) : [],
    loops: Array.isArray(loops) ? loops.slice(0, mostLines).filter(isSpan) : [],
  };
}

function isSpan(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}

function printOf({ to, text, aside }: Wire): TraceEvent | undefined {
  if (typeof text !== 'string') return undefined;
  const said = text.length > mostPrintChars ? `${text.slice(0, mostPrintChars)}…` : text;
  return { type: 'print', to: to === 'err' ? 'err' : 'out', text: said, isAside: aside === true };
}

function endOf(wire: Wire): TraceEnd | undefined {
  const { reason } = wire;
  switch (reason) {
    case 'finished': {
      const value = valueFrom(wire.value);
      return value ? { reason, value } : { reason };
    }
    case 'raised': {
      const missing = typeof wire.missing === 'string' ? { missing: nameOf(wire.missing) } : {};
      return { reason, kind: nameOf(wire.kind), text: nameOf(wire.text), ...missing };
    }
    case 'exited':
      return { reason, status: numberOf(wire.status) };
    case 'time':
      return { reason, afterMs: numberOf(wire.afterMs) };
    case 'memory':
      return { reason, bytes: numberOf(wire.bytes) };
    case 'processes':
      return { reason, count: numberOf(wire.count) };
    case 'steps':
    case 'output':
    case 'cancelled':
      return { reason };
    case 'lost':
      return { reason, detail: nameOf(wire.detail) };
    case 'refused':
      return { reason, fault: faultOf(wire.fault) };
    default:
      return undefined;
  }
}

function faultOf(fault: unknown): TraceFault {
  const wire: Wire = typeof fault === 'object' && fault !== null ? (fault as Wire) : {};
  const { code } = wire;
  const where = isCount(wire.line) ? { line: wire.line } : {};
  const detail = nameOf(wire.detail);
  switch (code) {
    case 'no-interpreter':
      return { code, language: nameOf(wire.language), tried: namesOf(wire.tried) };
    case 'too-old':
    case 'no-types':
      return { code, version: nameOf(wire.version) };
    case 'language':
      return { code, name: nameOf(wire.name) };
    case 'syntax':
    case 'not-strippable':
      return { code, file: nameOf(wire.file), detail, ...where };
    case 'call':
      return { code, detail };
    case 'unreadable':
      return { code, file: nameOf(wire.file), detail };
    default:
      return { code: 'cannot-start', detail };
  }
}

function valuesOf(wire: unknown): Values {
  const values = new Map<string, Value>();
  if (typeof wire !== 'object' || wire === null) return values;
  for (const [name, held] of Object.entries(wire)) {
    const value = valueFrom(held);
    if (value && values.size < mostNames) values.set(nameOf(name), value);
  }
  return values;
}

function namesOf(wire: unknown): readonly string[] {
  return Array.isArray(wire)
    ? wire.slice(0, mostNames).filter((name): name is string => typeof name === 'string')
    : [];
}

function nameOf(wire: unknown): string {
  if (typeof wire !== 'string') return '';
  return wire.length > mostNameChars ? `${wire.slice(0, mostNameChars)}…` : wire;
}

function numberOf(wire: unknown): number {
  return typeof wire === 'number' && Number.isFinite(wire) ? wire : 0;
}
