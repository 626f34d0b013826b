// Several selections: one run about all of them. What stands between them is sent with them, so that they are
// understood, and gets no step.
import { clip, type LineSpan } from '../base/lines';
import type { Piece } from './pieces/piece';

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
