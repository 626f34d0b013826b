// What of a trace is shown beside a run: what each of its lines did, and what was seen there moment by moment. Bounded, however
// long the trace is; what is left out is counted.
import type { TraceEnd } from './event';
import type { Raised, SeenValue, Step, Trace } from './trace';
import type { Value } from './value';

export interface SeenName {
  readonly name: string;
  readonly text: string;
}

/** Distinct values, in the order in which they came. `isAll`: there were no others, and none is shortened. */
export interface Distinct {
  readonly texts: readonly string[];
  readonly isAll: boolean;
}

/** A line of the run that can be reached, or at which a function begins. */
export interface SeenLine {
  /** As numbered in the run. */
  readonly line: number;
  /** How often it was reached. */
  readonly times: number;
  /** How often a function that begins here was called. */
  readonly calls: number;
  /** The step of the whole trace at which it was reached last; -1: never. */
  readonly lastAt: number;
  /** The step at which it set `values`; -1: none, or they were given. */
  readonly setAt: number;
  /** What it set when it last set anything; where a function begins, what that was given last. */
  readonly values: readonly SeenName[];
  /** What a call gave back from here last. */
  readonly result?: string;
  /** All that calls gave back from here; missing: none did. */
  readonly results?: Distinct;
  readonly raised?: { readonly kind: string; readonly text: string };
}

/** One time that a line of the run was reached. */
export interface Moment {
  /** As numbered in the run. */
  readonly line: number;
  /** Moments of one call have one number. */
  readonly call: number;
  /** How many calls of the traced file stand around this one. */
  readonly depth: number;
  /** What is not as it was at the call's moment before; `isSet`: by this line. */
  readonly values: readonly (SeenName & { readonly isSet?: true })[];
  readonly gone: readonly string[];
  /** Names that are not listed, for there are too many. */
  readonly unlisted: number;
  /** Which way it went: `if` it was so, whether there was one more round. */
  readonly branch?: { readonly what: 'if' | 'loop'; readonly taken: boolean };
  readonly result?: string;
  readonly raised?: { readonly kind: string; readonly text: string };
  readonly printed?: string;
}

export interface SeenRun {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The call, as the reader gave it. */
  readonly expression: string;
  readonly language: string;
  readonly runtime: string;
  readonly end: TraceEnd;
  /** The program came to its own end and all of it was seen: what was not reached never was. */
  readonly isWhole: boolean;
  /** What ran is what was explained, line by line: its steps may be set beside it. */
  readonly isUnchanged: boolean;
  readonly lines: readonly SeenLine[];
  /** What each variable of the run's calls ever was, where it is not too much. */
  readonly ever: readonly (Distinct & { readonly name: string })[];
  readonly moments: readonly Moment[];
  /** How many moments there were; more than are listed. */
  readonly momentCount: number;
  readonly printed: string;
  /** Characters that were printed and are left out. */
  readonly unprinted: number;
}

export interface SeenFrom {
  readonly at: number;
  readonly isUnchanged: boolean;
  readonly trace: Trace;
  /** The line of the run that a line of the traced file was; `undefined` for what it does not have. */
  readonly lineOf: (line: number) => number | undefined;
}

const mostMoments = 2_000;
/** Of all moments together: what a page takes in at once. */
const mostMomentChars = 600_000;
const mostNames = 50;
const mostLineNames = 12;
/** Of all lines together; beyond it lines are counted, and their values stand in the moments alone. */
const mostLineChars = 400_000;
/** A line that set nothing in so many visits has no value that is still of interest. */
const mostLookedBack = 500;
const mostDistinct = 8;
const mostDistinctChars = 60;
const mostPrinted = 4_000;
const mostPrintedAt = 400;

export function seenRun({ at, isUnchanged, trace, lineOf }: SeenFrom): SeenRun {
  const { begin, end = { reason: 'lost', detail: '' } } = trace;
  const file = begin && trace.fileOf(begin.file);
  const steps = file ? stepsIn(trace, file.id, lineOf) : [];
  const printed = trace.printed.map(({ text }) => text).join('');
  return {
    at,
    expression: begin?.expression ?? '',
    language: begin?.language ?? '',
    runtime: begin?.runtime ?? '',
    end,
    isWhole: trace.isWhole,
    isUnchanged,
    lines: file ? linesSeen(trace, file.id, file.lines, lineOf) : [],
    ever: everOf(trace, steps),
    moments: momentsOf(trace, steps, lineOf),
    momentCount: steps.length,
    printed: printed.slice(0, mostPrinted),
    unprinted: Math.max(0, printed.length - mostPrinted),
  };
}

