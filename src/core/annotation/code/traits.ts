// What speaks for a place and against it, each from 0 to 1.
import type { CodeFile } from './codeFile';
import { keyAt, lineAt } from './codeLines';
import { likeness, mostLikeness, type Pairs } from './likeness';
import type { RowMap } from './rowMap';
import { isFaint } from './sketch';
import type { Gap, Spot } from './spots';
import { firstWord, type Wanted } from './wanted';

/** In this order. */
export const traitNames = [
  /** The first line reads like the quote's. */
  'head',
  /** All of the quote stands there. */
  'whole',
  /** Lines after the first: what both have, of all that either has; and of what the quote has. */
  'shared',
  'kept',
  /** How near those lines are that stood above it and below it and stayed. */
  'above',
  'below',
  /** It stands in lines like those that the quote stood in. */
  'heads',
  /** Its first line stood there already, and was another one: a lookalike. */
  'another',
  /** The diff makes its first line the quote's. */
  'own',
  /** It begins with the same word of the language. */
  'word',
  /** How far the characters before and after it agree. */
  'before',
  'after',
  /** How much the lines above it and below it read like those that stood there. */
  'likeAbove',
  'likeBelow',
  /** It lies between the lines that stayed; and about where the quote lay between them. */
  'between',
  'rank',
  /** Two that mean more together. */
  'head·heads',
  'head·shared',
] as const;

export type Traits = readonly number[];

/** Of a line less like it nothing is said to have become. */
const likeEnough = 0.55;
/** Pairs of lines that are compared for one place. */
const mostCompared = 900;
/** Lines above and below that say whether a place is near. */
const nearRows = 8;
/** Of two lines and how far one is shifted against the other. */
const shifted = 0.9;
/** How much less each line further out says. */
const outward = 0.7;

export interface Looking {
  readonly wanted: Wanted;
  readonly file: CodeFile;
  readonly map: RowMap;
  readonly gap: Gap | undefined;
}

/** `closely`: changed lines inside are compared, too, which takes its time. */
export function traitsOf(looking: Looking, spot: Spot, closely: boolean): Traits {
  const { wanted, file, map } = looking;
  const { sketch, count } = wanted;
  const { first, last, at } = spot;
  const whole = at === undefined ? 0 : 1;
  const head = whole || headLikeness(wanted, file, first);
  const inner = count === 1 ? noLines : whole ? allLines : innerOf(looking, spot, closely);
  const heads = headsLikeness(wanted, file, first);
  const owner = map.before(first);
  const isOwn = sketch !== undefined && owner === sketch.at;
  const isOther = sketch !== undefined && owner !== undefined && !isOwn;
  // A quote that begins in the middle of a line may have lines of its own joined to the one before.
  const isJoined = whole === 1 && isOther && owner >= sketch.at - 1 && owner < sketch.at + count;
  const { between, rank } = inGap(looking, spot);
  const { before, after } = agreement(wanted, file, spot);
  return [
    head,
    whole,
    inner.shared,
    inner.kept,
    nearness(looking, spot, -1),
    nearness(looking, spot, 1),
    heads,
    isOther && !isJoined ? 1 : 0,
    isOwn ? 1 : 0,
    wanted.word === firstWord(lineAt(file.lines, first)) ? 1 : 0,
    before,
    after,
    besideLikeness(wanted.above, file, first, -1),
    besideLikeness(wanted.below, file, last, 1),
    between,
    rank,
    head * heads,
    head * inner.shared,
  ];
}

function headLikeness({ code, pairs }: Wanted, file: CodeFile, row: number): number {
  if (keyAt(file.lines, row) === keyAt(code, 0)) return 1;
  return pairs[0] ? likeness(pairs[0], file.pairs(row)) : 0;
}

function headsLikeness({ heads }: Wanted, file: CodeFile, row: number): number {
  let at = file.lines.parents[row] ?? -1;
  if (heads.length === 0) return at < 0 ? 1 : 0.5;
  let [sum, all, weight] = [0, 0, 1];
  for (const head of heads) {
    all += weight;
    if (at >= 0) sum += weight * likeness(head, file.pairs(at));
    at = file.lines.parents[at] ?? -1;
    weight *= outward;
  }
  return sum / all;
}

function besideLikeness(lines: readonly Pairs[], file: CodeFile, row: number, step: 1 | -1): number {
  let [sum, all] = [0, 0];
  for (const [index, line] of lines.entries()) {
    const weight = 1 / (index + 1);
    let best = 0;
    for (const shift of [0, -1, 1]) {
      const away = index + 1 + shift;
      const at = row + step * away;
      if (away < 1 || at < 0 || at >= file.lines.count) continue;
      const [there, share] = [file.pairs(at), shift === 0 ? 1 : shifted];
      if (mostLikeness(line.length, there.length) * share <= best) continue;
      best = Math.max(best, likeness(line, there) * share);
    }
    sum += weight * best;
    all += weight;
  }
  return all === 0 ? 0 : sum / all;
}

