// Named regions of a companion file: what stands between "# region name" and "# endregion".
import { type LineSpan, linesOf } from '../base/lines';

/**
 * The lines inside each named region, without the lines of the markers; a region may hold others. Knows the
 * comment forms `#`, `//`, `--`, `;`, `/* … * /` and `<!-- … -->`, with or without a blank or a `#` before the
 * word. Of two regions with one name the first counts; an empty or unclosed one is not there.
 */
export function findRegions(text: string): ReadonlyMap<string, LineSpan> {
  const regions = new Map<string, LineSpan>();
  const open: { readonly name: string; readonly line: number }[] = [];
  linesOf(text).forEach((content, index) => {
    const line = index + 1;
    const marker = content.length > longestMarker ? undefined : markerPattern.exec(content);
    if (!marker) return;
    const name = (marker[2] ?? '').trim();
    if (marker[1] === undefined) {
      open.push({ name, line });
      return;
    }
    const closed = open.splice(beginningOf(name, open)).at(0);
    if (!closed || closed.name === '' || regions.has(closed.name) || line - closed.line < 2) return;
    regions.set(closed.name, { first: closed.line + 1, last: line - 1 });
  });
  return regions;
}

const longestMarker = 200;
const markerPattern = /^\s*(?:#|\/\/|--|;+|\/\*|<!--)\s*#?(end)?region\b(.*?)(?:\*\/|-->)?\s*$/i;

/** Which open region an end closes: the innermost of its name; without a known name, simply the innermost. */
function beginningOf(name: string, open: readonly { readonly name: string }[]): number {
  const named = open.map(region => region.name).lastIndexOf(name);
  return name !== '' && named >= 0 ? named : Math.max(open.length - 1, 0);
}