/** A module's own lines run before anything is called, and are none of a function's. */
const isModule = (trace: Trace, call: number) => trace.call(call)?.name === '<module>';

/** The steps on lines of the run. Where a function is what was explained, its head is no step of the module around it. */
function stepsIn(trace: Trace, file: number, lineOf: SeenFrom['lineOf']): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < trace.steps; at += 1) {
    const step = trace.step(at);
    if (step?.file === file && lineOf(step.line) !== undefined) steps.push(step);
  }
  const inside = steps.filter(({ call }) => !isModule(trace, call));
  return inside.length > 0 ? inside : steps;
}

function linesSeen(
  trace: Trace,
  file: number,
  reachable: readonly number[],
  lineOf: SeenFrom['lineOf'],
): readonly SeenLine[] {
  const calls = new Map<number, { count: number; last: number }>();
  for (const { line, number, file: of, name } of trace.calls) {
    // A comprehension or a lambda is called on a line that is about something else.
    if (of !== file || name.startsWith('<')) continue;
    calls.set(line, { count: (calls.get(line)?.count ?? 0) + 1, last: number });
  }
  const raised = new Map(trace.raised.map(one => [one.step, one]));
  let chars = 0;
  return [...new Set([...reachable, ...calls.keys()])]
    .sort((a, b) => a - b)
    .flatMap(line => {
      const now = lineOf(line);
      if (now === undefined) return [];
      const visits = trace.visits(file, line);
      const lastAt = visits.at(-1) ?? -1;
      const called = calls.get(line);
      const { setAt, set } = lastSet(trace, visits);
      const all = [...(called ? trace.given(called.last) : []), ...set].slice(0, mostLineNames).map(nameOf);
      const values = chars > mostLineChars ? [] : all;
      chars += values.reduce((sum, { name, text }) => sum + name.length + text.length, 0);
      const result = lastResult(trace, line, lastAt);
      return {
        line: now,
        times: visits.length,
        calls: called?.count ?? 0,
        lastAt,
        setAt,
        values,
        ...(result ? { result: result.text } : {}),
        ...resultsOf(trace, visits),
        ...raisedAt(raised.get(lastAt)),
      };
    });
}

function resultsOf(trace: Trace, visits: readonly number[]): Pick<SeenLine, 'results'> {
  const results = new Set<Value>();
  for (const step of visits) {
    const result = isModule(trace, trace.step(step)?.call ?? 0) ? undefined : trace.resultAt(step);
    if (result) results.add(result);
    if (results.size > mostDistinct) break;
  }
  return results.size === 0 ? {} : { results: distinct(results) };
}

function everOf(trace: Trace, steps: readonly Step[]): SeenRun['ever'] {
  const ever = new Map<string, Set<Value>>();
  for (const call of new Set(steps.map(step => step.call))) {
    for (const [name, values] of trace.everIn(call)) {
      const known = ever.get(name) ?? new Set();
      if (ever.size < mostNames) ever.set(name, known);
      for (const value of values) if (known.size <= mostDistinct) known.add(value);
    }
  }
  return [...ever].map(([name, values]) => ({ name, ...distinct(values) }));
}

/** Values that come again are one object in a trace. */
function distinct(values: ReadonlySet<Value>): Distinct {
  const all = [...values];
  const isShort = ({ text, isCut }: Value) => !isCut && text.length <= mostDistinctChars;
  return {
    texts: all
      .filter(isShort)
      .slice(0, mostDistinct)
      .map(({ text }) => text),
    isAll: all.length <= mostDistinct && all.every(isShort),
  };
}

/** None of what a module's own lines set: a function that is made there is no value of its head. */
function lastSet(trace: Trace, visits: readonly number[]) {
  for (const step of visits.slice(-mostLookedBack).reverse()) {
    if (isModule(trace, trace.step(step)?.call ?? 0)) continue;
    const set = trace.valuesAfter(step).filter(({ hasChanged }) => hasChanged);
    if (set.length > 0) return { setAt: step, set };
  }
  return { setAt: -1, set: [] };
}

