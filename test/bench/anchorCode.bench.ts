// Notes on code that has changed: how many stand where they belong, beside what a note knew before (its words and 32
// characters on each side) and beside a line diff of the whole file; and what it costs. Without `--oracle DIR`: code made and
// edited by script, in five languages, and this repository's own history. With it, what people have judged (`oracle.ts`);
// `--take` and `--skip` are of the sets of lines in it.
import { anchor } from '../../src/core/annotation/anchor';
import type { Target } from '../../src/core/annotation/annotation';
import { anchorCode, certain } from '../../src/core/annotation/code/anchorCode';
import { CodeFile } from '../../src/core/annotation/code/codeFile';
import { annotateCode } from '../../src/core/annotation/create';
import { matchLines } from '../../src/core/base/lineMatch';
import type { LineSpan } from '../../src/core/base/lines';
import { linesOf } from '../../src/core/base/lines';
import { type CodeCase, rangeOf, spanOf } from './codeCases';
import { median, percentile95 } from './measure';
import { oracleCases } from './oracle';
import { ownCases } from './ownHistory';
import { type Bench, type Row, within } from './row';
import { scriptedCases, scriptedFile } from './scriptedCode';

export const limitMs = 600_000;

/** Lines, where there are any; how sure; nothing: lost. */
type Answer = { readonly lines: LineSpan; readonly isCertain: boolean } | undefined;

interface Asked extends CodeCase {
  readonly target: Target;
}

type Finder = (asked: Asked) => Answer;

const ours: Finder = ({ target, now }) => {
  const [found] = anchorCode([target], fileOf(now));
  return !found || found.kind === 'lost'
    ? undefined
    : { lines: spanOf(now, found.start, found.end), isCertain: found.confidence >= certain };
};

const byWords: Finder = ({ target, now }) => {
  const found = anchor(target.selector ?? [], now);
  return found.kind === 'orphan'
    ? undefined
    : { lines: spanOf(now, found.start, found.end), isCertain: found.kind === 'exact' };
};

/** Where its first line went, up to where its last line went. */
const byDiff: Finder = ({ before, now, span }) => {
  const match = matchLines(linesOf(before), linesOf(now), 0, line => /\w/.test(line));
  const [first, last] = [match[span.first - 1], match[span.last - 1]];
  if (first === undefined || last === undefined || last < first) return undefined;
  return { lines: { first: first + 1, last: last + 1 }, isCertain: true };
};

const finders = { ours, words: byWords, diff: byDiff };
type Who = keyof typeof finders;

let lastFile: { readonly text: string; readonly file: CodeFile } | undefined;

function fileOf(text: string): CodeFile {
  if (lastFile?.text !== text) lastFile = { text, file: new CodeFile(text) };
  return lastFile.file;
}

export const bench: Bench = async (options = {}) => {
  const cases = options.oracle
    ? await oracleCases(options.oracle, options)
    : [...scriptedCases(6, 12), ...(await ownCases(400))];
  const asked = cases.flatMap(askedOf);
  const kinds = [...new Set(asked.map(({ kind }) => kind))];
  return [
    ...kinds.flatMap(kind =>
      rowsOf(
        kind,
        asked.filter(one => one.kind === kind),
      ),
    ),
    certainOf(asked),
    ...speed(),
  ];
};

function askedOf(one: CodeCase): readonly Asked[] {
  const { start, end } = rangeOf(one.before, one.span);
  if (start >= end) return [];
  const { target } = annotateCode({
    id: 'urn:uuid:bench',
    now: 0,
    uri: 'file:///code',
    text: one.before,
    start,
    end,
  });
  // As it comes out of a journal.
  return target.slice(0, 1).map(kept => ({ ...one, target: JSON.parse(JSON.stringify(kept)) }));
}

interface Count {
  right: number;
  wrong: number;
  lost: number;
  placedThoughGone: number;
  saidGone: number;
}

function countOf(asked: readonly Asked[], find: Finder): Count {
  const count: Count = { right: 0, wrong: 0, lost: 0, placedThoughGone: 0, saidGone: 0 };
  for (const one of asked) {
    const answer = find(one);
    if (!one.truth) count[answer ? 'placedThoughGone' : 'saidGone'] += 1;
    else if (!answer) count.lost += 1;
    else count[isRight(one, answer) ? 'right' : 'wrong'] += 1;
  }
  return count;
}

function isRight({ truth }: Asked, answer: Answer): boolean {
  return answer !== undefined && truth?.first === answer.lines.first && truth.last === answer.lines.last;
}

