// What a step says of the course of a run, set beside what was seen: how often a loop went round, which way a condition went, what
// was raised. Only where one sentence says it outright, and its lines have one loop, or one condition, that went one way.
import type { LineSpan } from '../base/lines';
import type { Moment, SeenRun } from './seen';

export interface CourseClaim {
  readonly about: 'rounds' | 'branch' | 'raised';
  /** A number, `yes` or `no`, the kind of an exception. */
  readonly said: string;
  readonly isSo: boolean;
  readonly seen: readonly string[];
}

const numbers: Readonly<Record<string, string>> = { once: '1', twice: '2', 两: '2', 一: '1', 三: '3' };
const inEnglish =
  /^(?:the |this )?(?:loop|(?:loops|iterates)) ?(?:runs|iterates|executes|goes round|repeats)? ?(?:(?<n>\d{1,6}) (?:times|rounds)|(?<word>once|twice))$/i;
const inChinese =
  /^(?:这个|该)?循环(?:一?共)?(?:执行|运行|进行|迭代)?了? ?(?:(?<n>\d{1,6})|(?<word>[一两三])) ?[次轮]$/u;
const holding: readonly (readonly [pattern: RegExp, said: string])[] = [
  [/^(?:the |this )?condition (?:is true|is met|holds|evaluates to true)$/i, 'yes'],
  [/^(?:the |this )?condition (?:is false|is not met|does not hold|evaluates to false)$/i, 'no'],
  [/^(?:这个|该)?条件(?:为真|成立)$/u, 'yes'],
  [/^(?:这个|该)?条件(?:为假|不成立)$/u, 'no'],
];
const raising =
  /^(?:(?:[Ii]t|[Tt]his|[Tt]he (?:line|call|function)) )?[Rr]aises (?:an? )?(?<kind>[A-Z]\w*(?:Error|Exception))$/;

/** `sentence` in single spaces, without marks of code and its end. `code`: the lines of the step. */
export function courseClaim(
  sentence: string,
  span: LineSpan,
  seen: SeenRun,
  code: readonly string[],
): CourseClaim | undefined {
  // Moments that are not listed may have gone another way.
  if (!seen.isWhole || seen.momentCount > seen.moments.length) return undefined;
  const here = seen.moments.filter(({ line }) => span.first <= line && line <= span.last);
  const plain = sentence.replace(/\b(?:for|while) loop\b/i, 'loop');
  const counted = inEnglish.exec(plain)?.groups ?? inChinese.exec(plain)?.groups;
  if (counted) {
    const said = counted.n ?? numbers[counted.word?.toLowerCase() ?? ''];
    const rounds = roundsIn(here);
    if (said === undefined || rounds === undefined) return undefined;
    return { about: 'rounds', said, isSo: Number(said) === rounds, seen: [String(rounds)] };
  }
  const held = holding.find(([pattern]) => pattern.test(plain))?.[1];
  if (held !== undefined) {
    const way = wayIn(here);
    return way === undefined ? undefined : { about: 'branch', said: held, isSo: held === way, seen: [way] };
  }
  const kind = raising.exec(plain)?.groups?.kind;
  if (kind === undefined) return undefined;
  const kinds = [...new Set(here.flatMap(({ raised }) => raised?.kind ?? []))];
  if (kinds.includes(kind)) return { about: 'raised', said: kind, isSo: true, seen: kinds };
  const isNamed = code.some(line => line.split(/\W+/).includes(kind));
  return kinds.length > 0 && !isNamed ? { about: 'raised', said: kind, isSo: false, seen: kinds } : undefined;
}

/** Of the one loop that begins here, where it was entered once and left at its head. */
function roundsIn(here: readonly Moment[]): number | undefined {
  const heads = here.filter(({ branch }) => branch?.what === 'loop');
  const [first] = heads;
  if (!first || heads.some(({ line, call }) => line !== first.line || call !== first.call)) return undefined;
  const ends = heads.filter(({ branch }) => branch?.taken === false);
  return ends.length === 1 && heads.at(-1) === ends[0] ? heads.length - 1 : undefined;
}

/** Of the one condition here, where it always went one way. */
function wayIn(here: readonly Moment[]): 'yes' | 'no' | undefined {
  const all = here.filter(({ branch }) => branch?.what === 'if');
  const [first] = all;
  if (!first || all.some(({ line, branch }) => line !== first.line || branch?.taken !== first.branch?.taken))
    return undefined;
  return first.branch?.taken ? 'yes' : 'no';
}