function nearness({ wanted: { sketch, count }, map }: Looking, { first, last }: Spot, side: 1 | -1): number {
  if (!sketch) return 0;
  let [sum, all] = [0, 0];
  for (let away = 1; away <= nearRows; away += 1) {
    const old = side < 0 ? sketch.at - away : sketch.at + count - 1 + away;
    if (old < 0) break;
    all += 1 / away;
    const now = map.now(old);
    if (now === undefined) continue;
    const gap = side < 0 ? first - now : now - last;
    if (gap > 0) sum += Math.min(1, (away + 2) / (gap + 2)) / away;
  }
  return all === 0 ? 0 : sum / all;
}

function inGap({ wanted, gap }: Looking, { first, last }: Spot): { between: number; rank: number } {
  const { sketch, count } = wanted;
  if (!sketch || !gap || first <= gap.above || last >= gap.below) return { between: 0, rank: 0 };
  const share = (part: number, all: number) => (all <= 1 ? 0.5 : part / all);
  const then = share(sketch.at - gap.oldAbove - 1, gap.oldBelow - gap.oldAbove - count);
  const now = share(first - gap.above - 1, gap.below - gap.above - 1 - (last - first));
  return { between: 1, rank: Math.max(0, 1 - Math.abs(then - now)) };
}

/** Shares of what was kept of the surroundings. */
function agreement({ prefix, suffix, squeezed }: Wanted, file: CodeFile, { first, last, at }: Spot) {
  const { text, begins } = file.squeezed;
  const from = at ?? begins[first] ?? 0;
  const to = at === undefined ? (begins[last + 1] ?? text.length) : at + squeezed.length;
  let before = 0;
  while (before < prefix.length && text[from - 1 - before] === prefix[prefix.length - 1 - before])
    before += 1;
  let after = 0;
  while (after < suffix.length && text[to + after] === suffix[after]) after += 1;
  return {
    before: prefix === '' ? Number(from === 0) : before / prefix.length,
    after: suffix === '' ? Number(to === text.length) : after / suffix.length,
  };
}

interface Inner {
  readonly shared: number;
  readonly kept: number;
}

const noLines: Inner = { shared: 0, kept: 0 };
const allLines: Inner = { shared: 1, kept: 1 };

/** A bracket alone says little. */
function weightOf(mark: number): number {
  return isFaint(mark) ? 0.2 : 1;
}

function innerOf({ wanted, file, map }: Looking, { first, last }: Spot, closely: boolean): Inner {
  const { code, count, sketch } = wanted;
  const left = new Map<number, number[]>();
  let [quoted, standing, common] = [0, 0, 0];
  for (let row = count - 1; row > 0; row -= 1) {
    const mark = code.marks[row] ?? 0;
    quoted += weightOf(mark);
    const rows = left.get(mark);
    if (rows) rows.push(row);
    else left.set(mark, [row]);
  }
  const changed: number[] = [];
  for (let row = first + 1; row <= last; row += 1) {
    const mark = file.lines.marks[row] ?? 0;
    standing += weightOf(mark);
    const owner = map.before(row);
    // What stood there already and was not of the quote says nothing for it.
    if (sketch && owner !== undefined && (owner < sketch.at || owner >= sketch.at + count)) continue;
    if (left.get(mark)?.pop() !== undefined) common += weightOf(mark);
    else if (!isFaint(mark)) changed.push(row);
  }
  if (closely) {
    const missing = [...left.values()].flat().filter(row => !isFaint(code.marks[row] ?? 0));
    if (missing.length * changed.length <= mostCompared) common += likeLines(wanted, file, missing, changed);
  }
  return {
    shared: quoted + standing === 0 ? 1 : (2 * common) / (quoted + standing),
    kept: quoted === 0 ? 1 : common / quoted,
  };
}

/** How much of the lines that are missing the changed ones say, each for one at most. */
function likeLines({ pairs }: Wanted, file: CodeFile, missing: readonly number[], changed: number[]): number {
  let sum = 0;
  for (const row of missing) {
    const own = pairs[row];
    if (!own) continue;
    let best = { at: -1, like: likeEnough };
    for (const [at, other] of changed.entries()) {
      const pairsThere = file.pairs(other);
      if (mostLikeness(own.length, pairsThere.length) <= best.like) continue;
      const like = likeness(own, pairsThere);
      if (like > best.like) best = { at, like };
    }
    if (best.at < 0) continue;
    sum += best.like;
    changed.splice(best.at, 1);
  }
  return sum;
}
