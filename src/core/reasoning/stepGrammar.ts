// The form of steps as a grammar: a server that holds its model to it cannot leave out the lines, nor name others.
// GBNF, as llama.cpp reads it (grammars/README.md of that project).
import type { LineSpan } from '../base/lines';

/** More numbers than this are not listed one by one: the reader of the steps drops those that are none of ours. */
const mostListed = 500;

/**
 * For an answer about lines `bounds` of a file. The line end stands between steps, not after each: a model that has said
 * everything ends its answer there, and one that had to end the line first would go on until its tokens are used up.
 */
export function stepGrammar({ first, last }: LineSpan): string {
  const count = last - first + 1;
  const numbers =
    count > mostListed
      ? '[1-9] [0-9]{0,6}'
      : Array.from({ length: count }, (_, index) => `"${first + index}"`).join(' | ');
  return [
    'root ::= step ("\\n" step)*',
    'step ::= "L" line ("-" line)? ": " [^\\n]+',
    `line ::= ${numbers}`,
  ].join('\n');
}
