// Where to cut: the division of the atoms that costs least, by what it costs to cut at each seam and to have so many
// things in one piece.
import type { Atom } from './atoms';
import { partsStatements, type Seam } from './seam';

/** A run of atoms, both ends included. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** What it costs to tell so many things at once. */
const costOfCount = [0, 0.5, 0, 0, 0.5, 1.6, 2.6, 4, 5.5];
/** Neighbours of one kind are one thing, however many. */
const costOfAlike = [0, 0.5, 0, 0, 0, 0, 0.2, 0.6, 1];
/** A member of an expression is less than a statement, and `else` goes on with what `if` began. */
const memberWeight = 0.45;
const branchWeight = 0;

/** A piece that begins with one thing and ends within another. */
const costOfCrossing = 2.5;

/** A definition so short that its head is not told by itself. */
const shortDefinition = 3;
/** A head is told with what it leads to, unless it is long itself. */
const costOfHead = 3;
const lessForLine = 0.6;
/** An expression so short that it is not cut. */
const shortExpression = 8;

/** Each piece has at most so many lines that are neither blank nor comment, unless it is one atom. */
export function segment(atoms: readonly Atom[], lines: readonly string[], mostLines: number): readonly Run[] {
  const cuts = costsOfCuts(atoms, lines);
  const alike = atoms.map((atom, at) => isAlike(atoms[at - 1], atom, lines));
  const best = new Float64Array(atoms.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(atoms.length + 1);
  best[0] = 0;
  for (let end = 0; end < atoms.length; end += 1) {
    let count = 0;
    let weight = 0;
    let level = Number.POSITIVE_INFINITY;
    let areAlike = true;
    for (let start = end; start >= 0 && end - start < mostLines; start -= 1) {
      const atom = atoms[start];
      if (!atom) break;
      count += atom.count;
      if (start < end && count > mostLines) break;
      if (start < end) {
        // The seam between this atom and the one after it has come inside.
        const inner = atoms[start + 1]?.seam;
        if (inner) {
          level = Math.min(level, inner.level);
          weight += weightOf(inner);
        }
        areAlike &&= alike[start + 1] === true;
      } else weight = 1;
      const before = start > 0 ? atom.seam.level : Number.NEGATIVE_INFINITY;
      const after = atoms[end + 1]?.seam.level ?? Number.NEGATIVE_INFINITY;
      const crossings = (level < before ? 1 : 0) + (level < after ? 1 : 0);
      const cost =
        (best[start] ?? 0) +
        (start > 0 ? (cuts[start] ?? 0) : 0) +
        between(areAlike ? costOfAlike : costOfCount, weight) +
        crossings * costOfCrossing;
      if (cost < (best[end + 1] ?? 0) - 1e-9) {
        best[end + 1] = cost;
        from[end + 1] = start;
      }
    }
  }
  const runs: Run[] = [];
  for (let end = atoms.length; end > 0; end = from[end] ?? 0) {
    runs.push({ first: from[end] ?? 0, last: end - 1 });
  }
  return runs.reverse();
}

function weightOf(seam: Seam): number {
  if (seam.kind === 'branch') return branchWeight;
  return partsStatements(seam) ? 1 : memberWeight;
}

function between(costs: readonly number[], weight: number): number {
  const low = Math.floor(weight);
  const [a = 0, b = 0] = [costs[Math.min(low, costs.length - 1)], costs[Math.min(low + 1, costs.length - 1)]];
  const over = Math.max(0, weight - (costs.length - 1)) * 1.5;
  return a + (b - a) * (weight - low) + over;
}

/** What it costs to cut before each atom. */
function costsOfCuts(atoms: readonly Atom[], lines: readonly string[]): readonly number[] {
  const extents = extentsOf(atoms);
  const together = togetherOf(atoms);
  const heads = headLinesOf(atoms);
  return atoms.map((atom, at) =>
    costOfCut(atom, {
      stepsOut: stepsOut(atoms, at),
      headLines: heads[at] ?? 1,
      isAlike: isAlike(atoms[at - 1], atom, lines),
      isShortDefinition: (extents[at] ?? 0) < shortDefinition,
      isShortExpression: (together[at] ?? 0) <= shortExpression,
    }),
  );
}

interface Surroundings {
  /** Of the statement that ends before it. */
  readonly headLines: number;
  readonly stepsOut: boolean;
  readonly isAlike: boolean;
  readonly isShortDefinition: boolean;
  readonly isShortExpression: boolean;
}

/** A blank line invites to cut, and so does the end of a block. */
function costOfCut({ seam, isApart }: Atom, around: Surroundings): number {
  const blank = isApart ? 0.9 : 0;
  switch (seam.kind) {
    case 'definition':
      return around.isShortDefinition ? 2 : -1;
    case 'head':
      return Math.max(0, costOfHead - lessForLine * (around.headLines - 1));
    case 'branch':
      return 1.2;
    case 'bound':
      return 6;
    case 'member':
      return (around.isShortExpression ? 4 : around.stepsOut ? 0.3 : 1) - blank;
    case 'inside':
      return (around.isShortExpression ? 5 : 2) - blank;
    case 'sibling':
      if (around.stepsOut) return -0.5 - blank;
      return (around.isAlike ? 2 : 1.2) - blank * 1.6;
  }
}

/** Whether what stands on one of the sides of a seam has an inside. */
function stepsOut(atoms: readonly Atom[], at: number): boolean {
  const level = atoms[at]?.seam.level ?? 0;
  const isDeeper = (seam: Seam | undefined) =>
    seam !== undefined && seam.level > level && partsStatements(seam);
  return (at > 1 && isDeeper(atoms[at - 1]?.seam)) || isDeeper(atoms[at + 1]?.seam);
}

/** For each atom: over how many lines of code the statement goes that ends before it. */
function headLinesOf(atoms: readonly Atom[]): readonly number[] {
  const heads = new Array<number>(atoms.length).fill(1);
  for (let at = 2; at < atoms.length; at += 1) {
    const before = atoms[at - 1];
    if (before && !partsStatements(before.seam)) heads[at] = (heads[at - 1] ?? 1) + 1;
  }
  return heads;
}

/** For each atom below a head: how many atoms the block has. */
function extentsOf(atoms: readonly Atom[]): readonly number[] {
  const extents = new Array<number>(atoms.length).fill(0);
  const open: number[] = [];
  for (let at = 1; at <= atoms.length; at += 1) {
    const seam = atoms[at]?.seam;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const level = atoms[top]?.seam.level ?? 0;
      if (seam && seam.level >= level) break;
      extents[top] = at - top;
      open.pop();
    }
    if (seam && (seam.kind === 'definition' || seam.kind === 'head')) open.push(at);
  }
  return extents;
}

