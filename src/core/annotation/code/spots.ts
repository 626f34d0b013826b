// Where a note's code may stand now: where all of it is found, where the diff leaves room, and what reads like its lines.
import { blockEnds } from './blockEnds';
import { type CodeFile, wordsOf } from './codeFile';
import { type CodeLines, lineAt } from './codeLines';
import { likeness } from './likeness';
import type { RowMap } from './rowMap';
import { isFaint } from './sketch';
import type { Wanted } from './wanted';

/** Rows of now, both included. */
export interface Spot {
  readonly first: number;
  readonly last: number;
  /** Where in the squeezed text all of the quote stands; missing where it does not. */
  readonly at?: number;
}

/** The rows that stayed, nearest above and below the note: as they were, and as they are. */
export interface Gap {
  readonly oldAbove: number;
  readonly oldBelow: number;
  readonly above: number;
  readonly below: number;
}

const mostHits = 64;
/** Rows of a gap that are looked at, from each of its ends. */
const mostInGap = 60;
/** A line of the quote that stands on more rows says nothing about any of them. */
const tellingRows = 12;
const mostLike = 30;
const mostAround = 60;
/** Of a long quote, so many lines are looked for. */
const mostLines = 200;

export function gapOf({ sketch, count }: Wanted, file: CodeFile, map: RowMap): Gap | undefined {
  if (!sketch) return undefined;
  let up = sketch.at - 1;
  while (up >= map.from && map.now(up) === undefined) up -= 1;
  let down = sketch.at + count;
  while (down < map.to && map.now(down) === undefined) down += 1;
  return {
    oldAbove: up,
    oldBelow: down,
    above: map.now(up) ?? -1,
    below: map.now(down) ?? file.lines.count,
  };
}

export function spotsOf(wanted: Wanted, file: CodeFile, map: RowMap, gap: Gap | undefined): readonly Spot[] {
  const hits = hitsOf(wanted, file);
  const firsts = new Set<number>();
  const add = (row: number) => {
    if (row >= 0 && row < file.lines.count) firsts.add(row);
  };
  const own = wanted.sketch && map.now(wanted.sketch.at);
  if (own !== undefined) add(own);
  if (gap) {
    for (let row = gap.above + 1; row < Math.min(gap.below, gap.above + mostInGap); row += 1) add(row);
    for (let row = gap.below - 1; row > Math.max(gap.above, gap.below - mostInGap); row -= 1) add(row);
  }
  for (const row of likeLines(wanted, file)) add(row);
  for (const row of aroundLines(wanted, file)) add(row);
  for (const { first } of hits) firsts.delete(first);
  const changed = [...firsts].map(first => ({ first, last: lastOf(wanted, file, map, first) }));
  return [...hits, ...changed];
}

/** Where all of the quote stands, blanks and line ends aside. */
function hitsOf({ squeezed }: Wanted, file: CodeFile): readonly Spot[] {
  const { text } = file.squeezed;
  const hits: Spot[] = [];
  for (
    let at = text.indexOf(squeezed);
    at !== -1 && hits.length < mostHits;
    at = text.indexOf(squeezed, at + 1)
  ) {
    hits.push({ at, first: file.rowAt(at), last: file.rowAt(at + squeezed.length - 1) });
  }
  return hits;
}

/** Rows that share a telling word with the first line of the quote, the likest first. */
function likeLines({ code, pairs }: Wanted, file: CodeFile): readonly number[] {
  const [first] = pairs;
  if (!first) return [];
  const rows = new Set(wordsOf(lineAt(code, 0)).flatMap(word => file.rowsWith(word)));
  return [...rows]
    .map(row => ({ row, like: likeness(first, file.pairs(row)) }))
    .sort((one, other) => other.like - one.like || one.row - other.row)
    .slice(0, mostLike)
    .map(({ row }) => row);
}

/** Rows in which lines of the quote stand as deep as they stood, or that are as far above them; those of most lines first. */
function aroundLines({ code, count }: Wanted, file: CodeFile): readonly number[] {
  const votes = new Map<number, number>();
  const vote = (row: number) => votes.set(row, (votes.get(row) ?? 0) + 1);
  const { parents } = file.lines;
  for (let row = 0; row < Math.min(count, mostLines); row += 1) {
    const mark = code.marks[row] ?? 0;
    const places = isFaint(mark) ? [] : file.rowsOf(mark);
    if (places.length > tellingRows) continue;
    const depth = depthOf(code, row);
    for (const place of places) {
      vote(place - row);
      let at = place;
      for (let step = 0; step < depth && at >= 0; step += 1) at = parents[at] ?? -1;
      if (row === 0) continue;
      vote(at);
      // A level more may have come between.
      vote(parents[at] ?? -1);
    }
  }
  return [...votes]
    .sort(([row, one], [otherRow, other]) => other - one || row - otherRow)
    .slice(0, mostAround)
    .map(([row]) => row);
}

function depthOf({ parents }: CodeLines, row: number): number {
  let depth = 0;
  for (let at = parents[row] ?? -1; at >= 0; at = parents[at] ?? -1) depth += 1;
  return depth;
}

/** A block ends where it ends now; other code where its last line went, or as many lines on. */
function lastOf({ count, block, sketch }: Wanted, file: CodeFile, map: RowMap, first: number): number {
  const end = file.lines.count - 1;
  if (count === 1) return first;
  if (block) {
    const ends = blockEnds(file.lines, first);
    return ends[Math.min(block.link ?? ends.length, ends.length - 1)] ?? first;
  }
  if (sketch) {
    const last = sketch.at + count - 1;
    for (let row = last; row > sketch.at; row -= 1) {
      const now = map.now(row);
      if (now !== undefined && now >= first) return Math.min(end, now + last - row);
    }
  }
  return Math.min(end, first + count - 1);
}
