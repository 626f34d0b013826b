// Which line of a text has become which line of another: lines that stand once in both hold the rest in place
// (patience diff), and what lies between two of them is looked at by itself.

/** Index in `now` of each line of `before`; missing where it was changed or taken out. In order, never the same twice. */
export type LineMatch = readonly (number | undefined)[];

interface Area {
  readonly from: number;
  readonly to: number;
  readonly nowFrom: number;
  readonly nowTo: number;
}

/** Beyond this product of lines, what has no line of its own to be held by counts as changed. */
const mostCells = 40_000;

/**
 * `before` is a part of what `now` was: what stands around it there counts for nothing. `near`: where its first line
 * stood, for a part that has no line of its own. `tells`: whether a line says enough to hold others in place.
 */
export function matchLines<Line>(
  before: readonly Line[],
  now: readonly Line[],
  near: number,
  tells: (line: Line) => boolean,
): LineMatch {
  const match: (number | undefined)[] = before.map(() => undefined);
  const all: Area = { from: 0, to: before.length, nowFrom: 0, nowTo: now.length };
  const held = anchors(before, now, all, tells);
  const first = held[0];
  const last = held.at(-1);
  if (!first || !last) {
    const nowFrom = Math.min(Math.max(0, near), now.length);
    const nowTo = Math.min(now.length, nowFrom + before.length);
    between({ ...all, nowFrom, nowTo });
    return match;
  }
  // No more of the file than there was of the code: beyond that it is about something else.
  between({ from: 0, to: first.at, nowFrom: Math.max(0, first.now - 2 * first.at - 1), nowTo: first.now });
  held.forEach((one, index) => {
    match[one.at] = one.now;
    const next = held[index + 1];
    if (next) between({ from: one.at + 1, to: next.at, nowFrom: one.now + 1, nowTo: next.now });
  });
  const rest = before.length - last.at - 1;
  const nowTo = Math.min(now.length, last.now + 2 * rest + 2);
  between({ from: last.at + 1, to: before.length, nowFrom: last.now + 1, nowTo });
  return match;

  /** Areas wait in a list: code of many thousand lines may lie one in the other. */
  function between(whole: Area): void {
    const waiting = [whole];
    for (let area = waiting.pop(); area; area = waiting.pop()) {
      let { from, to, nowFrom, nowTo } = area;
      while (from < to && nowFrom < nowTo && before[from] === now[nowFrom]) match[from++] = nowFrom++;
      while (from < to && nowFrom < nowTo && before[to - 1] === now[nowTo - 1]) match[--to] = --nowTo;
      if (from === to || nowFrom === nowTo) continue;
      const left = { from, to, nowFrom, nowTo };
      const within = anchors(before, now, left, tells);
      if (within.length === 0) {
        for (const { at, now: place } of commonLines(before, now, left)) match[at] = place;
        continue;
      }
      let start = { at: from, now: nowFrom };
      for (const one of within) {
        match[one.at] = one.now;
        waiting.push({ from: start.at, to: one.at, nowFrom: start.now, nowTo: one.now });
        start = { at: one.at + 1, now: one.now + 1 };
      }
      waiting.push({ from: start.at, to, nowFrom: start.now, nowTo });
    }
  }
}

interface Pair {
  readonly at: number;
  readonly now: number;
}

/** Telling lines that stand once on both sides, as many as keep their order. */
function anchors<Line>(
  before: readonly Line[],
  now: readonly Line[],
  area: Area,
  tells: (line: Line) => boolean,
): readonly Pair[] {
  const here = placesOnce(before, area.from, area.to);
  const there = placesOnce(now, area.nowFrom, area.nowTo);
  const pairs: Pair[] = [];
  for (const [line, at] of here) {
    const place = there.get(line);
    if (at >= 0 && place !== undefined && place >= 0 && tells(line)) pairs.push({ at, now: place });
  }
  return longestRising(pairs.sort((a, b) => a.at - b.at));
}

/** Where each line stands; below zero: more than once. */
function placesOnce<Line>(lines: readonly Line[], from: number, to: number): ReadonlyMap<Line, number> {
  const places = new Map<Line, number>();
  for (let at = from; at < to; at += 1) {
    const line = lines[at] as Line;
    places.set(line, places.has(line) ? -1 : at);
  }
  return places;
}

/** The most pairs of which the places in `now` rise with those in `before`. */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  const ends: number[] = [];
  const back: (number | undefined)[] = [];
  pairs.forEach(({ now }, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.now ?? 0) < now) low = middle + 1;
      else high = middle;
    }
    back[index] = low > 0 ? ends[low - 1] : undefined;
    ends[low] = index;
  });
  const chain: Pair[] = [];
  for (let at = ends.at(-1); at !== undefined; at = back[at]) {
    const pair = pairs[at];
    if (pair) chain.push(pair);
  }
  return chain.reverse();
}

/** The longest common sequence, for areas in which no line stands once; of a large one, nothing. */
function commonLines<Line>(before: readonly Line[], now: readonly Line[], area: Area): readonly Pair[] {
  const rows = area.to - area.from;
  const columns = area.nowTo - area.nowFrom;
  if (rows * columns > mostCells) return [];
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const length = (row: number, column: number) => lengths[row * width + column] ?? 0;
  const isSame = (row: number, column: number) => before[area.from + row] === now[area.nowFrom + column];
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      lengths[row * width + column] = isSame(row, column)
        ? length(row + 1, column + 1) + 1
        : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (isSame(row, column)) pairs.push({ at: area.from + row++, now: area.nowFrom + column++ });
    else if (length(row + 1, column) >= length(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
