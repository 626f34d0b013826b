// A step's words against the code: does it speak of what is on its lines, and of what was sent at all? Names and numbers
// only; a wrong alarm is worse than none, so whatever may be meant by something counts as said of it.
import type { LineSpan } from '../../base/lines';
import type { Step } from '../run';
import type { KnownCode } from './knownCode';
import { namesSaidIn, type SaidName } from './saidNames';
import { outweighing, tellingNames } from './stepPlace';

export type StepMark = Elsewhere | Invented;

/** It names what is not on its lines, and other lines hold more of it than any of its own. */
export interface Elsewhere {
  readonly kind: 'elsewhere';
  /** The lines that hold most of it: of several places the nearest, and the later one first: words run ahead. */
  readonly lines: LineSpan;
  readonly names: readonly string[];
}

/** It names what occurs nowhere in what was sent, and does not follow from it. */
export interface Invented {
  readonly kind: 'invented';
  /** In the order of the text; a name that is said again is there again. */
  readonly words: readonly SaidName[];
}

/** No marks: nothing that can be seen to be wrong, and no more than that. Takes time in proportion to the step's words. */
export function checkStep({ lines, text }: Step, code: KnownCode): readonly StepMark[] {
  const said = namesSaidIn(text);
  const invented = said.filter(name => !code.isSent(name));
  const elsewhere = lines && lookElsewhere(said, lines, code);
  return [
    ...(elsewhere ? [elsewhere] : []),
    ...(invented.length > 0 ? [{ kind: 'invented' as const, words: invented }] : []),
  ];
}

function lookElsewhere(said: readonly SaidName[], lines: LineSpan, code: KnownCode): Elsewhere | undefined {
  const names = tellingNames(said, code);
  // A number is too little to go by: most are said of several lines.
  const under = code.headsOf(lines.first);
  const isHere = (name: SaidName) =>
    code.isInHead(name) ||
    code.isOn(name, lines) ||
    under.some(line => code.isOn(name, { first: line, last: line }));
  const missing = names.filter(({ name }) => name.kind === 'name' && !isHere(name));
  if (missing.length === 0) return undefined;
  const at = new Set(missing.flatMap(({ places }) => places));
  const [nearest] = outweighing(names, lines)
    .filter(line => at.has(line))
    .sort((a, b) => distance(a, lines) - distance(b, lines) || b - a);
  if (nearest === undefined) return undefined;
  return {
    kind: 'elsewhere',
    lines: { first: nearest, last: nearest },
    names: missing.filter(({ places }) => places.includes(nearest)).map(({ name }) => name.text),
  };
}

function distance(line: number, { first, last }: LineSpan): number {
  return line < first ? first - line : line - last;
}