/** For each atom: how many atoms hang together as closely as at the seam before it, or more closely. */
function togetherOf(atoms: readonly Atom[]): readonly number[] {
  const together = new Array<number>(atoms.length).fill(1);
  const starts = new Array<number>(atoms.length).fill(0);
  const open: number[] = [];
  for (let at = 1; at <= atoms.length; at += 1) {
    const level = atoms[at]?.seam.level ?? Number.NEGATIVE_INFINITY;
    let start = at - 1;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const outer = atoms[top]?.seam.level ?? 0;
      if (outer < level) break;
      start = starts[top] ?? 0;
      together[top] = at - start;
      open.pop();
    }
    starts[at] = start;
    open.push(at);
  }
  return together;
}

/** Statements that begin in the same way: imports, declarations, calls of one function. */
function isAlike(before: Atom | undefined, atom: Atom, lines: readonly string[]): boolean {
  if (before?.count !== 1 || atom.count !== 1 || atom.isApart) return false;
  if (atom.seam.kind !== 'sibling' && atom.seam.kind !== 'member') return false;
  const [one, other] = [firstWords(lines[before.code] ?? ''), firstWords(lines[atom.code] ?? '')];
  return one !== '' && one === other && atom.seam.level >= before.seam.level;
}

/** What a statement begins with: its word, or what it calls. */
function firstWords(line: string): string {
  return /^\s*(?:[@#]?\w+(?=\s+[\w{*"'<(.])|[\w.$]+(?=\())/.exec(line.slice(0, 200))?.[0].trim() ?? '';
}
