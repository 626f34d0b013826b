// The map in pixels: where each station stands, how wide its name may be, and each track as an SVG path.
import { type Needing, type NeedsMap, needsMap } from './needs';
import { placeStations, type Stations } from './stations';
import { type Across, layTracks, type Tracks } from './tracks';

/** Pixels. A station's mark is 16 wide, and its name begins right of it. */
const halfMark = 8.5;
export const nameStart = 21;
/** The least that a name is given, before there is one column less. */
const columnWidth = 140;
const laneWidth = 5;
const lanesWidth = 40;
const besideNames = 12;
const levelHeight = 6;
const aboveLevels = 9;
/** From the lowest level to the mark below it: a bend, and some way down. */
const belowLevels = 12;
const beside = 5;
const bend = 8;

export interface MapPlan {
  readonly map: NeedsMap;
  readonly stations: Stations;
  readonly tracks: Tracks;
}

/** `width` in pixels decides how many columns there are. */
export function planMap(concepts: readonly Needing[], width: number): MapPlan {
  const map = needsMap(concepts);
  const stations = placeStations(map, columnsIn(width));
  return { map, stations, tracks: layTracks(map, stations) };
}

export function columnsIn(width: number): number {
  return Math.floor(width / columnWidth);
}

export interface Columns {
  /** By index of the concept, the left edge of its mark and how wide mark and name are. */
  readonly boxes: readonly { readonly left: number; readonly width: number }[];
  /** By column, where its line runs, and how far apart its lanes are. */
  readonly lines: readonly number[];
  readonly pitches: readonly number[];
}

export function placeColumns({ stations, tracks }: MapPlan, width: number): Columns {
  const pitches = tracks.lanes.map(lanes => Math.min(laneWidth, lanesWidth / Math.max(1, lanes)));
  const gutters = tracks.lanes.map((lanes, column) =>
    lanes > 0 ? besideNames + lanes * (pitches[column] ?? laneWidth) : besideNames,
  );
  const before = (tracks.lanes[0] ?? 0) > 0 ? (gutters[0] ?? 0) : 0;
  const each = (width - before) / stations.columns;
  const lines = Array.from(
    { length: stations.columns },
    (_, column) => Math.round(before + each * column) + halfMark,
  );
  const boxes = stations.at.map(({ column }) => {
    const line = lines[column] ?? 0;
    const next = lines[column + 1];
    const end = next === undefined ? width : next - halfMark - (gutters[column + 1] ?? 0);
    const left = line - halfMark;
    return { left, width: Math.max(nameStart, Math.floor(end - left)) };
  });
  return { boxes, lines, pitches };
}

export interface Drawing {
  /** By index of the concept, the top of its name. */
  readonly tops: readonly number[];
  readonly height: number;
  readonly paths: readonly TrackPath[];
}

export interface TrackPath {
  readonly from: number;
  readonly to: number;
  readonly points: readonly Point[];
}

export type Point = readonly [x: number, y: number];

/** `heights`: of each name, set as wide as its column. `markAt`: how far below its top the middle of the mark is. */
export function drawMap(
  { stations, tracks }: MapPlan,
  { lines, pitches }: Columns,
  heights: readonly number[],
  markAt: number,
): Drawing {
  const rowHeights = new Array<number>(stations.rows).fill(0);
  for (const [index, { row }] of stations.at.entries()) {
    rowHeights[row] = Math.max(rowHeights[row] ?? 0, heights[index] ?? 0);
  }
  const hasBeside = new Set<number>();
  for (const { first, past } of tracks.tracks) {
    for (const across of [first, past?.last]) if (across?.isBeside) hasBeside.add(across.gap);
  }
  const rowTops: number[] = [];
  const gapTops: number[] = [];
  let y = 0;
  for (const [row, height] of rowHeights.entries()) {
    rowTops.push(y);
    y += Math.ceil(height);
    if (row === rowHeights.length - 1) break;
    gapTops.push(y + aboveLevels);
    const levels = (tracks.levels[row] ?? 0) + (hasBeside.has(row) ? 1 : 0);
    y += aboveLevels + Math.max(0, levels - 1) * levelHeight + belowLevels;
  }
  const lineAt = (index: number) => lines[stations.at[index]?.column ?? 0] ?? 0;
  const markY = (index: number) => (rowTops[stations.at[index]?.row ?? 0] ?? 0) + markAt;
  const levelY = ({ gap, level }: Across) =>
    Math.round((gapTops[gap] ?? 0) + (level + (hasBeside.has(gap) ? 1 : 0)) * levelHeight) + 0.5;
  const besideY = ({ gap }: Across) => Math.round(gapTops[gap] ?? 0) + 0.5;
  const paths = tracks.tracks.map(({ from, to, first, past }) => {
    const points: Point[] = [[lineAt(from), markY(from)]];
    /** From the upright at which the track is, over a crossing, to another one. */
    const cross = (across: Across, x: number) => {
      const [at = 0] = points.at(-1) ?? [];
      const down = across.isBeside ? at - beside : at;
      if (across.isBeside) points.push([at, besideY(across)], [down, besideY(across)]);
      points.push([down, levelY(across)], [x, levelY(across)]);
    };
    if (past) {
      const { column, lane } = past.upright;
      const line = lines[column] ?? 0;
      const x = lane === undefined ? line : line - besideNames - lane * (pitches[column] ?? laneWidth);
      cross(first, x);
      cross(past.last, lineAt(to));
    } else cross(first, lineAt(to));
    points.push([lineAt(to), markY(to)]);
    return { from, to, points: straightened(points) };
  });
  return { tops: stations.at.map(({ row }) => rowTops[row] ?? 0), height: y, paths };
}

/** Without points that are passed straight. */
function straightened(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last && last[0] === point[0] && last[1] === point[1]) continue;
    const isPassed =
      before &&
      last &&
      ((before[0] === last[0] && last[0] === point[0]) || (before[1] === last[1] && last[1] === point[1]));
    if (isPassed) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** As SVG path data, with rounded bends. */
export function pathData(points: readonly Point[]): string {
  let data = '';
  for (const [index, [x, y]] of points.entries()) {
    const [before, next] = [points[index - 1], points[index + 1]];
    if (!before) data += `M${x} ${y}`;
    else if (!next) data += `L${x} ${y}`;
    else {
      const [inX, inY] = toward([x, y], before);
      const [outX, outY] = toward([x, y], next);
      data += `L${inX} ${inY}Q${x} ${y} ${outX} ${outY}`;
    }
  }
  return data;
}

function toward([x, y]: Point, [otherX, otherY]: Point): Point {
  const length = Math.abs(otherX - x) + Math.abs(otherY - y);
  const by = Math.min(bend, length / 2) / (length || 1);
  return [x + (otherX - x) * by, y + (otherY - y) * by];
}
