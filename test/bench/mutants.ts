// Code with one operator or constant changed: what it does is another thing, and all else reads the same.
import { linesOf } from '../../src/core/base/lines';
import { familyOf } from '../../src/core/reasoning/codeFamily';
import { paint } from '../../src/core/reasoning/codeText';
import type { Excerpt } from '../../src/core/reasoning/run';

export interface Mutant {
  readonly excerpt: Excerpt;
  /** Line of the file that was changed. */
  readonly line: number;
  /** For people: "< to >=". */
  readonly name: string;
}

const others: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>',
  '>': '<',
  '>=': '<',
  '==': '!=',
  '===': '!==',
  '!=': '==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '+',
  '/': '*',
  '//': '*',
  '%': '/',
  '+=': '-=',
  '-=': '+=',
  '&&': '||',
  '||': '&&',
  and: 'or',
  or: 'and',
};

/** An operator with blanks around it, or a number: what else looks like one may be a sign, a type or a pointer. */
const places = /(?<=\s)(?:[<>]=?|[!=]==?|[+-]=?|\*|\/\/?|%|&&|\|\||and|or)(?=\s)|(?<![\w.$])\d+(?![\w.])/g;

/** At most so many, spread over the code. */
export function mutantsOf(excerpt: Excerpt, most: number): readonly Mutant[] {
  const lines = linesOf(excerpt.text);
  const painted = paint(lines, familyOf(excerpt.languageId, lines)).lines;
  const found = painted.flatMap((text, index) =>
    [...text.matchAll(places)].flatMap(({ 0: sign, index: at }) => {
      const other = /^\d/.test(sign) ? String(Number(sign) + 1) : others[sign];
      return other === undefined ? [] : [{ index, at, sign, other }];
    }),
  );
  const taken = Array.from(
    { length: Math.min(most, found.length) },
    (_, place) => found[Math.floor((place * found.length) / Math.min(most, found.length))],
  );
  return taken.flatMap(change => {
    if (!change) return [];
    const { index, at, sign, other } = change;
    const changed = lines.map((line, place) =>
      place === index ? line.slice(0, at) + other + line.slice(at + sign.length) : line,
    );
    return [
      {
        excerpt: { ...excerpt, text: changed.join('\n') },
        line: excerpt.firstLine + index,
        name: `${sign} to ${other}`,
      },
    ];
  });
}
