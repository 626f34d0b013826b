// What stands after the words of a link: `(address "title")`. The title is read and left out.
import { resolved } from './reference';

export interface Target {
  readonly href: string;
  /** Where it ends, after the closing bracket. */
  readonly end: number;
}

/** Longest target that is looked for, and how deep brackets nest in an address. */
const longestTarget = 3_000;
const deepestBrackets = 16;

/** The target whose bracket stands at `at`; `unfinished` where more text could still make it one. */
export function targetAt(text: string, at: number): Target | 'unfinished' | undefined {
  const limit = Math.min(text.length, at + longestTarget);
  const missed = (where: number) => (where >= text.length ? 'unfinished' : undefined);
  const start = afterSpace(text, at + 1, limit);
  const isQuoted = text[start] === '<';
  const end = isQuoted ? quotedEnd(text, start + 1, limit) : bareEnd(text, start, limit);
  if (isQuoted && text[end] !== '>') return missed(end);
  const address = text.slice(isQuoted ? start + 1 : start, end);
  const afterAddress = isQuoted ? end + 1 : end;
  const titleStart = afterSpace(text, afterAddress, limit);
  const title = titleStart > afterAddress ? titleEnd(text, titleStart, limit) : titleStart;
  const close = afterSpace(text, title, limit);
  return text[close] === ')' ? { href: resolved(address), end: close + 1 } : missed(close);
}

function afterSpace(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && /[ \t\n]/.test(text[at] ?? '')) at++;
  return at;
}

function quotedEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && !/[<>\n]/.test(text[at] ?? '')) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, limit);
}

function bareEnd(text: string, from: number, limit: number): number {
  let depth = 0;
  let at = from;
  for (; at < limit; at++) {
    const character = text[at] ?? '';
    if (character <= ' ') break;
    if (character === '\\') at++;
    else if (character === '(' && ++depth > deepestBrackets) break;
    else if (character === ')' && --depth < 0) break;
  }
  return Math.min(at, limit);
}

const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", '(': ')' };

/** Where the title ends that begins here; `from` where there is none. */
function titleEnd(text: string, from: number, limit: number): number {
  const closer = closers[text[from] ?? ''];
  if (closer === undefined) return from;
  for (let at = from + 1; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === closer) return at + 1;
  }
  return limit;
}
