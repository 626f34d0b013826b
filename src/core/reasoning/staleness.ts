// Whether the code of a run still stands in its file as it was sent, and where: line by line, so that a line that was
// written in between makes nothing old that stands below it.

import { type LineMatch, matchLines } from '../base/lineMatch';
import { type LineSpan, linesOf } from '../base/lines';
import type { Excerpt } from './run';

/** Lines of a run, as numbered in it, that stand one after the other from line `at` of the file on. */
export interface Stand extends LineSpan {
  readonly at: number;
}

export interface Staleness {
  /** In order. What stands in none of them was changed or taken out. */
  readonly stands: readonly Stand[];
  /** Lines with something on them, as numbered in the run, that are no longer what was sent. */
  readonly staleLines: readonly number[];
}

/** Compares an excerpt with the file's text of now. An untouched excerpt that moved as a whole is not stale. */
export function compareCode(excerpt: Excerpt, text: string): Staleness {
  const sent = linesOf(excerpt.text);
  const match = matchOf(excerpt, sent, linesOf(text));
  const stands: Stand[] = [];
  const staleLines: number[] = [];
  match.forEach((place, index) => {
    const line = excerpt.firstLine + index;
    const last = stands.at(-1);
    if (place === undefined) {
      if (sent[index]?.trim() !== '') staleLines.push(line);
    } else if (last && last.last === line - 1 && last.at + line - last.first === place + 1) {
      stands[stands.length - 1] = { ...last, last: line };
    } else stands.push({ first: line, last: line, at: place + 1 });
  });
  return { stands, staleLines };
}

/** Where lines of a run are now. */
export interface SpanNow {
  /** Missing where nothing is left of them, nor a place that they could have become. */
  readonly lines?: LineSpan;
  /** One of them is another, or something was written between them. */
  readonly isChanged: boolean;
}

export function spanIn(stands: readonly Stand[], span: LineSpan): SpanNow {
  const first = lineIn(stands, span.first);
  const last = lineIn(stands, span.last);
  const holder = stands.find(stand => stand.first <= span.first && span.last <= stand.last);
  if (holder && first !== undefined && last !== undefined) {
    return { lines: { first, last }, isChanged: false };
  }
  const above = stands.filter(stand => stand.first < span.first).at(-1);
  const below = stands.find(stand => stand.last > span.last);
  const from = first ?? (above && endIn(above, span.first - 1) + 1) ?? firstOf(stands, span);
  const to = last ?? (below && beginningIn(below, span.last + 1) - 1) ?? lastOf(stands, span);
  if (from === undefined || to === undefined || to < from) return { isChanged: true };
  return { lines: { first: from, last: to }, isChanged: true };
}

/** The line of the file that a line of the run is now. */
export function lineIn(stands: readonly Stand[], line: number): number | undefined {
  const stand = stands.find(({ first, last }) => first <= line && line <= last);
  return stand && stand.at + line - stand.first;
}

/** The line of the run that a line of the file was; `undefined` for what it did not have. */
export function lineBefore(stands: readonly Stand[], line: number): number | undefined {
  const stand = stands.find(({ first, last, at }) => at <= line && line <= at + last - first);
  return stand && stand.first + line - stand.at;
}

/** Where the last line of a stand that is not below `line` is now. */
function endIn({ first, last, at }: Stand, line: number): number {
  return at + Math.min(last, line) - first;
}

function beginningIn({ first, at }: Stand, line: number): number {
  return at + Math.max(first, line) - first;
}

function firstOf(stands: readonly Stand[], span: LineSpan): number | undefined {
  const stand = stands.find(({ first, last }) => first <= span.last && last >= span.first);
  return stand && beginningIn(stand, span.first);
}

function lastOf(stands: readonly Stand[], span: LineSpan): number | undefined {
  const stand = stands.filter(({ first, last }) => first <= span.last && last >= span.first).at(-1);
  return stand && endIn(stand, span.last);
}

/** What was sent around the code holds it in its place; where it has moved away from that, it is looked for by itself. */
function matchOf(excerpt: Excerpt, sent: readonly string[], now: readonly string[]): LineMatch {
  const start = excerpt.firstLine - 1;
  const whole = nearest(placesOf(sent, now), start);
  if (whole !== undefined) return sent.map((_line, index) => whole + index);
  const around = (text: string | undefined) => (text === undefined || text === '' ? [] : linesOf(text));
  const before = around(excerpt.before);
  const lines = [...before, ...sent, ...around(excerpt.after)];
  const inPlace = matchLines(lines, now, start - before.length, hasWord).slice(
    before.length,
    before.length + sent.length,
  );
  const count = (match: LineMatch) => match.filter(place => place !== undefined).length;
  if (count(inPlace) * 2 >= sent.length) return inPlace;
  const alone = matchLines(sent, now, start, hasWord);
  return count(alone) > count(inPlace) ? alone : inPlace;
}

/**
 * The lines that the excerpt has become: from where its first lines stand now to where its last ones do, so that what
 * was written in between is in. Where they are gone, the lines that it stood in.
 */
export function spanNow(excerpt: Excerpt, text: string): LineSpan {
  const sent = linesOf(excerpt.text);
  const now = linesOf(text);
  const start = excerpt.firstLine - 1;
  const whole = nearest(placesOf(sent, now), start);
  if (whole !== undefined) return { first: whole + 1, last: whole + sent.length };
  const head = edgeOf(sent, 'first');
  const first = nearest(placesOf(head, now), start) ?? nearest(placesOf(head.slice(0, 1), now), start);
  const from = first ?? Math.min(start, now.length - 1);
  const tail = edgeOf(sent, 'last');
  const ends = (lines: readonly string[]) =>
    placesOf(lines, now)
      .map(place => place + lines.length - 1)
      .filter(end => end >= from);
  const usual = from + sent.length - 1;
  const last = nearest(ends(tail), usual) ?? nearest(ends(tail.slice(-1)), usual) ?? usual;
  return { first: from + 1, last: Math.min(Math.max(last, from), now.length - 1) + 1 };
}

/** Enough lines to be told from others like them. */
const edge = 2;

function edgeOf(lines: readonly string[], which: 'first' | 'last'): readonly string[] {
  return which === 'first' ? lines.slice(0, edge) : lines.slice(-edge);
}

function nearest(places: readonly number[], to: number): number | undefined {
  let found: number | undefined;
  for (const place of places) {
    if (found === undefined || Math.abs(place - to) < Math.abs(found - to)) found = place;
  }
  return found;
}

/** Where these lines stand in those, one after the other (Knuth, Morris, Pratt: no line is looked at twice in vain). */
function placesOf(lines: readonly string[], among: readonly string[]): readonly number[] {
  const back = [0];
  for (let at = 1, same = 0; at < lines.length; at += 1) {
    while (same > 0 && lines[at] !== lines[same]) same = back[same - 1] ?? 0;
    if (lines[at] === lines[same]) same += 1;
    back[at] = same;
  }
  const places: number[] = [];
  for (let at = 0, same = 0; at < among.length; at += 1) {
    while (same > 0 && (same === lines.length || among[at] !== lines[same])) same = back[same - 1] ?? 0;
    if (among[at] === lines[same]) same += 1;
    if (same === lines.length) places.push(at + 1 - same);
  }
  return places;
}

function hasWord(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line);
}