/** Of calls one inside the other that gave something back from this line, the outermost did so last. */
function lastResult(trace: Trace, line: number, step: number): Value | undefined {
  let found: Value | undefined;
  let call = trace.call(trace.step(step)?.call ?? 0);
  for (let at = step; call && call.name !== '<module>'; at = call?.lastStep ?? -1) {
    if (trace.step(at)?.line === line) found = trace.resultAt(at) ?? found;
    call = trace.call(call.by);
  }
  return found;
}

function momentsOf(trace: Trace, steps: readonly Step[], lineOf: SeenFrom['lineOf']): readonly Moment[] {
  const shown = new Map<number, ReadonlyMap<string, Value>>();
  const depths = new Map<number, number>([[0, -1]]);
  const raised = new Map(trace.raised.map(one => [one.step, one]));
  const printed = printedBy(trace);
  const moments: Moment[] = [];
  let chars = 0;
  for (const { step, call, line } of steps) {
    if (moments.length >= mostMoments || chars > mostMomentChars) break;
    const values = trace.valuesAfter(step);
    const before = shown.get(call);
    const now = new Map(values.map(({ name, value }) => [name, value]));
    shown.set(call, now);
    const news = values.filter(({ name, value, hasChanged }) => hasChanged || before?.get(name) !== value);
    const gone = [...(before?.keys() ?? [])].filter(name => !now.has(name));
    const branch = trace.branchAt(step);
    const result = trace.resultAt(step);
    const words = printed.get(step);
    const moment: Moment = {
      line: lineOf(line) ?? line,
      call,
      depth: depthOf(trace, call, depths),
      values: news
        .slice(0, mostNames)
        .map(value => ({ ...nameOf(value), ...(value.hasChanged ? { isSet: true as const } : {}) })),
      gone,
      unlisted: Math.max(0, news.length - mostNames),
      ...(branch ? { branch: { what: branch.what, taken: branch.taken } } : {}),
      ...(result ? { result: result.text } : {}),
      ...raisedAt(raised.get(step)),
      ...(words === undefined ? {} : { printed: shortened(words) }),
    };
    chars += moment.values.reduce((sum, { name, text }) => sum + name.length + text.length, 80);
    moments.push(moment);
  }
  return moments;
}

/** The variables of a moment's own call at it, those that its line has set first. */
export function namesAt(
  moments: readonly Moment[],
  at: number,
): readonly (SeenName & { readonly isSet?: true })[] {
  const here = moments[at];
  if (!here) return [];
  const names = new Map<string, SeenName>();
  for (const { call, values, gone } of moments.slice(0, at + 1)) {
    if (call !== here.call) continue;
    for (const { name, text } of values) names.set(name, { name, text });
    for (const name of gone) names.delete(name);
  }
  const set = new Set(here.values.filter(({ isSet }) => isSet).map(({ name }) => name));
  const all = [...names.values()];
  return [
    ...all.filter(({ name }) => set.has(name)).map(one => ({ ...one, isSet: true as const })),
    ...all.filter(({ name }) => !set.has(name)),
  ];
}

/** What came aside belongs to no line. */
function printedBy(trace: Trace): ReadonlyMap<number, string> {
  const by = new Map<number, string>();
  for (const { step, text, isAside } of trace.printed)
    if (!isAside) by.set(step, (by.get(step) ?? '') + text);
  return by;
}

function depthOf(trace: Trace, call: number, known: Map<number, number>): number {
  const way: number[] = [];
  let at = call;
  while (!known.has(at)) {
    way.push(at);
    at = trace.call(at)?.by ?? 0;
  }
  let depth = known.get(at) ?? -1;
  for (const one of way.reverse()) {
    depth += 1;
    known.set(one, depth);
  }
  return known.get(call) ?? 0;
}

function nameOf({ name, value }: SeenValue): SeenName {
  return { name, text: value.text };
}

function raisedAt(raised: Raised | undefined) {
  return raised ? { raised: { kind: raised.kind, text: shortened(raised.text) } } : {};
}

function shortened(text: string): string {
  const left = text.length - mostPrintedAt;
  return left <= 0 ? text : `${text.slice(0, mostPrintedAt)}… ${left} more`;
}
