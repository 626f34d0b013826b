// What a note says about the code that it was made on, read once.
import { contextLength } from '../anchor';
import { type Target, TextQuoteSelector } from '../annotation';
import { conforming } from '../conforms';
import { blockEnds } from './blockEnds';
import { type CodeLines, codeLines, keyAt, lineAt, squeeze } from './codeLines';
import { type Pairs, pairsOf } from './likeness';
import { type CodeSketch, readSketch } from './sketch';

/** What finds code that was not touched. */
export interface Kept {
  readonly quote: string;
  /** The quote's rows. */
  readonly code: CodeLines;
  readonly count: number;
  /** Quote and surroundings without blanks. */
  readonly squeezed: string;
  readonly prefix: string;
  readonly suffix: string;
  /** The quote as it stands in its surroundings. */
  readonly around: string;
  readonly sketch?: CodeSketch;
}

/** What finds code that is another by now. */
export interface Wanted extends Kept {
  readonly pairs: readonly Pairs[];
  /** Its first row's keyword. */
  readonly word: string;
  /** It ends where a block ends; `link`: with which part of a chain, missing for all of the chain. */
  readonly block?: { readonly link?: number };
  readonly above: readonly Pairs[];
  readonly below: readonly Pairs[];
  readonly heads: readonly Pairs[];
}

/** Parts that never hold what comes after them. */
const clause = /^\}?\s*(?:catch|finally|except|rescue|ensure)\b/;

const isQuote = conforming(TextQuoteSelector);

/** `undefined` without a quote: nothing could be verified. */
export function keptBy({ selector = [], ...target }: Target): Kept | undefined {
  const quote = selector.find(one => isQuote(one));
  if (!isQuote(quote)) return undefined;
  const prefix = (quote.prefix ?? '').slice(-contextLength);
  const suffix = (quote.suffix ?? '').slice(0, contextLength);
  const indent = /(?:^|[\r\n])([^\S\r\n]*)$/.exec(prefix)?.[1] ?? '';
  const code = codeLines(indent + quote.exact);
  if (code.count === 0) return undefined;
  const sketch = readSketch(target['marginalia:sketch']);
  return {
    quote: quote.exact,
    code,
    count: code.count,
    squeezed: squeeze(quote.exact),
    prefix: squeeze(prefix),
    suffix: squeeze(suffix),
    around: indent + quote.exact + suffix,
    ...(sketch ? { sketch } : {}),
  };
}

export function wantedBy(kept: Kept): Wanted {
  const { code, count, around, sketch } = kept;
  const pairsIn = (lines: readonly string[] = []) => lines.map(line => pairsOf(squeeze(line)));
  const block = count > 1 ? blockOf(codeLines(around), count) : undefined;
  return {
    ...kept,
    pairs: code.starts.map((_, row) => pairsOf(keyAt(code, row))),
    word: firstWord(lineAt(code, 0)),
    ...(block ? { block } : {}),
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
