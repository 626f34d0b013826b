// Where each concept stands on the map: in a row below all that it needs, no row longer than the page is wide, and if it can
// be in the column of what it needs, so that its track is straight.
import type { NeedsMap } from './needs';

export interface Station {
  readonly row: number;
  readonly column: number;
}

export interface Stations {
  /** By index of the concept. */
  readonly at: readonly Station[];
  readonly rows: number;
  /** Those that are used: at most as many as were allowed, and at least one. */
  readonly columns: number;
}

/** With more columns the best places in a row would take long to find, and no page is as wide. */
export const mostColumns = 8;

/** `allowed`: how many columns the page has room for. */
export function placeStations(map: NeedsMap, allowed: number): Stations {
  const most = Math.max(1, Math.min(mostColumns, Math.floor(allowed) || 1));
  const rows = rowsOf(map, most);
  const columns = Math.max(1, ...rows.map(({ length }) => length));
  const at: Station[] = map.needs.map(() => ({ row: 0, column: 0 }));
  const below: (number | undefined)[] = [];
  const left = map.leadsTo.map(({ length }) => length);
  for (const [row, members] of rows.entries()) {
    const costs = members.map(index =>
      Array.from({ length: columns }, (_, column) => costOf(map, at, index, column, below[column], left)),
    );
    const chosen = cheapest(costs, columns);
    for (const [nth, index] of members.entries()) {
      const column = chosen[nth] ?? 0;
      at[index] = { row, column };
      below[column] = index;
      for (const need of map.drawn[index] ?? []) left[need] = (left[need] ?? 0) - 1;
    }
  }
  return { at, rows: rows.length, columns };
}

/** What begins the longest way down comes first; of several, what stands first in the chapter. */
function rowsOf({ drawn, leadsTo, order }: NeedsMap, most: number): readonly (readonly number[])[] {
  const depth = drawn.map(() => 0);
  for (const index of [...order].reverse()) {
    depth[index] = Math.max(0, ...(leadsTo[index] ?? []).map(next => (depth[next] ?? 0) + 1));
  }
  const waitsFor = drawn.map(({ length }) => length);
  const rows: number[][] = [];
  let ready = order.filter(index => waitsFor[index] === 0);
  while (ready.length > 0) {
    const sorted = ready.sort((a, b) => (depth[b] ?? 0) - (depth[a] ?? 0) || a - b);
    const row = sorted.slice(0, most).sort((a, b) => a - b);
    rows.push(row);
    ready = sorted.slice(most);
    for (const index of row) {
      for (const next of leadsTo[index] ?? []) {
        waitsFor[next] = (waitsFor[next] ?? 0) - 1;
        if (waitsFor[next] === 0) ready.push(next);
      }
    }
  }
  return rows;
}

/** A station in the way of tracks that still lead down costs some of a column; leftmost, if all else is equal. */
const inTheWay = 0.7;
const perColumn = 0.01;

function costOf(
  { drawn }: NeedsMap,
  at: readonly Station[],
  index: number,
  column: number,
  above: number | undefined,
  left: readonly number[],
): number {
  const needs = drawn[index] ?? [];
  const away = needs.map(need => Math.abs((at[need]?.column ?? 0) - column));
  // The nearest counts most: one straight track is seen better than several that are half as long.
  const nearest = away.length > 0 ? Math.min(...away) : 0;
  const all = away.reduce((sum, one) => sum + one, 0) / Math.max(1, away.length);
  const hasOthers = above !== undefined && (left[above] ?? 0) > (needs.includes(above) ? 1 : 0);
  return nearest + all * 0.5 + (hasOthers ? inTheWay : 0) + column * perColumn;
}

/** One column for each, all different, at the least cost in all: over sets of taken columns. */
function cheapest(costs: readonly (readonly number[])[], columns: number): readonly number[] {
  const sets = 1 << columns;
  const best: { readonly cost: number; readonly column: number; readonly from: number }[][] = [];
  let reached = new Map<number, number>([[0, 0]]);
  for (const row of costs) {
    const next = new Map<number, number>();
    const step: { cost: number; column: number; from: number }[] = new Array(sets);
    for (const [taken, cost] of reached) {
      for (let column = 0; column < columns; column += 1) {
        const set = taken | (1 << column);
        if (set === taken) continue;
        const sum = cost + (row[column] ?? 0);
        if (sum >= (next.get(set) ?? Infinity)) continue;
        next.set(set, sum);
        step[set] = { cost: sum, column, from: taken };
      }
    }
    best.push(step);
    reached = next;
  }
  let [end, least] = [0, Infinity];
  for (const [set, cost] of reached) if (cost < least) [end, least] = [set, cost];
  const chosen: number[] = [];
  for (const step of best.reverse()) {
    const { column, from } = step[end] ?? { column: 0, from: 0 };
    chosen.unshift(column);
    end = from;
  }
  return chosen;
}
