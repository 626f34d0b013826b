// How well the steps of a run stand on their lines: counts, by words alone. What they mean is told in the bench.
import type { Step } from '../run';
import type { KnownCode } from './knownCode';
import { namesSaidIn } from './saidNames';
import { isOutweighed, outweighing, tellingNames } from './stepPlace';

export interface StepMeasure {
  readonly steps: number;
  /** Those that wear lines. */
  readonly placed: number;
  /** Of these, those that name something by which their place can be judged. */
  readonly judged: number;
  /** Of these, those of whose names a line that they do not wear holds more than each that they wear. */
  readonly misplaced: number;
  /** Those among them that stay so when all lines of the step are taken together. */
  readonly misplacedAsWhole: number;
  /** Names that tell where they belong, over all steps; and those of them that stand on their step's lines. */
  readonly names: number;
  readonly namesAtHome: number;
  /** Names in backticks, and numbers, that occur nowhere in what was sent. */
  readonly notSent: number;
  /** Lines that say something, and those of them that some step wears. */
  readonly lines: number;
  readonly covered: number;
}

export function measureSteps(steps: readonly Step[], code: KnownCode): StepMeasure {
  const count = {
    placed: 0,
    judged: 0,
    misplaced: 0,
    misplacedAsWhole: 0,
    names: 0,
    namesAtHome: 0,
    notSent: 0,
  };
  const worn = new Set<number>();
  for (const { lines, text } of steps) {
    const said = namesSaidIn(text);
    count.notSent += said.filter(
      name => (name.isQuoted || name.kind === 'number') && !code.isSent(name),
    ).length;
    if (!lines) continue;
    count.placed += 1;
    const last = Math.min(lines.last, code.bounds.last);
    for (let line = Math.max(lines.first, code.bounds.first); line <= last; line += 1) worn.add(line);
    const names = tellingNames(said, code);
    if (names.length === 0) continue;
    count.judged += 1;
    count.names += names.length;
    const isHome = (place: number) => lines.first <= place && place <= lines.last;
    count.namesAtHome += names.filter(({ places }) => places.some(isHome)).length;
    if (outweighing(names, lines).length === 0) continue;
    count.misplaced += 1;
    if (isOutweighed(names, lines)) count.misplacedAsWhole += 1;
  }
  const { telling } = code;
  const covered = telling.filter(line => worn.has(line)).length;
  return { steps: steps.length, ...count, lines: telling.length, covered };
}

export function addMeasures(all: readonly StepMeasure[]): StepMeasure {
  return all.reduce(
    (sum, one) => ({
      steps: sum.steps + one.steps,
      placed: sum.placed + one.placed,
      judged: sum.judged + one.judged,
      misplaced: sum.misplaced + one.misplaced,
      misplacedAsWhole: sum.misplacedAsWhole + one.misplacedAsWhole,
      names: sum.names + one.names,
      namesAtHome: sum.namesAtHome + one.namesAtHome,
      notSent: sum.notSent + one.notSent,
      lines: sum.lines + one.lines,
      covered: sum.covered + one.covered,
    }),
    nothing,
  );
}

const nothing: StepMeasure = {
  steps: 0,
  placed: 0,
  judged: 0,
  misplaced: 0,
  misplacedAsWhole: 0,
  names: 0,
  namesAtHome: 0,
  notSent: 0,
  lines: 0,
  covered: 0,
};
