// Whether the code of a run still stands in its file as it was sent, and where.
import { linesOf } from '../base/lines';
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
  if (standsAt(sent, now, start)) return { shift: 0, staleLines: [] };
  const moved = nearestPlace(sent, now, start);
  if (moved !== undefined) return { shift: moved - start, staleLines: [] };
  const staleLines = sent.flatMap((line, index) =>
    now[start + index] === line ? [] : [excerpt.firstLine + index],
  );
  return { shift: 0, staleLines };
}

function standsAt(sent: readonly string[], now: readonly string[], start: number): boolean {
  return sent.every((line, index) => now[start + index] === line);
}

/** The same lines elsewhere in the file: the place nearest to where they stood. */
function nearestPlace(sent: readonly string[], now: readonly string[], start: number): number | undefined {
  let nearest: number | undefined;
  for (let at = 0; at + sent.length <= now.length; at += 1) {
    if (now[at] !== sent[0] || !standsAt(sent, now, at)) continue;
    if (nearest === undefined || Math.abs(at - start) < Math.abs(nearest - start)) nearest = at;
  }
  return nearest;
}
