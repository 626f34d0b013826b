// What a model expects of a run before it is shown any of it, part by part in the order of execution, set beside what was seen:
// confirmed, contradicted, not reached, or not to be checked, with the reason. A wrong alarm is worse than none.
import type { LineSpan } from '../base/lines';
import type { ClaimKind } from './claims';
import { grade, isGradable } from './predict/grade';
import { namesBefore } from './predict/questions';
import { type Moment, namesAt, type SeenRun } from './seen';

/** What one part of an answer states. */
export interface Expectation {
  readonly about: 'value' | 'result' | 'branch' | 'raised' | 'printed';
  /** Of a value. */
  readonly name?: string;
  /** As it is written; of a branch `yes` or `no`. */
  readonly said: string;
}

/**
 * `cut`: what is listed of the run ends before. `unseen`: nothing of the kind was seen there. `unreadable`: one of both cannot
 * be compared. `unclear`: it can be meant either way.
 */
export type Unchecked = 'cut' | 'unseen' | 'unreadable' | 'unclear';

export interface Checked extends Expectation {
  readonly kind: ClaimKind;
  readonly outcome: 'confirmed' | 'contradicted' | 'not-reached' | 'unchecked';
  /** Where it was seen. */
  readonly seen?: string;
  readonly why?: Unchecked;
}

/** More of one line of an answer are none. */
const mostInStep = 12;
const longestStep = 2_000;
const longestSaid = 160;

const patterns: readonly (readonly [about: Expectation['about'], pattern: RegExp])[] = [
  ['value', /^`?(?<name>[\p{L}_$][\p{L}\p{N}_$]*)`? ?= ?(?<said>\S.*)$/u],
  ['branch', /^condition (?<said>true|false)$/i],
  ['result', /^returns (?<said>\S.*)$/i],
  ['raised', /^raises (?<said>\S+)$/i],
  ['printed', /^prints (?<said>\S.*)$/i],
];

