// Which way each track takes: down in the line of a station's column where nothing stands, else in a lane beside a column; and
// across between two rows, at a level of its own. So a track crosses no name, no station that it does not lead to, and runs
// along no track of another concept.
import type { NeedsMap } from './needs';
import type { Stations } from './stations';

/** An upright: the line of a column's stations (`lane` missing), or a lane to the left of the column. */
export interface Upright {
  readonly column: number;
  readonly lane?: number;
}

/** Between one row and the next: across from one upright to others. */
interface Crossing {
  readonly from: number;
  readonly top: number;
  readonly bottoms: Set<number>;
  level: number;
  /** It leaves its upright at once and comes down beside it, since another track arrives there. */
  isBeside: boolean;
}

export interface Track {
  readonly from: number;
  readonly to: number;
  /** The crossing below the first station. */
  readonly first: Across;
  /** Where it goes down past other rows, and the crossing above the last station; missing where the rows are neighbours. */
  readonly past?: { readonly upright: Upright; readonly last: Across };
}

export interface Across {
  /** Number of the row above it. */
  readonly gap: number;
  /** 0 is the highest. */
  readonly level: number;
  readonly isBeside: boolean;
}

export interface Tracks {
  readonly tracks: readonly Track[];
  /** Levels between each row and the next. */
  readonly levels: readonly number[];
  /** Lanes to the left of each column. */
  readonly lanes: readonly number[];
}

/** A number for each upright, from left to right: even ones are the lanes of a column, odd ones its line. */
const lineOf = (column: number) => column * 2 + 1;
const isLanes = (upright: number) => upright % 2 === 0;

/** The way of one concept's tracks past rows. */
interface Run {
  readonly from: number;
  readonly upright: number;
  readonly firstGap: number;
  lastGap: number;
  lane: number;
}

export function layTracks({ drawn, leadsTo }: NeedsMap, { at, rows, columns }: Stations): Tracks {
  const taken = stationsTaken(at, rows, columns);
  const runs: Run[] = [];
  const byUpright: Run[][] = Array.from({ length: columns * 2 }, () => []);
  const crossings = Array.from({ length: Math.max(0, rows - 1) }, () => new Map<string, Crossing>());
  const crossing = (gap: number, from: number, top: number): Crossing => {
    const name = `${from} ${top}`;
    const known = crossings[gap]?.get(name);
    if (known) return known;
    const made = { from, top, bottoms: new Set<number>(), level: 0, isBeside: false };
    crossings[gap]?.set(name, made);
    return made;
  };
  const ways: { from: number; to: number; first: Crossing; run?: Run; last?: Crossing }[] = [];
  const sources = drawn.map((_, index) => index).sort((a, b) => order(at, a, b));
  for (const from of sources) {
    const own: Run[] = [];
    const targets = [...(leadsTo[from] ?? [])].sort((a, b) => order(at, a, b));
    for (const to of targets) {
      const [start, end] = [at[from], at[to]];
      if (!start || !end) continue;
      const first = crossing(start.row, from, lineOf(start.column));
      if (end.row === start.row + 1) {
        first.bottoms.add(lineOf(end.column));
        ways.push({ from, to, first });
        continue;
      }
      const upright = cheapestUpright(taken, from, start, end, columns, own, byUpright);
      let run = own.find(one => one.upright === upright);
      if (!run) {
        run = { from, upright, firstGap: start.row, lastGap: end.row - 1, lane: 0 };
        own.push(run);
        runs.push(run);
        byUpright[upright]?.push(run);
        first.bottoms.add(upright);
      }
      run.lastGap = Math.max(run.lastGap, end.row - 1);
      for (let row = start.row + 1; row < end.row; row += 1) taken[row]?.set(upright, from);
      const last = crossing(end.row - 1, from, upright);
      last.bottoms.add(lineOf(end.column));
      ways.push({ from, to, first, run, last });
    }
  }
  // Tracks that go on below a crossing keep their upright there.
  for (const run of runs) {
    for (let gap = run.firstGap + 1; gap < run.lastGap; gap += 1) {
      crossings[gap]?.get(`${run.from} ${run.upright}`)?.bottoms.add(run.upright);
    }
  }
  const lanes = layLanes(runs, columns);
  const laneOf = new Map(runs.map(run => [`${run.from} ${run.upright}`, run.lane]));
  const levels = crossings.map(all => layLevels([...all.values()], laneOf));
  const across = (gap: number, { level, isBeside }: Crossing): Across => ({ gap, level, isBeside });
  const tracks = ways.map(({ from, to, first, run, last }) => {
    const track = { from, to, first: across(at[from]?.row ?? 0, first) };
    if (!run || !last) return track;
    const column = run.upright >> 1;
    const upright = isLanes(run.upright) ? { column, lane: run.lane } : { column };
    return { ...track, past: { upright, last: across((at[to]?.row ?? 0) - 1, last) } };
  });
  return { tracks, levels, lanes };
}

