// Long code is read and explained a stretch at a time: whoever waits for the first step waits for the first stretch to be
// read, and not for all of it.
import type { LineSpan } from '../base/lines';
import type { Piece } from './pieces/piece';

/** Some lines of the code, and the pieces on them. */
export interface Stretch {
  readonly lines: LineSpan;
  readonly pieces: readonly Piece[];
}

/** About so many lines at once. */
const usual = 40;
/** Up to so many times as many are read at once: what comes later helps to tell of what comes first. */
const leniency = 2;

/** All lines of `bounds`, in order: one stretch for each run of pieces, which are never parted. */
export function stretchesOf(pieces: readonly Piece[], bounds: LineSpan): readonly Stretch[] {
  const stretches: { from: number; pieces: Piece[] }[] = [{ from: bounds.first, pieces: [] }];
  for (const piece of pieces) {
    const open = stretches.at(-1);
    const isFull =
      open && piece.lines.last - open.from >= usual && bounds.last - open.from >= usual * leniency;
    const isLittleLeft = bounds.last - piece.lines.first < usual / 2;
    if (open && isFull && open.pieces.length > 0 && !isLittleLeft) {
      stretches.push({ from: piece.lines.first, pieces: [piece] });
    } else open?.pieces.push(piece);
  }
  return stretches.map(({ from, pieces: own }, at) => ({
    lines: { first: from, last: (stretches[at + 1]?.from ?? bounds.last + 1) - 1 },
    pieces: own,
  }));
}
