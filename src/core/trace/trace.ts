// A trace in memory: what was seen, found by step, by line, by round. Grows event by event, and holds no more than was told.
import type { LineSpan } from '../base/lines';
import type { TraceEnd, TraceEvent } from './event';
import { GrowingNumbers } from './growingNumbers';
import { isSame, type Value } from './value';

/** A file of which lines were told. */
export interface TracedFile {
  readonly id: number;
  readonly path: string;
  /** Those that can be reached, in order. */
  readonly lines: readonly number[];
}

export interface TracedCall {
  readonly number: number;
  /** 0 where it comes from none of these. */
  readonly by: number;
  readonly file: number;
  readonly line: number;
  readonly name: string;
  /** The step of the caller that it comes from; -1 where there is none. */
  readonly fromStep: number;
  readonly firstStep: number;
  readonly lastStep: number;
  /** `open` where it was under way when the trace ended. */
  readonly state: 'open' | 'returned' | 'left';
  readonly result?: Value;
}

/** A line that was reached. Steps count from 0 in the order of the run. */
export interface Step {
  readonly step: number;
  readonly call: number;
  readonly file: number;
  readonly line: number;
}

export interface SeenValue {
  readonly name: string;
  readonly value: Value;
  /** By this very step. */
  readonly hasChanged: boolean;
}

export interface Branch {
  readonly step: number;
  readonly call: number;
  readonly line: number;
  readonly what: 'if' | 'loop';
  readonly taken: boolean;
}

/** One time that a loop was entered. */
export interface LoopRun {
  readonly call: number;
  /** First and last step of each round, the one at the loop's head included. */
  readonly rounds: readonly LineSpan[];
  /** Its head said that there is no further round; otherwise it was left from inside, or the trace ended. */
  readonly isExhausted: boolean;
}

export interface Raised {
  readonly step: number;
  readonly call: number;
  readonly line: number;
  readonly error: number;
  readonly kind: string;
  readonly text: string;
}

export interface Printed {
  /** -1 before the first line. Of what came aside, only that it was not later. */
  readonly step: number;
  readonly to: 'out' | 'err';
  readonly text: string;
  readonly isAside: boolean;
}

interface CallState {
  call: TracedCall;
  readonly steps: GrowingNumbers;
  readonly histories: Map<string, History>;
}

/** Of one variable in one call: since after which step it is what. */
interface History {
  readonly since: GrowingNumbers;
  readonly values: (Value | undefined)[];
}

interface Loop {
  readonly file: number;
  readonly span: LineSpan;
}

export class Trace {
  readonly #files = new Map<number, TracedFile>();
  readonly #loops: Loop[] = [];
  readonly #calls = new Map<number, CallState>();
  readonly #stepCalls = new GrowingNumbers();
  readonly #stepLines = new GrowingNumbers();
  /** By file and line: the steps at which it was reached. */
  readonly #visits = new Map<number, Map<number, GrowingNumbers>>();
  readonly #branches = new Map<number, Branch>();
  readonly #results = new Map<number, Value>();
  readonly #raised: Raised[] = [];
  readonly #printed: Printed[] = [];
  /** Values that come again are held once. */
  readonly #known = new Map<string, Value>();
  #begin: Extract<TraceEvent, { type: 'begin' }> | undefined;
  #end: TraceEnd | undefined;

