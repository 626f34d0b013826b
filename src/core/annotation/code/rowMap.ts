// Which row of a file as notes knew it has become which row of now. One line diff serves all notes that were made on the
// same state of the file.
import { matchLines } from '../../base/lineMatch';
import { type CodeSketch, isFaint, marksOf } from './sketch';

export interface RowMap {
  /** Rows that are known lie from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** `undefined` for a row that was changed, taken out, or is not known. */
  now(row: number): number | undefined;
  /** The old row of one of now. */
  before(row: number): number | undefined;
}

/** By sketch: the same map for those that tell of the same state. */
export function rowMaps(
  sketches: readonly CodeSketch[],
  marks: readonly number[],
): ReadonlyMap<CodeSketch, RowMap> {
  const states = new Map<string, State[]>();
  const stateOf = new Map<CodeSketch, State>();
  for (const sketch of sketches) {
    const known = marksOf(sketch);
    const sameName = states.get(sketch.file) ?? [];
    states.set(sketch.file, sameName);
    const fits = (state: State) =>
      known.every((mark, index) => (state.get(sketch.from + index) ?? mark) === mark);
    const state = sameName.find(fits) ?? new Map<number, number>();
    if (state.size === 0) sameName.push(state);
    for (const [index, mark] of known.entries()) state.set(sketch.from + index, mark);
    stateOf.set(sketch, state);
  }
  const maps = new Map([...states.values()].flat().map(state => [state, mapOf(state, marks)]));
  return new Map([...stateOf].map(([sketch, state]) => [sketch, maps.get(state) ?? noRows]));
}

/** Mark by row. */
type State = Map<number, number>;

/** Of a note that knows nothing of its file. */
const noRows: RowMap = { from: 0, to: 0, now: () => undefined, before: () => undefined };

/** Stands for the rows between known ones: equal to no row of now. */
const unknown = -1;

function mapOf(state: State, marks: readonly number[]): RowMap {
  const rows: number[] = [];
  for (const row of [...state.keys()].sort((a, b) => a - b)) {
    if (rows.length > 0 && row > (rows.at(-1) ?? 0) + 1) rows.push(unknown);
    rows.push(row);
  }
  const before = rows.map(row => state.get(row) ?? unknown);
  const from = rows[0] ?? 0;
  const match = matchLines(before, marks, from, mark => mark !== unknown && !isFaint(mark));
  const nowOf = new Map<number, number>();
  const oldOf = new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    const place = match[index];
    if (place === undefined) continue;
    nowOf.set(row, place);
    oldOf.set(place, row);
  }
  return { from, to: (rows.at(-1) ?? -1) + 1, now: row => nowOf.get(row), before: row => oldOf.get(row) };
}
