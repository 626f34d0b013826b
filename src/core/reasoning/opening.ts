// Whether a step can be looked at more closely: its piece opens into the pieces inside it.
import type { Piece } from './pieces/piece';
import { isFinished, type Run, type Step } from './run';

/** The piece that a step of a run opens into its parts; `undefined`: it has none, or the run is not over. */
export function openingPiece(run: Run, step: Step | undefined): Piece | undefined {
  const { lines } = step ?? {};
  if (!lines || !isFinished(run)) return undefined;
  return run.pieces?.find(
    piece => piece.opens && piece.lines.first === lines.first && piece.lines.last === lines.last,
  );
}
