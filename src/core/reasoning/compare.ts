// Two runs of the same code, piece by piece. What agrees is said by one rule: both name the same of the code's names and
// numbers. That is no word on whether either is right; two runs may agree on what is false.
import type { LineSpan } from '../base/lines';
import { type KnownCode, readCode } from './checks/knownCode';
import { namesSaidIn, type SaidName } from './checks/saidNames';
import { boundsOf } from './excerpt';
import { isFinished, type Run, type Step } from './run';

export type Agreement =
  | 'same-names'
  | 'other-names'
  /** Neither names anything of the code, so there is nothing to compare. */
  | 'no-names'
  | 'left-only'
  | 'right-only'
  /** One of them is being written, or may still come. */
  | 'to-come'
  /** More words than are compared. */
  | 'too-long';

export interface ComparedRow {
  /** Lines of the piece, as the left run numbers them; missing for steps that wear none. */
  readonly lines?: LineSpan;
  readonly left: readonly Step[];
  readonly right: readonly Step[];
  readonly agreement: Agreement;
  /** What only one of them names, as it is written, in the order of its words. */
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
}

export interface Comparison {
  /** Whether both were sent the same text. Where they were not, no row is compared. */
  readonly isSameCode: boolean;
  /** In the order of the code; steps without lines come last. Rows in which neither has a step are left out. */
  readonly rows: readonly ComparedRow[];
}

/** So many characters of a piece's words are compared; a step has some two hundred. */
const mostWords = 8_000;

/** Takes time in proportion to the words of both. */
export function compareRuns(left: Run, right: Run): Comparison {
  const [a, b] = [left.excerpt, right.excerpt];
  if (a.uri !== b.uri || a.text !== b.text) return { isSameCode: false, rows: [] };
  // The same text may stand further down in its file by now.
  const shift = a.firstLine - b.firstLine;
  const begins = rowBegins(left, right, shift);
  const code = readCode(a);
  const { last: lastLine } = boundsOf(a);
  const lefts = byRow(left.steps, begins, 0);
  const rights = byRow(right.steps, begins, shift);
  const row = (at: number) => {
    const [ours, theirs] = [lefts.get(at) ?? [], rights.get(at) ?? []];
    if (ours.length === 0 && theirs.length === 0) return [];
    const first = begins[at];
    const lines = first === undefined ? undefined : { first, last: (begins[at + 1] ?? lastLine + 1) - 1 };
    return [
      {
        ...(lines ? { lines } : {}),
        left: ours,
        right: theirs,
        ...agreement(ours, theirs, left, right, code),
      },
    ];
  };
  return { isSameCode: true, rows: [...begins.keys(), begins.length].flatMap(row) };
}

/** The first line of each piece, in the left run's numbers: of the left run, else of the right, else of the steps. */
function rowBegins(left: Run, right: Run, shift: number): readonly number[] {
  const firsts = (spans: readonly (LineSpan | undefined)[] | undefined, by: number) =>
    (spans ?? []).flatMap(span => (span ? span.first + by : []));
  const pieces = [
    firsts(
      left.pieces?.map(({ lines }) => lines),
      0,
    ),
    firsts(
      right.pieces?.map(({ lines }) => lines),
      shift,
    ),
  ].find(found => found.length > 0);
  const steps = () => [
    ...firsts(
      left.steps.map(({ lines }) => lines),
      0,
    ),
    ...firsts(
      right.steps.map(({ lines }) => lines),
      shift,
    ),
  ];
  return [...new Set(pieces ?? steps())].sort((one, other) => one - other);
}

/** A step stands in the row in which its first line is; the last row is for those without lines. */
function byRow(
  steps: readonly Step[],
  begins: readonly number[],
  shift: number,
): ReadonlyMap<number, readonly Step[]> {
  const rows = new Map<number, Step[]>();
  for (const step of steps) {
    const at = step.lines ? Math.max(0, lastAtOrBefore(begins, step.lines.first + shift)) : begins.length;
    const row = rows.get(at);
    if (row) row.push(step);
    else rows.set(at, [step]);
  }
  return rows;
}

/** -1: all are greater. */
function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) <= value) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

type Verdict = Pick<ComparedRow, 'agreement' | 'onlyLeft' | 'onlyRight'>;

function agreement(
  ours: readonly Step[],
  theirs: readonly Step[],
  left: Run,
  right: Run,
  code: KnownCode,
): Verdict {
  const bare = (kind: Agreement): Verdict => ({ agreement: kind, onlyLeft: [], onlyRight: [] });
  if (mayGrow(ours, left) || mayGrow(theirs, right)) return bare('to-come');
  if (theirs.length === 0) return bare('left-only');
  if (ours.length === 0) return bare('right-only');
  if (isLong(ours) || isLong(theirs)) return bare('too-long');
  const [a, b] = [namesOf(ours, code), namesOf(theirs, code)];
  if (a.size === 0 && b.size === 0) return bare('no-names');
  const onlyLeft = missing(a, b, theirs);
  const onlyRight = missing(b, a, ours);
  const isSame = onlyLeft.length === 0 && onlyRight.length === 0;
  return { agreement: isSame ? 'same-names' : 'other-names', onlyLeft, onlyRight };
}

function mayGrow(steps: readonly Step[], run: Run): boolean {
  const last = run.steps.at(-1);
  return (
    !isFinished(run) && (steps.length === 0 || (run.isWriting && last !== undefined && steps.includes(last)))
  );
}

function isLong(steps: readonly Step[]): boolean {
  return steps.reduce((sum, { text }) => sum + text.length, 0) > mostWords;
}

/** What the steps name that stands in the code, by what makes two of them one, as it is written. */
function namesOf(steps: readonly Step[], code: KnownCode): ReadonlyMap<string, string> {
  const said = steps.flatMap(step => saidIn(step)).filter(name => code.isOn(name, code.bounds));
  return new Map(said.map(name => [keyOf(name), name.text]));
}

/** A finished step stays the same value. */
const known = new WeakMap<Step, readonly SaidName[]>();

function saidIn(step: Step): readonly SaidName[] {
  let names = known.get(step);
  if (!names) {
    names = namesSaidIn(step.text);
    known.set(step, names);
  }
  return names;
}

/** Numbers are one by their value, however they are written. */
function keyOf({ text, value }: SaidName): string {
  return value === undefined ? text : `#${value}`;
}

/** A name that one of them marks as code may stand in the other's sentence as a plain word. */
function missing(
  names: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  steps: readonly Step[],
): readonly string[] {
  const text = steps.map(step => step.text).join('\n');
  return [...names].flatMap(([key, name]) => (others.has(key) || isWordIn(text, name) ? [] : name));
}

function isWordIn(text: string, name: string): boolean {
  const isPart = (character: string | undefined) =>
    character !== undefined && /[A-Za-z0-9_$]/.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true;
  }
  return false;
}
