// Addresses in running text: which are safe to follow, and where one that stands bare begins and ends.

const safeSchemes: readonly string[] = ['http:', 'https:', 'mailto:'];

/** The address as the browser would understand it, so that what is checked is what is opened. */
export function safeHref(href: string): string | undefined {
  if (!href.includes(':')) return undefined;
  try {
    const url = new URL(href);
    return safeSchemes.includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Longest address that is looked for; beyond it, words are words. */
const longestAddress = 2_000;

/**
 * What no bare address holds: white space, quotes, brackets and dashes of Chinese and typographic text, full-width
 * punctuation, what turns the writing round or is never seen, and what begins code or a tag. 々, 〆 and 〇 are letters.
 */
const endsAddress =
  /[\s<>"`\u00ab\u00bb\u200b-\u200f\u2014\u2015\u2018-\u201f\u2026\u202a-\u202e\u2039\u203a\u2066-\u2069\u3000-\u3004\u3008-\u303f\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** Where the address that begins at `from` ends, without what belongs to the sentence; and if it may still grow. */
export function addressEnd(text: string, from: number): { end: number; mayGrow: boolean } {
  const open: Record<string, number> = { '(': 0, '[': 0 };
  const limit = Math.min(text.length, from + longestAddress);
  let end = from;
  for (; end < limit; end++) {
    const character = text[end] ?? '';
    if (character < ' ' || endsAddress.test(character) || isDoubleMark(text, end)) break;
    if (character === '(' || character === '[') open[character] = (open[character] ?? 0) + 1;
    const opener = closing[character];
    if (opener === undefined) continue;
    const still = (open[opener] ?? 0) - 1;
    // A bracket that was not opened inside belongs to what stands around the address.
    if (still < 0) break;
    open[opener] = still;
  }
  const mayGrow = end === text.length;
  while (end > from && /[?!.,:;*_~'|([]/.test(text[end - 1] ?? '')) end--;
  return { end, mayGrow };
}

function isDoubleMark(text: string, at: number): boolean {
  return (text[at] === '*' || text[at] === '~') && text[at + 1] === text[at];
}

const scheme = /https?$/i;
const hostStart = /[\p{L}\p{N}[]/u;

/** Where the scheme begins whose colon stands at `colon`, if an address may begin there. */
export function schemeStart(text: string, colon: number, from: number): number | undefined {
  if (text[colon + 1] !== '/' || text[colon + 2] !== '/' || !hostStart.test(text[colon + 3] ?? '')) {
    return undefined;
  }
  const found = scheme.exec(text.slice(Math.max(from, colon - 5), colon));
  if (!found) return undefined;
  const start = colon - found[0].length;
  return isWordCharacter(text[start - 1]) ? undefined : start;
}

/** Whether an address without a scheme begins here: `www.` and a host. */
export function isWebHost(text: string, at: number): boolean {
  return !isWordCharacter(text[at - 1]) && /^www\.[\p{L}\p{N}]/iu.test(text.slice(at, at + 6));
}

const domain = /[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/y;
const longestLocalPart = 64;
const longestDomain = 600;

/** The mail address whose `@` stands at `at`, looked for no further back than `from`. */
export function mailAround(
  text: string,
  at: number,
  from: number,
): { start: number; end: number } | undefined {
  let start = at;
  while (start > 0 && at - start <= longestLocalPart && /[\w.+-]/.test(text[start - 1] ?? '')) start--;
  if (at - start > longestLocalPart) return undefined;
  start = Math.max(start, from);
  while (start < at && !/[A-Za-z0-9]/.test(text[start] ?? '')) start++;
  domain.lastIndex = at + 1;
  const host = domain.exec(text)?.[0];
  if (start === at || host === undefined || /[-_]$/.test(host)) return undefined;
  const end = at + 1 + host.length;
  return /[\w@]/.test(text[end] ?? '') ? undefined : { start, end };
}

/** Whether more text may make the words around `at` a mail address, or a longer one. */
export function mailMayGrow(text: string, at: number): boolean {
  return text.length - at < longestDomain && /^@[A-Za-z0-9.-]*$/.test(text.slice(at));
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_]/.test(character);
}
