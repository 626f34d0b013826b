// What a piece is called to the model: its lines.
import type { LineSpan } from '../../base/lines';
import type { Piece } from '../pieces/piece';

/** "L12-14", as the model is asked to write lines. */
export function linesName({ first, last }: LineSpan): string {
  return first === last ? `L${first}` : `L${first}-${last}`;
}

/** No two pieces have the same lines, so it is its own. */
export function nameOf({ lines }: Pick<Piece, 'lines'>): string {
  return linesName(lines);
}

/** What stands before the words of its step, where the form is text. */
export function headOf(piece: Pick<Piece, 'lines'>): string {
  return `${nameOf(piece)}: `;
}

/** The key of its words, where the form is JSON: "L12-14 while (lo < hi) {". What begins with its code is told of it. */
export function keyOf(piece: Piece): string {
  return `${nameOf(piece)} ${quoted(piece)}`.trim();
}

/** What could end the key before its time, or be no text to a schema. */
const disturbing = /["\\\p{Cc}\p{Cs}]/gu;
/** In UTF-16 units: enough to know a line by. */
const longestQuote = 24;
const token = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]+/gu;

/** The beginning of its first line of code, in whole words. */
function quoted({ quote }: Piece): string {
  const code = quote.replace(disturbing, '').replace(/\s+/g, ' ').trim();
  let end = 0;
  for (const { 0: word, index } of code.matchAll(token)) {
    if (index + word.length > longestQuote) break;
    end = index + word.length;
  }
  return code.slice(0, end);
}