/** What we set out to reach, in percent of the cases of a kind. */
const targets: Readonly<Record<string, { readonly right: number; readonly wrong?: number }>> = {
  'blocks that one commit changed': { right: 92, wrong: 1.5 },
  'blocks over years': { right: 80, wrong: 3 },
  'blocks that are gone': { right: 96 },
  'lines judged by hand': { right: 80, wrong: 4 },
};

function rowsOf(kind: string, asked: readonly Asked[]): readonly Row[] {
  const counts = Object.fromEntries(
    Object.entries(finders).map(([who, find]) => [who, countOf(asked, find)]),
  ) as Record<Who, Count>;
  const share = (count: number) => (100 * count) / asked.length;
  const right = (who: Who) => share(counts[who].right + counts[who].saidGone);
  const wrong = (who: Who) => share(counts[who].wrong + counts[who].placedThoughGone);
  const lost = (who: Who) => share(counts[who].lost);
  const isGone = asked.every(({ truth }) => !truth);
  const what = `${kind} (${asked.length})`;
  const target = targets[kind];
  const beside = (name: string, of: (who: Who) => number): readonly Row[] => [
    {
      name: `${what}: ${name}`,
      ours: of('ours'),
      peer: of('words'),
      unit: '%',
      peerName: 'by words and 32 characters beside',
    },
    {
      name: `${what}: ${name}`,
      ours: of('ours'),
      peer: of('diff'),
      unit: '%',
      peerName: 'line diff of the whole file',
    },
  ];
  return [
    ...beside(isGone ? 'said lost' : 'right', right),
    ...beside(isGone ? 'placed though gone' : 'wrong, or placed though gone', wrong),
    ...(isGone ? [] : beside('lost though there', lost)),
    ...(target
      ? [
          {
            name: `${what}: ${isGone ? 'said lost' : 'right'}`,
            ours: right('ours'),
            peer: target.right,
            unit: '%' as const,
            peerName: 'the least that we want',
            target: { atLeast: 1 },
          },
          ...(target.wrong === undefined
            ? []
            : [within(`${what}: wrong, or placed though gone`, wrong('ours'), '%', target.wrong)]),
        ]
      : []),
  ];
}

/** Of the places that are called certain, how many are right. */
function certainOf(asked: readonly Asked[]): Row {
  const answers = asked.map(one => ({ one, answer: ours(one) })).filter(({ answer }) => answer?.isCertain);
  const right = answers.filter(({ one, answer }) => isRight(one, answer)).length;
  return {
    name: `places called certain (${answers.length}): right`,
    ours: (100 * right) / Math.max(1, answers.length),
    peer: 99.5,
    unit: '%',
    peerName: 'the least that we want',
    target: { atLeast: 1 },
  };
}

const edits = 60;
/** The machine is shared: of each piece of work the calmest of so many times counts. */
const times = 9;

function speed(): readonly Row[] {
  const asked = scriptedFile(2_000, edits).flatMap(askedOf);
  const { now = '' } = asked[0] ?? {};
  const alone = (find: (one: Asked) => unknown) =>
    percentile95(calmest(spread(asked, 120).map(one => () => find(one))));
  const one = {
    ours: alone(({ target }) => anchorCode([target], new CodeFile(now))),
    peer: alone(({ target }) => anchor(target.selector ?? [], now)),
  };
  const many = spread(asked, 500).map(({ target }) => target);
  const [ours = 0, peer = 0] = calmest([
    () => anchorCode(many, new CodeFile(now)),
    () => many.map(target => anchor(target.selector ?? [], now)),
  ]);
  const what = `of a file of ${linesOf(now).length} lines, changed ${edits} times`;
  const bytes = median(asked.map(({ target }) => JSON.stringify(target['marginalia:sketch']).length)) / 1024;
  const peerName = 'by words and 32 characters beside';
  return [
    within(`one note ${what}, p95`, one.ours, 'ms', 5),
    { name: `one note ${what}, p95`, ...one, unit: 'ms', peerName },
    within(`${many.length} notes ${what}`, ours, 'ms', 100),
    { name: `${many.length} notes ${what}`, ours, peer, unit: 'ms', peerName },
    within('what a note keeps of its file, median', bytes, 'KB', 2),
  ];
}

/** Milliseconds of each, taken in turns. */
function calmest(works: readonly (() => unknown)[]): readonly number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let time = 0; time < times; time += 1) {
    for (const [index, work] of works.entries()) {
      const startedAt = performance.now();
      results[0] = work();
      least[index] = Math.min(least[index] ?? 0, performance.now() - startedAt);
    }
  }
  return least;
}

/** Results go here, or the work could be left out. */
const results: unknown[] = [];

function spread<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, at) => all[Math.floor(at * step)] as T);
}
