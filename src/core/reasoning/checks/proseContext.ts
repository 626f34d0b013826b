// What a number in prose is there for: some count, order or point at lines, and say nothing that stands in the code.
import type { Token } from './tokens';

const exampleMark =
  /\b(?:for (?:example|instance)|e\.g\.|such as|suppose|imagine|let's say)|例如|比如|譬如|假设/gi;
/** The end of a sentence; a point inside "e.g." or "1.5" is none. */
const sentenceEnd = /[.!?;](?=\s|$)|[。！？；\n]/g;

/** The same text, as long, with blanks where an example is given: nobody says that it stands in the code. */
export function withoutExamples(prose: string): string {
  const parts: string[] = [];
  let from = 0;
  exampleMark.lastIndex = 0;
  for (let mark = exampleMark.exec(prose); mark; mark = exampleMark.exec(prose)) {
    sentenceEnd.lastIndex = mark.index + mark[0].length;
    const end = sentenceEnd.exec(prose)?.index ?? prose.length;
    parts.push(prose.slice(from, mark.index), ' '.repeat(end - mark.index));
    from = end;
    exampleMark.lastIndex = end;
  }
  return parts.join('') + prose.slice(from);
}

/** Enough to see the words that stand beside a number. */
const context = 24;

/** Behind these a number tells a place or a version. */
const ordering =
  /(?:\b(?:lines?|steps?|items? no\.?|no\.|number|rfc|iso|es|ecmascript|python|version|chapter|section|part|figure|table|level|rule|case|note|node|ipv|utf|http|c\+\+|option|bullet|phase|stage|pass|round|step)s?[\s#/:.-]{0,2}L?|第\s?|步骤\s?|行号?\s?)$/i;
/** Lines go on: "lines 3, 4 and 5", "L3-L5". */
const goesOn = /\d\s?(?:,|and|or|to|through|-|–|—|~|&|和|到|至|、|与)\s?(?:and\s|lines?\s)?L?$/i;
/** A count of what can be counted by looking at the code, and names nothing in it. */
const counted =
  /^[\s\u00a0-]?(?:\w{2,12}\s)?(?:arguments?|parameters?|params?|variables?|values?|elements?|items?|lines?|steps?|parts?|pieces?|cases?|branches|conditions?|fields?|properties|functions?|methods?|options?|ways?|things?|components?|statements?|blocks?|calls?|types?|dimensions?|variants?|names?|kinds?|sets?|sections?|tuple|tuples)\b/i;
const countedInChinese = /^\s?(?:个|种|项|部分|条|组|段|类|步|行|位|维|处)/;
/** Widths and units that everybody knows. */
const known =
  /^(?:[\s\u00a0-]?(?:bits?\b|bytes?\b|D\b|based\b|indexed\b|dimensional\b|[x×]\s?\d)|-?(?:位|字节|进制))/i;
const unit =
  /^(?:60|24|7|12|30|31|365|366|360|1000|100|52|10|16|2|8)[\s\u00a0-]?(?:seconds?|minutes?|hours?|days?|weeks?|months?|degrees?|milliseconds?|ms\b|percent|%|秒|分钟|小时|天|周|月|度|毫秒)/i;
const ordinal = /^(?:st|nd|rd|th)$/i;

/** Small enough to be counted off by eye. */
const mostCounted = 12;

export function isCounting(
  prose: string,
  { start, end, text, ...rest }: Token & { readonly value?: number | undefined; readonly suffix?: string },
): boolean {
  const before = prose.slice(Math.max(0, start - context), start);
  const after = prose.slice(end, end + context);
  const { value = 0, suffix = '' } = rest;
  if (ordinal.test(suffix) || suffix === 'D' || ordering.test(before)) return true;
  // Names with a number behind a hyphen: UTF-8, SHA-256.
  if (/[A-Za-z]-$/.test(before)) return true;
  if (goesOn.test(before) && /(?:lines?|steps?|L|第|行)[^.。]{0,20}$/i.test(before)) return true;
  // "O(2n)", and lists that number themselves: "(3) then …".
  if (/[OΘΩ]\([^()]{0,12}$/.test(before) || (before.endsWith('(') && /^\)\s/.test(after))) return true;
  if (known.test(after) || unit.test(`${text}${after}`)) return true;
  return value <= mostCounted && (counted.test(after) || countedInChinese.test(after));
}
