// The form of a trace that a model states before it is shown any: a line for each part that runs, in whatever order the model
// says, with the values that it expects and nothing else. GBNF, as llama.cpp reads it.
import type { Piece } from '../pieces/piece';
import { headOf } from './pieceHead';

/** Of more nobody follows where it went wrong; a loop that goes on is cut here. */
export const mostExpected = 24;
const mostInLine = 6;

export function expectedGrammar(pieces: readonly Piece[]): string {
  return [
    `root ::= step ("\\n" step){0,${mostExpected - 1}}`,
    'step ::= part says',
    `part ::= ${pieces.map(piece => `"${headOf(piece)}"`).join(' | ')}`,
    `says ::= one ("; " one){0,${mostInLine - 1}}`,
    'one ::= name " = " value | "condition " ("true" | "false") | "returns " value | "raises " name | "prints " value',
    'name ::= "`" [a-zA-Z_$] [a-zA-Z0-9_$]{0,60} "`"',
    'value ::= "`" [^\\n`]{1,120} "`"',
  ].join('\n');
}
