// What a step says of a value, set beside what was seen: only what can be said without doubt. A step is compared where it states
// one plain value of a result or a variable, in a sentence without a condition; it is contradicted only where the whole run was
// seen, every value was a plain one, and the value that it states stands nowhere in its code. A wrong alarm is worse than none.
import type { LineSpan } from '../base/lines';
import { type CourseClaim, courseClaim } from './courseClaims';
import { holds, isEqual, kindOf, type Plain, plainOf } from './plain';
import type { SeenRun } from './seen';

/** What is said: of which kind a score counts it. */
export type ClaimKind = 'assignment' | 'branch' | 'loop' | 'call' | 'string';

/** `name`: of that variable; missing: what is given back, or what `about` says. */
export interface Verdict {
  readonly kind: ClaimKind;
  readonly name?: string;
  readonly about?: CourseClaim['about'];
  /** The value that the step states, as it writes it. */
  readonly said: string;
  readonly isSo: boolean;
  /** The values that were seen, in the order in which they came. */
  readonly seen: readonly string[];
}

interface Claim {
  readonly name?: string;
  readonly said: string;
}

/** Of a sentence without the mark at its end. A name stands in the marks of code: a word of prose may be another thing. */
const patterns: readonly RegExp[] = [
  /\b(?:returns?|gives back) (?<said>`[^`]+`|\S+)$/iu,
  /返回 ?(?<said>`[^`返]+`|[^\s`返]+)$/u,
  /\b(?:sets|initiali[sz]es) `(?<name>[\p{L}\p{N}_$]+)` (?:to|as|with) (?<said>`[^`]+`|\S+)$/iu,
  /`(?<name>[\p{L}\p{N}_$]+)` (?:is set to|is initiali[sz]ed to|(?:starts|begins) (?:at|as)|becomes) (?<said>`[^`]+`|\S+)$/iu,
  /[把将] ?`(?<name>[\p{L}\p{N}_$]+)` ?(?:设为|设置为|初始化为) ?(?<said>`[^`把将]+`|[^\s`把将]+)$/u,
];

/** With any of these a sentence speaks of some cases, of an example, or of what is not so. */
const guarded =
  /\b(?:if|when|whenever|unless|until|while|otherwise|else|once|or|for|each|every|may|might|can|could|would|should|not|never|no|without|only|either|whether|checks?|case|condition|at least|at most|suppose|say|about|roughly|like)\b|n't|如果|若|当|否则|时|直到|除非|不|没|是否|检查|情况|条件|可能|例如|比如|每|或|大约|只/i;

/** A longer one states more than a value. */
const longestSentence = 300;

/** In single spaces, without the mark at their end. */
function sentencesIn(text: string): readonly string[] {
  const sentences = text.replace(/\*\*/g, '').split(/(?<=[.!?])\s+|(?<=[。！？])|\n+/u);
  return sentences
    .filter(({ length }) => length <= longestSentence)
    .map(one =>
      one
        .replace(/\s+/gu, ' ')
        .trim()
        .replace(/[.,;。，；]$/u, '')
        .trim(),
    );
}

function claimsIn(text: string): readonly Claim[] {
  return sentencesIn(text).flatMap(sentence => {
    if (guarded.test(sentence)) return [];
    return patterns.flatMap(pattern => {
      const groups = pattern.exec(sentence)?.groups;
      const said = groups?.said?.replace(/`/g, '');
      if (said === undefined || plainOf(said) === undefined) return [];
      if (groups?.name !== undefined) return { name: groups.name, said };
      // What is given back may hang on a condition of the sentence before.
      return guarded.test(text) ? [] : { said };
    });
  });
}

/** `code`: the text of each line of the step, and of the whole run. */
export function verdictsOn(
  text: string,
  span: LineSpan,
  seen: SeenRun,
  code: { readonly step: readonly string[]; readonly run: readonly string[] },
): readonly Verdict[] {
  // Of other code nothing was said.
  if (!seen.isUnchanged) return [];
  return [...valueVerdicts(text, span, seen, code), ...courseVerdicts(text, span, seen, code.step)];
}

