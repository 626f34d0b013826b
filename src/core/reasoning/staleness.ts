// Whether the code of a run still stands in its file as it was sent, and where.
import { type LineSpan, linesOf } from '../base/lines';
import type { Excerpt } from './run';

export interface Staleness {
  /** How many lines further down the code stands now; 0 where it did not move. */
  readonly shift: number;
  /** Lines, as numbered in the run, that are no longer what was sent. */
  readonly staleLines: readonly number[];
}

/** Compares an excerpt with the file's text of now. An untouched excerpt that moved as a whole is not stale. */
export function compareCode(excerpt: Excerpt, text: string): Staleness {
  const sent = linesOf(excerpt.text);
  const now = linesOf(text);
  const start = excerpt.firstLine - 1;
  const place = nearest(placesOf(sent, now), start);
  if (place !== undefined) return { shift: place - start, staleLines: [] };
  const staleLines = sent.flatMap((line, index) =>
    now[start + index] === line ? [] : [excerpt.firstLine + index],
  );
  return { shift: 0, staleLines };
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
