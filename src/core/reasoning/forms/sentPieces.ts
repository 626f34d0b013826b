// The pieces that a model can be asked about: those of which it got something.
import { clip, type LineSpan, without } from '../../base/lines';
import type { Piece } from '../pieces/piece';

/** A piece of which the beginning was left out is called by its lines alone: its first line of code was not seen. */
export function sentPieces(
  pieces: readonly Piece[],
  bounds: LineSpan,
  leftOut: readonly LineSpan[],
): readonly Piece[] {
  if (leftOut.length === 0) return pieces;
  const sent = without(bounds, leftOut);
  return pieces.flatMap(piece => {
    const lines = sent.flatMap(part => clip(piece.lines, part) ?? [])[0];
    if (!lines) return [];
    return [{ ...piece, lines, quote: lines.first === piece.lines.first ? piece.quote : '' }];
  });
}
