// Many pieces put together to blocks, each of which opens into the pieces inside it: the largest is opened first, as long
// as there is room.
import type { Atom } from './atoms';
import type { Run } from './segment';

/** `runs` are pieces; what is given back are runs of pieces, at most `most`. */
export function blocksOf(runs: readonly Run[], atoms: readonly Atom[], most: number): readonly Run[] {
  if (runs.length <= most) return runs.map((_, at) => ({ first: at, last: at }));
  const levels = runs.map(({ first }) => atoms[first]?.seam.level ?? 0);
  const sizes = sumsOf(runs.map(run => sizeOf(run, atoms)));
  const size = ({ first, last }: Run) => (sizes[last + 1] ?? 0) - (sizes[first] ?? 0);
  const all = { first: 0, last: runs.length - 1 };
  const share = size(all) / most;
  let blocks: Run[] = [all];
  for (;;) {
    const room = most - blocks.length + 1;
    const largest = largestOf(blocks, size);
    if (room < 2 || largest === undefined) return blocks;
    const block = blocks[largest] ?? { first: 0, last: 0 };
    const inside = joined(together(inner(block, levels), share, size), room, size);
    blocks = [...blocks.slice(0, largest), ...inside, ...blocks.slice(largest + 1)];
  }
}

function sumsOf(sizes: readonly number[]): readonly number[] {
  let sum = 0;
  return [0, ...sizes.map(size => (sum += size))];
}

function sizeOf({ first, last }: Run, atoms: readonly Atom[]): number {
  let size = 0;
  for (let at = first; at <= last; at += 1) size += atoms[at]?.count ?? 0;
  return size;
}

/** The first of the largest that hold more than one piece. */
function largestOf(blocks: readonly Run[], size: (run: Run) => number): number | undefined {
  let found: number | undefined;
  for (const [at, block] of blocks.entries()) {
    if (block.first === block.last) continue;
    const largest = found === undefined ? undefined : blocks[found];
    if (!largest || size(block) > size(largest)) found = at;
  }
  return found;
}

/** What stands side by side in a block, at its outermost seams. */
function inner({ first, last }: Run, levels: readonly number[]): readonly Run[] {
  let outermost = Number.POSITIVE_INFINITY;
  for (let at = first + 1; at <= last; at += 1) outermost = Math.min(outermost, levels[at] ?? 0);
  const parts: Run[] = [];
  let from = first;
  for (let at = first + 1; at <= last + 1; at += 1) {
    if (at <= last && levels[at] !== outermost) continue;
    parts.push({ first: from, last: at - 1 });
    from = at;
  }
  return parts;
}

/** Small neighbours put together, as long as they are less than their share: they take the room of what is large. */
function together(parts: readonly Run[], share: number, size: (run: Run) => number): readonly Run[] {
  if (parts.length <= 2) return parts;
  const groups: Run[] = [];
  for (const part of parts) {
    const group = groups.at(-1);
    const isSmall = group !== undefined && size(group) + size(part) <= share;
    if (group && isSmall) groups[groups.length - 1] = { first: group.first, last: part.last };
    else groups.push(part);
  }
  return groups.length > 1 ? groups : parts;
}

/** Neighbours put together until there are at most so many, of about one size. */
function joined(parts: readonly Run[], most: number, size: (run: Run) => number): readonly Run[] {
  if (parts.length <= most) return parts;
  const [head, tail] = [parts[0], parts.at(-1)];
  if (!head || !tail) return parts;
  const share = size({ first: head.first, last: tail.last }) / most;
  const groups: Run[] = [];
  let told = 0;
  for (const [at, part] of parts.entries()) {
    const group = groups.at(-1);
    const left = parts.length - at;
    const isFull = group !== undefined && told + size(part) / 2 > share * groups.length;
    const mustPart = groups.length + left <= 2;
    if (!group || (groups.length < most && (isFull || mustPart))) groups.push(part);
    else groups[groups.length - 1] = { first: group.first, last: part.last };
    told += size(part);
  }
  return groups;
}
