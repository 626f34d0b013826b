// What a step says beside what was seen when its code ran.
import { type LineSpan, linesOf } from '../../base/lines';
import { type ClaimKind, type Verdict, verdictsOn } from '../../trace/claims';
import { type Checked, checkExpected } from '../../trace/expected';
import type { SeenRun } from '../../trace/seen';
import type { Run, Step } from '../run';

/** Nothing while it is being written, nor of an answer to a question. */
export function verdictsOnStep(run: Run, step: Step, span: LineSpan, seen: SeenRun): readonly Verdict[] {
  if (run.variation?.expects || run.question !== undefined || (run.isWriting && step === run.steps.at(-1)))
    return [];
  const lines = linesOf(run.excerpt.text);
  const { firstLine } = run.excerpt;
  const code = { run: lines, step: lines.slice(span.first - firstLine, span.last - firstLine + 1) };
  return verdictsOn(step.text, span, seen, code);
}

/** Of a run that states what it expects: for each of its steps what became of that, by its number. */
export function expectedOfRun(run: Run, seen: SeenRun): ReadonlyMap<number, readonly Checked[]> {
  // What is expected of one call says nothing of another.
  if (run.variation?.expects?.at !== seen.at) return new Map();
  const steps = run.isWriting ? run.steps.slice(0, -1) : run.steps;
  const checked = checkExpected(steps, seen);
  return new Map(steps.map(({ number }, at) => [number, checked[at] ?? []]));
}

/** What could be told for sure of a run. */
export function claimsOfRun(
  run: Run,
  seen: SeenRun,
): readonly { readonly kind: ClaimKind; readonly isSo: boolean }[] {
  const expected = [...expectedOfRun(run, seen).values()].flat().flatMap(({ kind, outcome }) => {
    if (outcome !== 'confirmed' && outcome !== 'contradicted') return [];
    return { kind, isSo: outcome === 'confirmed' };
  });
  const plain = run.steps.flatMap(step => (step.lines ? verdictsOnStep(run, step, step.lines, seen) : []));
  return [...expected, ...plain.map(({ kind, isSo }) => ({ kind, isSo }))];
}
