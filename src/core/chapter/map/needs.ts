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
  const all: (readonly number[])[] = needs.map(() => []);
  const sets = needs.map(() => new Set<number>());
  for (const index of order) {
    const set = sets[index] ?? new Set();
    for (const need of needs[index] ?? []) {
      set.add(need);
      for (const earlier of sets[need] ?? []) set.add(earlier);
    }
    all[index] = [...set].sort((a, b) => a - b);
  }
  const drawn = needs.map(direct =>
    direct.filter(need => !direct.some(other => other !== need && sets[other]?.has(need))),
  );
  const leadsTo: number[][] = needs.map(() => []);
  for (const [index, direct] of drawn.entries()) for (const need of direct) leadsTo[need]?.push(index);
  return { needs, drawn, leadsTo, all, order };
}

function inOrder(needs: readonly (readonly number[])[]): readonly number[] {
  const order: number[] = [];
  const isPlaced = needs.map(() => false);
  while (order.length < needs.length) {
    const next = needs.findIndex((direct, index) => !isPlaced[index] && direct.every(need => isPlaced[need]));
    if (next < 0) break;
    isPlaced[next] = true;
    order.push(next);
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
