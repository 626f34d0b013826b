// Where a function that was explained is now, by the syntax of its file: under its name wherever it went, or under another
// name where its lines are.
import { linesOf } from '../base/lines';
import type { SyntaxTree } from '../base/syntaxTree';
import type { Enclosing } from './block';
import { definitionsIn, type EnclosingNode } from './enclosingNode';
import type { Excerpt } from './run';
import { compareCode, lineIn } from './staleness';

/** `undefined` where there is none by its name, nor one that holds at least half of its lines. */
export function definitionNow(excerpt: Excerpt, text: string, tree: SyntaxTree): Enclosing | undefined {
  const { symbol } = excerpt;
  if (symbol === undefined) return undefined;
  const { stands } = compareCode(excerpt, text);
  const sent = linesOf(excerpt.text).flatMap((line, index) =>
    /\w/.test(line) ? [excerpt.firstLine + index] : [],
  );
  const places = sent.flatMap(line => lineIn(stands, line) ?? []);
  const kept = ({ span }: EnclosingNode) =>
    places.filter(line => line >= span.first && line <= span.last).length;
  const isNearer = (one: EnclosingNode, other: EnclosingNode) =>
    Math.abs(one.span.first - excerpt.firstLine) < Math.abs(other.span.first - excerpt.firstLine);
  let named: EnclosingNode | undefined;
  let holder: EnclosingNode | undefined;
  for (const one of definitionsIn(text, tree)) {
    const isNamed = one.name === symbol || symbol.endsWith(`.${one.name}`);
    const more = named ? kept(one) - kept(named) : 1;
    if (isNamed && (!named || more > 0 || (more === 0 && isNearer(one, named)))) named = one;
    const isSmaller = !holder || lengthOf(one) < lengthOf(holder);
    const isIt = kept(one) * 2 >= sent.length && lengthOf(one) <= 2 * sent.length + slack;
    if (isIt && sent.length > 0 && isSmaller) holder = one;
  }
  // Another that bears the name, while its lines stand under a new one.
  const found = named && (kept(named) * 2 >= sent.length || !holder) ? named : holder;
  return found && { span: found.span, symbol: found === named ? symbol : (found.name ?? symbol) };
}

/** A function that has swallowed it is another one. */
const slack = 4;

function lengthOf({ span }: EnclosingNode): number {
  return span.last - span.first + 1;
}
