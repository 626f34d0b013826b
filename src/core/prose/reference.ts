// Character references (`&lt;`) and escapes (`\*`) as what they stand for.
import { Lexer } from 'marked';

const named: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  larr: '←',
  rarr: '→',
  times: '×',
  middot: '·',
  bull: '•',
  le: '≤',
  ge: '≥',
  ne: '≠',
  deg: '°',
  copy: '©',
  reg: '®',
  trade: '™',
});

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,8}));/;
/** The longest of them: `&#x10ffff;`. */
export const longestReference = 10;

/** The first character reference at the start of `text`: how long it is and what it stands for. */
export function referenceAt(text: string): { length: number; character: string } | undefined {
  const found = reference.exec(text);
  if (found?.index !== 0) return undefined;
  const character = characterOf(found);
  return character === undefined ? undefined : { length: found[0].length, character };
}

function characterOf([, decimal, hex, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return named[name];
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : '\ufffd';
}

/** The character after a backslash, where Markdown lets it be escaped. */
export function escapedAt(text: string, backslash: number): string | undefined {
  return Lexer.rules.inline.gfm.escape.exec(text.slice(backslash, backslash + 2))?.[1];
}

/** Both of them resolved, as in the address of a link. */
export function resolved(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    const escaped = text[at] === '\\' ? escapedAt(text, at) : undefined;
    const found = text[at] === '&' ? referenceAt(text.slice(at, at + longestReference)) : undefined;
    result += escaped ?? found?.character ?? text[at];
    at += escaped !== undefined ? 2 : (found?.length ?? 1);
  }
  return result;
}
