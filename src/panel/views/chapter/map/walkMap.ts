// The arrow keys on the map: up and down along the tracks, left and right to the concept beside, row after row.
import type { MapPlan } from '../../../../core/chapter/map/drawing';

/** Index of the concept that a key leads to; `undefined` where it leads nowhere. */
export function stationAfter(plan: MapPlan, at: number, key: string): number | undefined {
  const { stations, map } = plan;
  const place = (index: number) => stations.at[index] ?? { row: 0, column: 0 };
  const rows = map.order
    .map((_, index) => index)
    .sort((a, b) => {
      const [one, other] = [place(a), place(b)];
      return one.row - other.row || one.column - other.column;
    });
  const nearest = (ends: readonly number[] = []) => {
    const here = place(at);
    const away = (index: number) => {
      const there = place(index);
      return Math.abs(there.column - here.column) * stations.rows + Math.abs(there.row - here.row);
    };
    return [...ends].sort((a, b) => away(a) - away(b) || a - b)[0];
  };
  switch (key) {
    case 'ArrowDown':
      return nearest(map.leadsTo[at]);
    case 'ArrowUp':
      return nearest(map.drawn[at]);
    case 'ArrowRight':
      return rows[rows.indexOf(at) + 1];
    case 'ArrowLeft':
      return rows[rows.indexOf(at) - 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    default:
      return undefined;
  }
}
