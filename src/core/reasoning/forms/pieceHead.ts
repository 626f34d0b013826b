// What a piece is called to the model: its lines, and how its first line of code begins.
import type { LineSpan } from '../../base/lines';
import type { Piece } from '../pieces/piece';

/** What could end the name before its time, or be no word to a grammar or a schema. */
const disturbing = /[`"\\\p{Cc}\p{Cs}]/gu;

/** "L12-14", as the model is asked to write lines. */
export function linesName({ first, last }: LineSpan): string {
  return first === last ? `L${first}` : `L${first}-${last}`;
}

/** The piece's first line of code, without what could end a quotation; may be empty. */
export function quoted({ quote }: Piece): string {
  return quote.replace(disturbing, '').replace(/\s+/g, ' ').trim();
}

/** What stands before the words of its step, where the form is text: "L12-14: `let sum = 0;` ". */
export function headOf(piece: Piece): string {
  return `${linesName(piece.lines)}: ${quotedHead(piece)}`;
}

/** The part of the head that repeats the code. */
export function quotedHead(piece: Piece): string {
  const quote = quoted(piece);
  return quote === '' ? '' : `\`${quote}\` `;
}

/** The key of its words, where the form is JSON: "L12-14 let sum = 0;". No two pieces have the same lines, so it is its own. */
export function keyOf(piece: Piece): string {
  return `${linesName(piece.lines)} ${quoted(piece)}`.trim();
}