function order(at: Stations['at'], a: number, b: number): number {
  const [one, other] = [at[a], at[b]];
  return (one?.row ?? 0) - (other?.row ?? 0) || (one?.column ?? 0) - (other?.column ?? 0) || a - b;
}

/** By row: the concept whose track or station has an upright. */
type Taken = readonly Map<number, number>[];
const station = -1;

function stationsTaken(at: Stations['at'], rows: number, columns: number): Taken {
  const taken = Array.from({ length: rows }, () => new Map<number, number>());
  for (const { row, column } of at) if (column < columns) taken[row]?.set(lineOf(column), station);
  return taken;
}

/** A lane costs the names their width, most of all one left of the first column; what is on its way already costs nothing more. */
const laneCost = 1.4;
const firstLaneCost = 1.5;
const crowdCost = 0.25;
const sharedGain = 1;

function cheapestUpright(
  taken: Taken,
  from: number,
  start: { readonly row: number; readonly column: number },
  end: { readonly row: number; readonly column: number },
  columns: number,
  own: readonly Run[],
  runs: readonly (readonly Run[])[],
): number {
  let [best, least] = [0, Infinity];
  for (let upright = 0; upright < columns * 2; upright += 1) {
    let cost = Math.abs(upright - lineOf(start.column)) + Math.abs(upright - lineOf(end.column));
    const isOwn = own.some(run => run.upright === upright);
    if (isLanes(upright)) {
      const beside = (runs[upright] ?? []).filter(
        run => run.from !== from && run.firstGap < end.row && run.lastGap >= start.row,
      );
      cost += laneCost + beside.length * crowdCost + (upright === 0 ? firstLaneCost : 0);
    } else if (!isFree(taken, upright, from, start.row + 1, end.row)) continue;
    if (isOwn) cost -= sharedGain;
    if (cost < least) [best, least] = [upright, cost];
  }
  return best;
}

function isFree(taken: Taken, upright: number, from: number, first: number, end: number): boolean {
  for (let row = first; row < end; row += 1) {
    const by = taken[row]?.get(upright);
    if (by !== undefined && by !== from) return false;
  }
  return true;
}

/** Two that meet even in one gap take different lanes. Returns how many each column has. */
function layLanes(runs: readonly Run[], columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, column) => {
    const here = runs.filter(({ upright }) => upright === column * 2);
    const ends: number[] = [];
    for (const run of [...here].sort((a, b) => a.firstGap - b.firstGap || a.from - b.from)) {
      const free = ends.findIndex(end => end < run.firstGap);
      run.lane = free < 0 ? ends.length : free;
      ends[run.lane] = run.lastGap;
    }
    return ends.length;
  });
}

/**
 * A track that arrives at an upright from the side must do so below where another one leaves it. Where two want that of each
 * other, one of them leaves at the top, and comes down beside the upright. Returns how many levels there are.
 */
function layLevels(all: readonly Crossing[], laneOf: ReadonlyMap<string, number>): number {
  // Lanes of one column are different places; the first is the rightmost.
  const place = (from: number, upright: number) =>
    isLanes(upright) ? upright - (laneOf.get(`${from} ${upright}`) ?? 0) / 1000 : upright;
  const isStraight = ({ bottoms, top }: Crossing) => bottoms.size === 1 && bottoms.has(top);
  const crossing = all.filter(one => !isStraight(one));
  const startsAt = new Map(crossing.map(one => [place(one.from, one.top), one]));
  const above = new Map<Crossing, Set<Crossing>>();
  const below = new Map<Crossing, Set<Crossing>>();
  for (const one of crossing) {
    const starts = [...one.bottoms].flatMap(bottom => startsAt.get(place(one.from, bottom)) ?? []);
    const others = starts.filter(other => other !== one);
    above.set(one, new Set(others));
    for (const other of others) below.set(other, (below.get(other) ?? new Set()).add(one));
  }
  const release = (one: Crossing) => {
    for (const other of below.get(one) ?? []) above.get(other)?.delete(one);
  };
  const waiting = new Set(crossing);
  const floors = new Map<Crossing, number>();
  const levels: { readonly low: number; readonly high: number }[][] = [];
  while (waiting.size > 0) {
    const rest = [...waiting];
    const next = rest.find(one => !above.get(one)?.size) ?? rest[0];
    if (!next) break;
    for (const other of above.get(next) ?? []) {
      other.isBeside = true;
      release(other);
      below.delete(other);
    }
    waiting.delete(next);
    const places = [next.top, ...next.bottoms].map(upright => place(next.from, upright));
    const [low, high] = [Math.min(...places) - 0.5, Math.max(...places) + 0.5];
    let level = floors.get(next) ?? 0;
    while (levels[level]?.some(one => one.low < high && low < one.high)) level += 1;
    levels[level] ??= [];
    levels[level]?.push({ low, high });
    next.level = level;
    release(next);
    for (const other of below.get(next) ?? []) {
      floors.set(other, Math.max(floors.get(other) ?? 0, level + 1));
    }
  }
  return levels.length;
}
