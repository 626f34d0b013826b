// The concept graph by index, as the map uses it: what a concept needs in all, what of that is drawn, and in which order
// the rest may be read. An index can be no hostile name.
import { linkConcepts, type Needing } from '../concepts';

export type { Needing };

export interface NeedsMap {
  /** For each concept the indices of what it needs directly, ascending. There is no way back to itself. */
  readonly needs: readonly (readonly number[])[];
  /** The same without those that follow from another need: what is drawn. */
  readonly drawn: readonly (readonly number[])[];
  /** The other way round: which concepts a drawn need leads to, ascending. */
  readonly leadsTo: readonly (readonly number[])[];
  /** For each concept all that it needs, through others too, ascending. */
  readonly all: readonly (readonly number[])[];
  /** All indices, each after what it needs; of several the one that stands first in the chapter. */
  readonly order: readonly number[];
}

/** Of any list: needs that are unknown or that close a circle are left out, as `linkConcepts` does. */
export function needsMap(concepts: readonly Needing[]): NeedsMap {
  const graph = linkConcepts(concepts);
  const indices = new Map(concepts.map(({ id }, index) => [id, index]));
  // Of two concepts with one id the last has its needs; the others stand alone.
  const needs = concepts.map(({ id }, index) => {
    const ids = indices.get(id) === index ? (graph.needs.get(id) ?? []) : [];
    return ids.flatMap(need => indices.get(need) ?? []).sort((a, b) => a - b);
  });
  const order = inOrder(needs);
  // A row of marks for each concept: which others it needs, through others too.
  const size = needs.length;
  const marks = new Uint8Array(size * size);
  for (const index of order) {
    const row = marks.subarray(index * size, (index + 1) * size);
    for (const need of needs[index] ?? []) {
      row[need] = 1;
      for (let earlier = 0; earlier < size; earlier += 1) if (marks[need * size + earlier]) row[earlier] = 1;
    }
  }
  const isNeeded = (index: number, other: number) => marks[index * size + other] === 1;
  const all = needs.map((_, index) => order.filter(other => isNeeded(index, other)).sort((a, b) => a - b));
  const drawn = needs.map(direct => direct.filter(need => !direct.some(other => isNeeded(other, need))));
  const leadsTo: number[][] = needs.map(() => []);
  for (const [index, direct] of drawn.entries()) for (const need of direct) leadsTo[need]?.push(index);
  return { needs, drawn, leadsTo, all, order };
}

function inOrder(needs: readonly (readonly number[])[]): readonly number[] {
  const order: number[] = [];
  const waitsFor = needs.map(({ length }) => length);
  const after: number[][] = needs.map(() => []);
  for (const [index, direct] of needs.entries()) for (const need of direct) after[need]?.push(index);
  for (let next = waitsFor.indexOf(0); next >= 0; next = waitsFor.indexOf(0)) {
    order.push(next);
    waitsFor[next] = -1;
    for (const index of after[next] ?? []) waitsFor[index] = (waitsFor[index] ?? 0) - 1;
  }
  return order;
}

/** What is still to be read, each concept after what it needs. */
export function suggestedPath({ order }: NeedsMap, isRead: (index: number) => boolean): readonly number[] {
  return order.filter(index => !isRead(index));
}

/** What comes before a concept, in the order in which it may be read. */
export function neededFirst({ all, order }: NeedsMap, index: number): readonly number[] {
  const needed = new Set(all[index]);
  return order.filter(other => needed.has(other));
}
