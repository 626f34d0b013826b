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
    const marker = content.length > longestMarker ? undefined : markerPattern.exec(content);
    if (!marker) return;
    const name = (marker[2] ?? '').trim();
    if (marker[1] === undefined) {
      open.begin({ name, line });
      return;
    }
    const closed = open.end(name);
    if (!closed || closed.name === '' || regions.has(closed.name) || line - closed.line < 2) return;
    regions.set(closed.name, { first: closed.line + 1, last: line - 1 });
  });
  return regions;
}

const longestMarker = 200;
const markerPattern = /^\s*(?:#|\/\/|--|;+|\/\*|<!--)\s*#?(end)?region\b(.*?)(?:\*\/|-->)?\s*$/i;

interface OpenRegion {
  readonly name: string;
  readonly line: number;
}

class OpenRegions {
  readonly #open: OpenRegion[] = [];
  /** By name, so that an end without a beginning costs no look at all that are open. */
  readonly #counts = new Map<string, number>();

  begin(region: OpenRegion): void {
    this.#open.push(region);
    this.#counts.set(region.name, (this.#counts.get(region.name) ?? 0) + 1);
  }

  /** What an end closes: the innermost of its name, with all inside it; without a known name, the innermost. */
  end(name: string): OpenRegion | undefined {
    const isKnown = name !== '' && (this.#counts.get(name) ?? 0) > 0;
    for (let region = this.#open.pop(); region; region = this.#open.pop()) {
      this.#counts.set(region.name, (this.#counts.get(region.name) ?? 1) - 1);
      if (!isKnown || region.name === name) return region;
    }
    return undefined;
  }
}
