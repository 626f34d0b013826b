// Several selections: one run about all of them. What stands between them is sent with them, so that they are
// understood, and gets no step.
import { clip, type LineSpan } from '../base/lines';
import type { Piece } from './pieces/piece';

/** In order, with those that touch as one. */
export function joinedSpans(spans: readonly LineSpan[]): readonly LineSpan[] {
  const joined: LineSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before && span.first <= before.last + 1) {
      joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    } else joined.push(span);
  }
  return joined;
}

/** The pieces of what was selected. One that is selected in part is asked about in that part. */
export function meantPieces(
  pieces: readonly Piece[],
  meant: readonly LineSpan[] | undefined,
): readonly Piece[] {
  if (!meant) return pieces;
  return pieces.flatMap(piece =>
    meant.flatMap(span => {
      const lines = clip(piece.lines, span);
      if (!lines) return [];
      return [{ ...piece, lines, quote: lines.first === piece.lines.first ? piece.quote : '' }];
    }),
  );
}
