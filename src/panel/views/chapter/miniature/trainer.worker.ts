// Trains the miniature in a worker: steps in slices, so that an order to stop is heard between two of them.
import { advance, begin, phases, tune } from 'companion:miniature_course.js';
import type { Order, Phase, Report } from '../../../miniature';

/** An order waits no longer than this. */
const sliceMs = 25;

interface Goal {
  readonly phase: Phase;
  /** Up to here the steps are made again. */
  readonly step: number;
}

let course: ReturnType<typeof begin> | undefined;
let goal: Goal | undefined;
let isStopping = false;
/** Steps whose time was taken, and what they took: without what was written and examined in between. */
const timed = { steps: 0, ms: 0 };

/** A message to itself lets others come first; a timer would wait 4 ms each time. */
const turns = new MessageChannel();
turns.port1.onmessage = slice;

self.addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.do === 'stop') {
    isStopping = goal !== undefined;
    return;
  }
  const { seed, phase, step } = data;
  if (!course || course.seed !== seed || !isBefore(course, { phase, step })) course = begin(seed);
  const isIdle = goal === undefined;
  goal = { phase, step };
  if (isIdle) turns.port2.postMessage('');
});

function slice(): void {
  if (!course || !goal) return;
  const startedAt = performance.now();
  let made = 0;
  while (!isStopping && performance.now() < startedAt + sliceMs) {
    if (course.step === phases[course.phase].steps) tune(course);
    const told = advance(course);
    made += 1;
    const isOver = course.phase === goal.phase && course.step === phases[goal.phase].steps;
    if (told.loss !== undefined || told.sample || isOver) {
      tell({ ...told, isRunning: !isOver });
      if (isOver) goal = undefined;
      if (told.sample || isOver) made = 0;
      break;
    }
  }
  if (made > 0) {
    timed.steps += made;
    timed.ms += performance.now() - startedAt;
  }
  if (isStopping && goal) {
    tell({ isRunning: false });
    goal = undefined;
  }
  isStopping = false;
  if (goal) turns.port2.postMessage('');
}

function tell(more: Pick<Report, 'isRunning' | 'loss' | 'sample' | 'exam'>): void {
  if (!course || !goal) return;
  const { seed, phase, step } = course;
  const isRepeating =
    isBefore(course, goal) && !(phase === goal.phase && step === goal.step && !more.isRunning);
  const msEach = timed.steps === 0 ? {} : { msEach: timed.ms / timed.steps };
  self.postMessage({ seed, phase, step, isRepeating, ...msEach, ...more } satisfies Report);
}

/** Whether a course stands before a place, or at it. */
function isBefore(at: { readonly phase: Phase; readonly step: number }, place: Goal): boolean {
  return at.phase === place.phase ? at.step <= place.step : at.phase === 'base';
}
