// What a step says beside what was seen when its code ran.
import { type LineSpan, linesOf } from '../../base/lines';
import { type Verdict, verdictsOn } from '../../trace/claims';
import type { SeenRun } from '../../trace/seen';
import type { Run, Step } from '../run';

/** Nothing while it is being written, nor of an answer to a question. */
export function verdictsOnStep(run: Run, step: Step, span: LineSpan, seen: SeenRun): readonly Verdict[] {
  if (run.question !== undefined || (run.isWriting && step === run.steps.at(-1))) return [];
  const lines = linesOf(run.excerpt.text);
  const { firstLine } = run.excerpt;
  const code = { run: lines, step: lines.slice(span.first - firstLine, span.last - firstLine + 1) };
  return verdictsOn(step.text, span, seen, code);
}

export function verdictsOnRun(run: Run, seen: SeenRun): readonly Verdict[] {
  return run.steps.flatMap(step => (step.lines ? verdictsOnStep(run, step, step.lines, seen) : []));
}
