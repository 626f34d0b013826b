// What a note says about the code that it was made on, read once.
import * as v from 'valibot';
import { contextLength } from '../anchor';
import { type Target, TextQuoteSelector } from '../annotation';
import { blockEnds } from './blockEnds';
import { type CodeLines, codeLines, lineAt, squeeze } from './codeLines';
import { type Pairs, pairsOf } from './likeness';
import { type CodeSketch, readSketch } from './sketch';

export interface Wanted {
  readonly quote: string;
  /** The quote's rows. */
  readonly code: CodeLines;
  readonly count: number;
  readonly pairs: readonly Pairs[];
  /** Quote and surroundings without blanks. */
  readonly squeezed: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Its first row's keyword. */
  readonly word: string;
  /** It ends where a block ends; `link`: with which part of a chain, missing for all of the chain. */
  readonly block?: { readonly link?: number };
  readonly sketch?: CodeSketch;
  readonly above: readonly Pairs[];
  readonly below: readonly Pairs[];
  readonly heads: readonly Pairs[];
}

/** Parts that never hold what comes after them. */
const clause = /^\}?\s*(?:catch|finally|except|rescue|ensure)\b/;

/** `undefined` without a quote: nothing could be verified. */
export function wantedBy({ selector = [], ...target }: Target): Wanted | undefined {
  const quote = selector.find(one => v.is(TextQuoteSelector, one));
  if (!v.is(TextQuoteSelector, quote)) return undefined;
  const { exact } = quote;
  const prefix = (quote.prefix ?? '').slice(-contextLength);
  const suffix = (quote.suffix ?? '').slice(0, contextLength);
  const indent = /(?:^|[\r\n])([^\S\r\n]*)$/.exec(prefix)?.[1] ?? '';
  const code = codeLines(indent + exact);
  const count = code.keys.length;
  if (count === 0) return undefined;
  const sketch = readSketch(target['marginalia:sketch']);
  const pairsIn = (lines: readonly string[] = []) => lines.map(line => pairsOf(squeeze(line)));
  const block = count > 1 ? blockOf(codeLines(indent + exact + suffix), count) : undefined;
  return {
    quote: exact,
    code,
    count,
    pairs: code.keys.map(pairsOf),
    squeezed: code.keys.join(''),
    prefix: squeeze(prefix),
    suffix: squeeze(suffix),
    word: firstWord(lineAt(code, 0)),
    ...(block ? { block } : {}),
    ...(sketch ? { sketch } : {}),
    above: pairsIn(sketch?.above),
    below: pairsIn(sketch?.below),
    heads: pairsIn(sketch?.heads),
  };
}

function blockOf(around: CodeLines, count: number): Wanted['block'] {
  const ends = blockEnds(around, 0);
  const link = ends.indexOf(count - 1);
  if (link < 0) return undefined;
  return link < ends.length - 1 || clause.test(lineAt(around, 0)) ? { link } : {};
}

/** `if`, also of `} else if`; a sign where no word stands first. */
export function firstWord(line: string): string {
  const rest = line.replace(/^(?:[}\s]|else\b)+/, '');
  return /^[\p{L}_$]+|^[^\p{L}_$]/u.exec(rest)?.[0] ?? '';
}
