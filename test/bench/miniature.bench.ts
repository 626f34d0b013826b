// A training step of the chapter's small model, beside the multiplications of such a step alone as one writes them first; and
// a whole course, with its curve and samples, beside what we allow. How a step grows with what the model sees at once.
import { performance } from 'node:perf_hooks';
import { build, chance, learn, multiply } from '../../content/how-chatgpt-came-to-be/code/miniature.js';
import { advance, begin, phases } from '../../content/how-chatgpt-came-to-be/code/miniature_course.js';
import { inTurns } from './measure';
import { growth, type Row, within } from './row';

const vocabulary = '\n .,?!abcdefghijklmnopqrstuvwxyz';
const width = 32;
const layers = 2;
const windows = [16, 32, 64];
const stepsTimed = 40;
const rounds = 9;

/** What a step may take, and a course of all its steps. */
const stepMs = 4;
const courseMs = 10_000;

export async function bench(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const window of windows) rows.push(await step(window));
  const ofCourse = rows[1];
  return [
    ...rows,
    growth(`growth of a miniature's step, ${windows[0]} → ${windows.at(-1)} characters`, rows),
    ...(ofCourse ? [within('miniature: a step of the course', ofCourse.ours, 'ms', stepMs)] : []),
    await multiplication(),
    within(`miniature: ${phases.base.steps} steps with curve and samples`, course(), 'ms', courseMs),
  ];
}

async function step(window: number): Promise<Row> {
  const model = build({ vocabulary, width, heads: 4, layers, window, seed: 1 });
  const random = chance(2);
  const tokens = Array.from({ length: window + 1 }, () => Math.floor(random() * vocabulary.length));
  const products = Array.from({ length: layers }, () => shapesOf(window)).flat();
  const naively = [...products, [window, vocabulary.length, width] as const]
    .flatMap(backAndForth)
    .map(matrices);
  const medians = await inTurns(rounds, {
    ours: () => eachOf(() => learn(model, tokens, 0, 1e-4)),
    peer: () => eachOf(() => naively.forEach(first)),
  });
  return {
    name: `miniature: a step over ${window} characters, ${model.weights.length.toLocaleString('en')} weights`,
    ...medians,
    unit: 'ms',
    peerName: 'its multiplications alone, in three plain loops',
    target: { atMost: 1 },
  };
}

/** One product of the course, by both. */
async function multiplication(): Promise<Row> {
  const product = matrices([32, 128, width]);
  const medians = await inTurns(rounds, {
    ours: () => eachOf(() => multiply(product.out, product.a, product.b, 32, 128, width)) * 1000,
    peer: () => eachOf(() => first(product)) * 1000,
  });
  return {
    name: 'miniature: 32 × 32 by 32 × 128',
    ...medians,
    unit: 'µs',
    peerName: 'three plain loops',
    target: { atMost: 1 },
  };
}

type Shape = readonly [rows: number, columns: number, inner: number];

/** What a layer multiplies by its weights. */
const shapesOf = (window: number): readonly Shape[] => [
  [window, 3 * width, width],
  [window, width, width],
  [window, 4 * width, width],
  [window, width, 4 * width],
];

/** Each product once for the loss, and twice for what it hands back. */
const backAndForth = ([rows, columns, inner]: Shape): readonly Shape[] => [
  [rows, columns, inner],
  [rows, inner, columns],
  [columns, inner, rows],
];

function matrices(shape: Shape) {
  const [rows, columns, inner] = shape;
  const filled = (size: number) => new Float32Array(size).fill(0.01);
  return { shape, a: filled(rows * inner), b: filled(inner * columns), out: filled(rows * columns) };
}

/** As one writes it first. */
function first({ shape: [rows, columns, inner], a, b, out }: ReturnType<typeof matrices>): void {
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let i = 0; i < inner; i += 1) sum += (a[row * inner + i] ?? 0) * (b[i * columns + column] ?? 0);
      out[row * columns + column] = sum;
    }
  }
}

function eachOf(work: () => unknown): number {
  const startedAt = performance.now();
  for (let time = 0; time < stepsTimed; time += 1) work();
  return (performance.now() - startedAt) / stepsTimed;
}

function course(): number {
  const begun = begin(1);
  const startedAt = performance.now();
  while (begun.step < phases.base.steps) advance(begun);
  return performance.now() - startedAt;
}
