// Lines that a prose answer speaks of by their numbers, in both languages, where they stand in its plain text.
import { clip, type LineSpan } from '../base/lines';

export interface LineMention {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly lines: LineSpan;
}

/** "line 12", "lines 3 to 5", "lines 3, 5 and 7–9"; "L12", "L3-5"; "第 12 行", "第 3 至 5 行". Of a list no more than anybody writes: each beginning is read only so far. */
const spoken =
  /\blines?\s+\d+(?:(?:\s*(?:[-–—,&]|,\s*and\b|\bto\b|\bthrough\b|\bto\s+line\b|\band\b)\s*)\d+){0,16}|\bL\d+(?:\s*[-–—]\s*L?\d+)?\b|第\s*\d+(?:\s*(?:[-–—~～、至到和])\s*(?:第\s*)?\d+){0,16}\s*行/giu;
const range = /(\d+)(?:\s*(?:[-–—~～至到]|\bto(?:\s+line)?\b|\bthrough\b)\s*(?:L|第\s*)?(\d+))?/giu;

/** More than anybody lights, in an answer that is nothing but numbers. */
const most = 200;

/** Those of them that lie in the code that was sent, in order. A number of many digits is no line. */
export function lineMentions(text: string, bounds: LineSpan): readonly LineMention[] {
  const found: LineMention[] = [];
  for (const { index, 0: words } of text.matchAll(spoken)) {
    const ranges = [...words.matchAll(range)];
    for (const one of ranges) {
      const first = Number(one[1]);
      const last = one[2] === undefined ? first : Number(one[2]);
      const lines = first <= last ? clip({ first, last }, bounds) : undefined;
      if (!lines || lines.first !== first || lines.last !== last) continue;
      // One alone takes its word along, so that there is something to press.
      const isAlone = ranges.length === 1;
      const start = isAlone ? index : index + one.index;
      found.push({ start, end: isAlone ? index + words.length : start + one[0].length, lines });
      if (found.length >= most) return found;
    }
  }
  return found;
}
