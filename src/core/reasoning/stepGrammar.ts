// The form of steps as a grammar: a server that holds its model to it cannot leave out the lines, name others, or go
// round in circles. GBNF, as llama.cpp reads it (grammars/README.md of that project).
import { type LineSpan, without } from '../base/lines';

/** More numbers than this are not listed one by one: the reader of the steps drops those that are none of ours. */
const mostListed = 400;
/** For one line, and for more than can be listed. */
const mostSteps = { ofOneLine: 4, ofMany: 40 };

/**
 * For an answer about lines `bounds` of a file, of which those `leftOut` were not sent. Each step begins on a later line
 * than the one before: small models that have said everything say it again, and again, until their tokens are used up.
 * The line end stands between steps for the same reason: a model that had to write one at the end would then go on.
 */
export function stepGrammar(bounds: LineSpan, leftOut: readonly LineSpan[] = []): string {
  const parts = without(bounds, leftOut);
  const count = parts.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count > mostListed) return anyOrder('[1-9] [0-9]{0,6}', mostSteps.ofMany);
  const lines = parts.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  if (lines.length <= 1) return anyOrder(`"${lines[0] ?? bounds.first}"`, mostSteps.ofOneLine);
  return [
    `root ::= "L" from${lines[0]}`,
    ...lines.map((line, index) => {
      const next = lines[index + 1];
      return next === undefined
        ? `from${line} ::= "${line}" words`
        : `from${line} ::= "${line}" words (next from${next})? | from${next}`;
    }),
    ...restOf(lines.map(line => `"${line}"`).join(' | ')),
  ].join('\n');
}

function anyOrder(line: string, most: number): string {
  return [`root ::= "L" line words (next line words){0,${most - 1}}`, ...restOf(line)].join('\n');
}

/**
 * How a step goes on, and how the next one begins; `line`: the numbers that may be named. A blank line between two is
 * allowed: where the model's word for it is forbidden, the likeliest that is left may end the answer after one step.
 * Three marks in a row are not: they would open code, and all steps that follow would be read as its lines.
 */
function restOf(line: string): readonly string[] {
  return [
    'words ::= ("-" line)? ": " piece+ mark?',
    'piece ::= mark? [^\\n`~]',
    'mark ::= "`" "`"? | "~" "~"?',
    'next ::= "\\n" "\\n"? "L"',
    `line ::= ${line}`,
  ];
}
