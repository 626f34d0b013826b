// What it costs to trace 100,000 lines, beyond running them and starting the interpreter; and to look around in such a trace.
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TraceReader } from '../../src/core/trace/reader';
import { Trace } from '../../src/core/trace/trace';
import { inFolder, type Traced, tracedIn } from '../support/traced';
import { inTurns, percentile95 } from './measure';
import { type Bench, type Row, within } from './row';

const rounds = 14_280;
const limits = { steps: 1_000_000, timeMs: 120_000 };

/** Numbers, a list, a dictionary, branches: 7 lines a round. */
const python = `def busy(n):
    values = [5, 3, 8, 1, 9, 2, 7, 4]
    table = {}
    total = 0
    for i in range(n):
        j = i % 8
        values[j] = values[j] + i
        if values[j] % 2:
            total += values[j]
        else:
            total -= 1
        name = 'k%d' % j
        table[name] = total
    return total
`;

const script = `export function busy(n) {
  const values = [5, 3, 8, 1, 9, 2, 7, 4];
  const table = {};
  let total = 0;
  for (let i = 0; i < n; i++) {
    const j = i % 8;
    values[j] = values[j] + i;
    if (values[j] % 2) {
      total += values[j];
    } else {
      total -= 1;
    }
    const name = 'k' + j;
    table[name] = total;
  }
  return total;
}
`;

export const bench: Bench = async () =>
  inFolder({ 'busy.py': python, 'busy.mjs': script }, async folder => {
    const rows: Row[] = [];
    let last: Traced | undefined;
    const timed = (file: string, n: number) => async () => {
      const startedAt = performance.now();
      last = await tracedIn(folder, file, { call: `busy(${n})`, limits });
      return performance.now() - startedAt;
    };
    for (const [file, name, limitMs] of [
      ['busy.py', 'Python', 1_000],
      ['busy.mjs', 'JavaScript', 2_000],
    ] as const) {
      // The plain run of these lines takes some 10 ms, within what two starts differ by.
      const { ours, peer } = await inTurns(5, { ours: timed(file, rounds), peer: timed(file, 1) });
      rows.push(within(`trace 100,000 lines of ${name}, beyond a run of a few`, ours - peer, 'ms', limitMs));
    }
    await timed('busy.py', rounds)();
    return [...rows, ...lookingAround(last?.text ?? '')];
  });

function lookingAround(text: string): readonly Row[] {
  const { trace, bytes } = held(text);
  if (trace.steps < 99_000) throw new Error(`only ${trace.steps} steps`);
  const times: number[] = [];
  for (let move = 0; move < 2_000; move += 1) {
    const step = (move * 7_919) % trace.steps;
    const startedAt = performance.now();
    const place = trace.step(step);
    trace.valuesAfter(step);
    trace.visitOf(step);
    trace.branchAt(step);
    if (place) trace.loopsAround(place.file, place.line);
    times.push(performance.now() - startedAt);
  }
  return [
    within('move in a trace of 100,000 lines, p95', percentile95(times), 'ms', 16),
    within('a trace of 100,000 lines in memory', bytes / (1 << 20), 'MB', 64),
  ];
}

function held(text: string): { readonly trace: Trace; readonly bytes: number } {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const read = () => {
    const trace = new Trace();
    const reader = new TraceReader(event => trace.add(event));
    for (let at = 0; at < text.length; at += 65_536) reader.read(text.slice(at, at + 65_536));
    return trace;
  };
  // The first one warms up what stays.
  const first = read();
  const before = used();
  const trace = read();
  const bytes = used() - before;
  if (first.steps !== trace.steps) throw new Error('one text, two traces');
  return { trace, bytes };
}