/** None where another sentence speaks of some cases alone. */
function courseVerdicts(
  text: string,
  span: LineSpan,
  seen: SeenRun,
  code: readonly string[],
): readonly Verdict[] {
  return sentencesIn(text).flatMap((sentence, at, all) => {
    const claim = courseClaim(sentence.replace(/`/g, ''), span, seen, code);
    if (!claim || all.some((other, index) => index !== at && guarded.test(other))) return [];
    return { kind: courseKinds[claim.about], ...claim };
  });
}

const courseKinds = { rounds: 'loop', branch: 'branch', raised: 'call' } as const;

function valueVerdicts(
  text: string,
  span: LineSpan,
  seen: SeenRun,
  code: { readonly step: readonly string[]; readonly run: readonly string[] },
): readonly Verdict[] {
  return claimsIn(text).flatMap(({ name: of, said }) => {
    const wanted = plainOf(said);
    const found = of === undefined ? resultsIn(seen, span) : valuesOf(seen, of, span);
    if (wanted === undefined || !found || found.texts.length === 0) return [];
    const values = found.texts.map(plainOf);
    const same = values.map(one => one !== undefined && isEqual(one, wanted));
    const kind = kindOfClaim(of, wanted, code.step);
    const about = of === undefined ? { kind, said } : { kind, name: of, said };
    const isSo = of === undefined ? found.isAll && same.every(Boolean) : same.some(Boolean);
    if (isSo) return { ...about, isSo, seen: found.texts };
    const isRefuted =
      seen.isWhole &&
      found.isAll &&
      values.every(one => one !== undefined && kindOf(one) === kindOf(wanted)) &&
      !same.some(Boolean) &&
      !code.step.some(line => holds(line, wanted)) &&
      !code.run.some(line =>
        of === undefined ? /\b(?:yield|await|async)\b/.test(line) : isUnseen(line, of),
      );
    return isRefuted ? { ...about, isSo: false, seen: found.texts } : [];
  });
}

/** A text is one, whoever holds it; what the head of a loop sets belongs to the loop. */
function kindOfClaim(name: string | undefined, value: Plain, code: readonly string[]): ClaimKind {
  if (kindOf(value) === 'text') return 'string';
  if (name === undefined) return 'call';
  const isOfHead = code.some(
    line => /^\s*for\b/.test(line) && line.split(/[^\p{L}\p{N}_$]+/u).includes(name),
  );
  return isOfHead ? 'loop' : 'assignment';
}

interface Found {
  readonly texts: readonly string[];
  readonly isAll: boolean;
}

/** Nothing where a line of the step was not reached: what is said may be about that one. */
function resultsIn({ lines }: SeenRun, { first, last }: LineSpan): Found | undefined {
  const here = lines.filter(({ line }) => first <= line && line <= last);
  if (here.some(({ times, calls }) => times === 0 && calls === 0)) return undefined;
  const texts = here.flatMap(({ results }) => results?.texts ?? []);
  return { texts: [...new Set(texts)], isAll: here.every(({ results }) => results?.isAll !== false) };
}

/** Of a variable that the step's lines have set. */
function valuesOf({ lines, ever }: SeenRun, name: string, { first, last }: LineSpan): Found | undefined {
  const isSet = lines.some(
    ({ line, setAt, values }) =>
      first <= line && line <= last && setAt >= 0 && values.some(one => one.name === name),
  );
  return isSet ? ever.find(one => one.name === name) : undefined;
}

/** A loop or a function on one line, or several statements on it: not all that it sets is seen. */
function isUnseen(line: string, name: string): boolean {
  const words = line.split(/[^\p{L}\p{N}_$]+/u);
  return words.includes(name) && /\b(?:for|while|do|lambda|async|await|yield)\b|=>|;.*\S/u.test(line);
}
