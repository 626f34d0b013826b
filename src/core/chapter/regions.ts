// Named regions of a companion file: what stands between "# region name" and "# endregion".
import { type LineSpan, linesOf } from '../base/lines';

/**
 * The lines inside each named region, without the lines of the markers; a region may hold others. Knows the
 * comment forms `#`, `//`, `--`, `;`, `/* … * /` and `<!-- … -->`, with or without a blank or a `#` before the
 * word. Of two regions with one name the first counts; an empty or unclosed one is not there.
 */
export function findRegions(text: string): ReadonlyMap<string, LineSpan> {
  const regions = new Map<string, LineSpan>();
  const open = new OpenRegions();
  linesOf(text).forEach((content, index) => {
    const line = index + 1;
    const marker = markerOf(content);
    if (marker?.isEnd === false) open.add({ name: marker.name, line });
    if (marker?.isEnd !== true) return;
    const closed = open.close(marker.name);
    if (!closed || closed.name === '' || regions.has(closed.name) || line - closed.line < 2) return;
    regions.set(closed.name, { first: closed.line + 1, last: line - 1 });
  });
  return regions;
}

const longestMarker = 200;
const markerPattern = /^(?:#|\/\/|--|;{1,9}|\/\*|<!--)\s*#?(end)?region\b/i;

function markerOf(line: string): { readonly name: string; readonly isEnd: boolean } | undefined {
  if (line.length > longestMarker) return undefined;
  const text = line.trim();
  const found = markerPattern.exec(text);
  if (!found) return undefined;
  const rest = text.slice(found[0].length);
  const close = ['*/', '-->'].find(end => rest.endsWith(end));
  const name = close === undefined ? rest : rest.slice(0, -close.length);
  return { name: name.trim(), isEnd: found[1] !== undefined };
}

interface Open {
  readonly name: string;
  readonly line: number;
}

/** What is open, innermost last; knows where each name stands without looking through all of them. */
class OpenRegions {
  readonly #regions: Open[] = [];
  readonly #places = new Map<string, number[]>();

  add(region: Open): void {
    const places = this.#places.get(region.name) ?? [];
    places.push(this.#regions.length);
    this.#places.set(region.name, places);
    this.#regions.push(region);
  }

  /** Closes the innermost of a name; without a known name, simply the innermost; and what was left open inside. */
  close(name: string): Open | undefined {
    const named = name === '' ? undefined : this.#places.get(name)?.at(-1);
    const place = named ?? this.#regions.length - 1;
    let closed: Open | undefined;
    while (this.#regions.length > Math.max(place, 0)) {
      closed = this.#regions.pop();
      if (closed) this.#places.get(closed.name)?.pop();
    }
    return closed;
  }
}