/** What a step of such an answer states, in the form that it was asked for: "`total` = `3`; condition true". */
export function expectationsIn(text: string): readonly Expectation[] {
  return text
    .slice(0, longestStep)
    .split(/[;；\n]/)
    .slice(0, mostInStep)
    .flatMap((part): readonly Expectation[] => {
      const words = part.trim().replace(/[.。]$/, '');
      for (const [about, pattern] of patterns) {
        const groups = pattern.exec(words)?.groups;
        const said = groups?.said?.replace(/`/g, '').trim() ?? '';
        if (said === '' || said.length > longestSaid) continue;
        if (about === 'branch') return [{ about, said: said.toLowerCase() === 'true' ? 'yes' : 'no' }];
        return [{ about, said, ...(groups?.name === undefined ? {} : { name: groups.name }) }];
      }
      return [];
    });
}

/** `parts`: the steps in the order in which they were said, each with its lines. One list for each of them. */
export function checkExpected(
  parts: readonly { readonly lines?: LineSpan | undefined; readonly text: string }[],
  seen: SeenRun,
): readonly (readonly Checked[])[] {
  if (!seen.isUnchanged) return parts.map(() => []);
  const { moments } = seen;
  const isAll = seen.isWhole && seen.momentCount === moments.length;
  let from = 0;
  return parts.map(({ lines, text }) => {
    const expected = expectationsIn(text);
    if (!lines || expected.length === 0) return [];
    const visit = nextVisit(moments, lines, from);
    if (!visit && isHead(seen, lines)) return expected.map(one => checkGiven(one, moments, from));
    if (!visit) {
      const outcome = isAll
        ? ({ outcome: 'not-reached' } as const)
        : ({ outcome: 'unchecked', why: 'cut' } as const);
      return expected.map(one => ({ ...one, kind: kindOf(one, false), ...outcome }));
    }
    from = visit.last + 1;
    return expected.map(one => check(one, moments, visit));
  });
}

/** The next time that these lines run, at or after a moment: those that follow each other in one call. */
function nextVisit(
  moments: readonly Moment[],
  { first, last }: LineSpan,
  from: number,
): LineSpan | undefined {
  const holds = (at: number) => {
    const line = moments[at]?.line ?? -1;
    return first <= line && line <= last;
  };
  let begin = from;
  while (begin < moments.length && !holds(begin)) begin += 1;
  if (begin >= moments.length) return undefined;
  let end = begin;
  const { call, line: head } = moments[begin] ?? {};
  // A loop within these lines: each time that its first line comes again is another one.
  while (holds(end + 1) && moments[end + 1]?.call === call && moments[end + 1]?.line !== head) end += 1;
  return { first: begin, last: end };
}

/** A function begins here, and none of these lines runs by itself. */
function isHead({ lines, moments }: SeenRun, span: LineSpan): boolean {
  const { first, last } = span;
  const begins = lines.some(({ line, calls }) => calls > 0 && first <= line && line <= last);
  return begins && nextVisit(moments, span, 0) === undefined;
}

/** What a call was given, as its first line finds it. */
function checkGiven(one: Expectation, moments: readonly Moment[], at: number): Checked {
  const given = one.about === 'value' && namesBefore(moments, at).find(({ name }) => name === one.name);
  const kind = kindOf(one, false);
  if (!given) return { ...one, kind, outcome: 'unchecked', why: 'unseen' };
  return { ...one, kind, ...compareValue(one, given.text) };
}

function compareValue(
  { said }: Expectation,
  seen: string,
  as: 'value' | 'output' = 'value',
): Pick<Checked, 'outcome' | 'seen' | 'why'> {
  if (as === 'value' && !isGradable(seen)) return { outcome: 'unchecked', why: 'unreadable' };
  const graded = grade(as, seen, said);
  if (graded === 'hit') return { outcome: 'confirmed', seen };
  // A name without quotes may be a variable of the program.
  if (graded === 'miss' && as === 'value' && !isGradable(said))
    return { outcome: 'unchecked', why: 'unreadable' };
  if (graded === 'miss') return { outcome: 'contradicted', seen };
  return { outcome: 'unchecked', why: graded === 'unread' ? 'unreadable' : 'unclear' };
}

function check(one: Expectation, moments: readonly Moment[], { first, last }: LineSpan): Checked {
  const here = moments.slice(first, last + 1);
  const isOfLoop = here.some(({ branch }) => branch?.what === 'loop');
  const kind = kindOf(one, isOfLoop);
  const compared = (seen: string | undefined, as: 'value' | 'output' = 'value'): Checked => {
    if (seen === undefined) return { ...one, kind, outcome: 'unchecked', why: 'unseen' };
    return { ...one, kind, ...compareValue(one, seen, as) };
  };
  switch (one.about) {
    case 'value': {
      // What it was on the way counts, too: a part may set it twice.
      const on = here.flatMap(({ values }) => values.filter(({ name, isSet }) => isSet && name === one.name));
      const was = on.find(({ text }) => isGradable(text) && grade('value', text, one.said) === 'hit');
      return compared(was?.text ?? namesAt(moments, last).find(({ name }) => name === one.name)?.text);
    }
    case 'result':
      return compared(lastOf(here, ({ result }) => result));
    case 'printed':
      return compared(lastOf(here, ({ printed }) => printed)?.trim(), 'output');
    case 'raised':
    case 'branch': {
      const way = lastOf(here, ({ branch }) => branch)?.taken;
      const seen =
        one.about === 'raised'
          ? lastOf(here, ({ raised }) => raised)?.kind
          : way === undefined
            ? undefined
            : way
              ? 'yes'
              : 'no';
      if (seen === undefined) return { ...one, kind, outcome: 'unchecked', why: 'unseen' };
      return { ...one, kind, outcome: seen === one.said ? 'confirmed' : 'contradicted', seen };
    }
  }
}

function lastOf<T>(moments: readonly Moment[], of: (moment: Moment) => T | undefined): T | undefined {
  return moments.flatMap(moment => of(moment) ?? []).at(-1) as T | undefined;
}

function kindOf({ about, said }: Expectation, isOfLoop: boolean): ClaimKind {
  if (about === 'branch') return isOfLoop ? 'loop' : 'branch';
  if (about === 'printed' || /^["']/.test(said)) return 'string';
  if (about === 'value') return 'assignment';
  return 'call';
}