  add(event: TraceEvent): void {
    if (this.#end) return;
    switch (event.type) {
      case 'begin':
        this.#begin ??= event;
        return;
      case 'file':
        this.#addFile(event);
        return;
      case 'call':
        this.#addCall(event);
        return;
      case 'print': {
        const { to, text, isAside } = event;
        this.#printed.push({ step: this.steps - 1, to, text, isAside });
        return;
      }
      case 'end':
        this.#end = event.end;
        return;
      default: {
        const state = this.#calls.get(event.call);
        if (state) this.#addTo(state, event);
      }
    }
  }

  get begin(): Extract<TraceEvent, { type: 'begin' }> | undefined {
    return this.#begin;
  }

  /** `undefined` while it grows. */
  get end(): TraceEnd | undefined {
    return this.#end;
  }

  /** How many lines were reached. */
  get steps(): number {
    return this.#stepLines.length;
  }

  get files(): readonly TracedFile[] {
    return [...this.#files.values()];
  }

  get raised(): readonly Raised[] {
    return this.#raised;
  }

  get printed(): readonly Printed[] {
    return this.#printed;
  }

  get calls(): readonly TracedCall[] {
    return [...this.#calls.values()].map(({ call }) => call);
  }

  call(number: number): TracedCall | undefined {
    return this.#calls.get(number)?.call;
  }

  fileOf(path: string): TracedFile | undefined {
    return this.files.find(file => file.path === path);
  }

  step(step: number): Step | undefined {
    const call = this.#stepCalls.at(step);
    const file = this.#calls.get(call)?.call.file;
    return file === undefined ? undefined : { step, call, file, line: this.#stepLines.at(step) };
  }

  /** The variables of the step's own call after it; as far as was seen, where the trace ended in it. */
  valuesAfter(step: number): readonly SeenValue[] {
    return this.#valuesAt(step, step);
  }

  valuesBefore(step: number): readonly SeenValue[] {
    return this.#valuesAt(step, step - 1);
  }

  /** What a call was given. */
  given(call: number): readonly SeenValue[] {
    return seenAt(this.#calls.get(call), -1, -1);
  }

  /** By name all that the variables of a call were, in order: those that it was given, too. */
  *everIn(call: number): Iterable<readonly [string, readonly Value[]]> {
    for (const [name, { values }] of this.#calls.get(call)?.histories ?? [])
      yield [name, values.filter(value => value !== undefined)];
  }

  /** The steps at which a line was reached, in order; all calls, or one. */
  visits(file: number, line: number, call?: number): readonly number[] {
    const steps = this.#visits.get(file)?.get(line)?.toArray() ?? [];
    return call === undefined ? steps : steps.filter(step => this.#stepCalls.at(step) === call);
  }

  /** `k` counts from 0. `undefined` where the line was not reached so often. */
  visit(file: number, line: number, k: number): number | undefined {
    const step = this.#visits.get(file)?.get(line)?.at(k) ?? -1;
    return step < 0 ? undefined : step;
  }

  /** Which visit of its line a step is, from 0, and of how many. */
  visitOf(step: number): { readonly k: number; readonly of: number } | undefined {
    const at = this.step(step);
    const steps = at && this.#visits.get(at.file)?.get(at.line);
    return steps && { k: steps.countUpTo(step) - 1, of: steps.length };
  }

  /**
   * The lines of a file that can be reached and were not. Known to be never reached only if `isWhole`: a trace that was
   * cut, or that did not see all, says no more than that they were not reached up to there.
   */
  notReached(file: number): { readonly lines: readonly number[]; readonly isWhole: boolean } {
    const reached = this.#visits.get(file);
    const lines = this.#files.get(file)?.lines.filter(line => !reached?.has(line)) ?? [];
    return { lines, isWhole: this.isWhole };
  }

  /** The program came to an end of its own, and all of it was seen. */
  get isWhole(): boolean {
    const end = this.#end;
    if (!end || end.isBlind) return false;
    return end.reason === 'finished' || end.reason === 'raised' || end.reason === 'exited';
  }

  /** Which way a step went, where it stands at a condition or at a loop's head. */
  branchAt(step: number): Branch | undefined {
    return this.#branches.get(step);
  }

  /** What the call gave back at this step. */
  resultAt(step: number): Value | undefined {
    return this.#results.get(step);
  }

  /** Each time that the loop whose head is on this line was entered, in the order of the run. */
  loopRuns(file: number, head: number): readonly LoopRun[] {
    const span = this.#loops.find(loop => loop.file === file && loop.span.first === head)?.span;
    if (!span) return [];
    const calls = new Set(this.visits(file, head).map(step => this.#stepCalls.at(step)));
    return [...calls].flatMap(call => this.#loopRunsIn(call, span));
  }

  /** Each loop that holds the line, the innermost first. */
  loopsAround(file: number, line: number): readonly LineSpan[] {
    return this.#loops
      .filter(loop => loop.file === file && loop.span.first <= line && line <= loop.span.last)
      .map(({ span }) => span)
      .sort((a, b) => a.last - a.first - (b.last - b.first));
  }

  #valuesAt(step: number, after: number): readonly SeenValue[] {
    return seenAt(this.#calls.get(this.#stepCalls.at(step)), after, step);
  }

  #addFile({ id, path, lines, loops }: Extract<TraceEvent, { type: 'file' }>): void {
    if (this.#files.has(id)) return;
    this.#files.set(id, { id, path, lines });
    for (const [first, last] of loops) this.#loops.push({ file: id, span: { first, last } });
  }

  #addCall({ call: number, by, file, line, name, set }: Extract<TraceEvent, { type: 'call' }>): void {
    if (this.#calls.has(number)) return;
    const fromStep = this.#calls.get(by)?.call.lastStep ?? -1;
    const call: TracedCall = {
      number,
      by,
      file,
      line,
      name,
      fromStep,
      firstStep: -1,
      lastStep: -1,
      state: 'open',
    };
    const state: CallState = { call, steps: new GrowingNumbers(), histories: new Map() };
    this.#calls.set(number, state);
    for (const [variable, value] of set) this.#put(state, variable, value);
  }

  #addTo(
    state: CallState,
    event: Exclude<TraceEvent, { type: 'begin' | 'file' | 'call' | 'print' | 'end' }>,
  ): void {
    const { call } = state;
    switch (event.type) {
      case 'line':
        this.#addLine(state, event.line);
        return;
      case 'values':
        for (const [name, value] of event.set) this.#put(state, name, value);
        for (const name of event.gone) this.#put(state, name, undefined);
        return;
      case 'branch': {
        const { what, taken, line } = event;
        if (call.lastStep >= 0) {
          this.#branches.set(call.lastStep, { step: call.lastStep, call: call.number, line, what, taken });
        }
        return;
      }
      case 'return':
        state.call = { ...call, state: 'returned', ...(event.value ? { result: event.value } : {}) };
        if (event.value && call.lastStep >= 0) this.#results.set(call.lastStep, event.value);
        return;
      case 'leave':
        state.call = { ...call, state: 'left' };
        return;
      case 'raise': {
        const { line, error, kind, text } = event;
        this.#raised.push({ step: call.lastStep, call: call.number, line, error, kind, text });
        return;
      }
      case 'yield':
        if (event.value && call.lastStep >= 0) this.#results.set(call.lastStep, event.value);
        return;
      case 'pause':
      case 'resume':
        return;
    }
  }

  #addLine(state: CallState, line: number): void {
    const { call } = state;
    const step = this.steps;
    this.#stepCalls.push(call.number);
    this.#stepLines.push(line);
    state.steps.push(step);
    state.call = { ...call, firstStep: call.firstStep < 0 ? step : call.firstStep, lastStep: step };
    const lines = inMap(this.#visits, call.file, () => new Map<number, GrowingNumbers>());
    inMap(lines, line, () => new GrowingNumbers()).push(step);
  }

  #put({ call, histories }: CallState, name: string, value: Value | undefined): void {
    if (value === undefined && !histories.has(name)) return;
    const history = inMap(histories, name, () => ({ since: new GrowingNumbers(), values: [] }));
    history.since.push(call.lastStep);
    history.values.push(value && this.#once(value));
  }

  #once(value: Value): Value {
    const key = `${value.kind} ${value.text}`;
    const known = this.#known.get(key);
    if (known && isSame(known, value)) return known;
    this.#known.set(key, value);
    return value;
  }

  #loopRunsIn(call: number, { first, last }: LineSpan): readonly LoopRun[] {
    const steps = this.#calls.get(call)?.steps;
    const runs: LoopRun[] = [];
    let rounds: LineSpan[] | undefined;
    const close = (isExhausted: boolean) => {
      if (rounds) runs.push({ call, rounds, isExhausted });
      rounds = undefined;
    };
    for (let index = 0; index < (steps?.length ?? 0); index += 1) {
      const step = steps?.at(index) ?? -1;
      const line = this.#stepLines.at(step);
      const branch = this.#branches.get(step);
      if (line < first || line > last) close(false);
      else if (branch?.line === first && branch.what === 'loop') {
        rounds ??= [];
        if (branch.taken) rounds.push({ first: step, last: step });
        else close(true);
      } else if (rounds) {
        const round = rounds.pop();
        if (round) rounds.push({ first: round.first, last: step });
      }
    }
    close(false);
    return runs;
  }
}

function seenAt(state: CallState | undefined, after: number, step: number): readonly SeenValue[] {
  const seen: SeenValue[] = [];
  for (const [name, { since, values }] of state?.histories ?? []) {
    const count = since.countUpTo(after);
    const value = values[count - 1];
    if (value) seen.push({ name, value, hasChanged: since.at(count - 1) === step && step >= 0 });
  }
  return seen;
}

function inMap<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const held = map.get(key);
  if (held !== undefined) return held;
  const made = make();
  map.set(key, made);
  return made;
}
