// How far the miniature has come in this panel: what its worker has told so far. A pure value, kept with the page's state; the
// weights are not kept, for a seed gives them again.
import * as v from 'valibot';

export const phaseNames = ['base', 'tuned'] as const;
export type Phase = (typeof phaseNames)[number];

/** As content/how-chatgpt-came-to-be/code/miniature_course.js has them; a unit test compares. */
export const phases: Readonly<
  Record<Phase, { readonly steps: number; readonly every: number; readonly sampleEvery: number }>
> = {
  base: { steps: 2000, every: 50, sampleEvery: 250 },
  tuned: { steps: 300, every: 20, sampleEvery: 100 },
};
/** The questions and statements of the examination. */
export const examined = { facts: 18, taught: 9, untaught: 9 };
export const prompts = { statement: 'the sky is', question: 'what colour is the sea?' };

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Written = v.pipe(v.string(), v.maxLength(200));
const Sample = v.object({ statement: Written, question: Written });
const Exam = v.object({ facts: Count, taught: Count, untaught: Count, moved: v.optional(v.number()) });
const PhaseTold = v.object({
  /** Means over `every` steps, in nats a character. */
  losses: v.pipe(v.array(v.number()), v.maxLength(100)),
  samples: v.pipe(v.array(Sample), v.maxLength(20)),
  exam: v.optional(Exam),
});

export const Miniature = v.object({
  seed: Count,
  phase: v.picklist(phaseNames),
  /** Steps that were made in this phase. */
  step: Count,
  /** `repeating`: the steps up to `step` are made again, since their weights are gone. */
  status: v.picklist(['idle', 'running', 'repeating', 'stopping', 'stopped', 'done', 'failed']),
  /** Where a repetition has come to, of all steps of both phases. */
  repeated: v.optional(Count),
  msEach: v.optional(v.number()),
  base: PhaseTold,
  tuned: PhaseTold,
});
export type Miniature = v.InferOutput<typeof Miniature>;
export type Sample = v.InferOutput<typeof Sample>;
export type PhaseTold = v.InferOutput<typeof PhaseTold>;

/** What the worker tells. */
export interface Report {
  readonly seed: number;
  readonly phase: Phase;
  readonly step: number;
  readonly isRepeating: boolean;
  readonly isRunning: boolean;
  readonly msEach?: number;
  readonly loss?: number;
  readonly sample?: Sample;
  readonly exam?: PhaseTold['exam'];
}

/** What the worker is asked: to go on from a place to the end of its phase, or to stop where it is. */
export type Order =
  | { readonly do: 'go'; readonly seed: number; readonly phase: Phase; readonly step: number }
  | { readonly do: 'stop' };

const nothingTold: PhaseTold = { losses: [], samples: [] };

export function freshMiniature(seed: number): Miniature {
  return { seed, phase: 'base', step: 0, status: 'idle', base: nothingTold, tuned: nothingTold };
}

export function isAtWork({ status }: Miniature): boolean {
  return status === 'running' || status === 'repeating' || status === 'stopping';
}

/** As it was kept: what ran then stands still now. `undefined` where it is not one of ours. */
export function keptMiniature(raw: unknown): Miniature | undefined {
  const parsed = v.safeParse(Miniature, raw);
  if (!parsed.success) return undefined;
  const { repeated: _repeated, ...miniature } = parsed.output;
  if (miniature.step > phases[miniature.phase].steps) return undefined;
  return isAtWork(miniature) ? { ...miniature, status: 'stopped' } : miniature;
}

/** After a report. Of steps that are made again everything was told already, and is told the same. */
export function withReport(miniature: Miniature, report: Report): Miniature {
  if (report.seed !== miniature.seed) return miniature;
  const { repeated: _repeated, ...before } = miniature;
  if (report.isRepeating) {
    if (!report.isRunning) return { ...before, status: 'stopped' };
    return { ...before, status: statusOf(miniature, 'repeating'), repeated: stepsInAll(report) };
  }
  const { every, sampleEvery, steps } = phases[report.phase];
  const told = before[report.phase];
  const now: PhaseTold = {
    losses: report.loss === undefined ? told.losses : placed(told.losses, report.step / every, report.loss),
    samples:
      report.sample === undefined
        ? told.samples
        : placed(told.samples, report.step / sampleEvery, report.sample),
    ...(report.exam ? { exam: report.exam } : told.exam ? { exam: told.exam } : {}),
  };
  const isDone = report.step === steps;
  return {
    ...before,
    phase: report.phase,
    step: report.step,
    status: isDone ? 'done' : report.isRunning ? statusOf(miniature, 'running') : 'stopped',
    ...(report.msEach === undefined ? {} : { msEach: report.msEach }),
    [report.phase]: now,
  };
}

/** Until it stands still, a stop that was asked for is what is shown. */
function statusOf({ status }: Miniature, next: 'running' | 'repeating'): Miniature['status'] {
  return status === 'stopping' ? 'stopping' : next;
}

/** The one that comes `count`-th, after those before it. */
function placed<T>(all: readonly T[], count: number, one: T): T[] {
  return [...all.slice(0, count - 1), one, ...all.slice(count)];
}

/** Of both phases together. */
export function stepsInAll({ phase, step }: { readonly phase: Phase; readonly step: number }): number {
  return phase === 'base' ? step : phases.base.steps + step;
}
