// The concept graph: which concepts come first, and which follow.
import type { Manifest } from './chapter';

type Needing = Pick<Manifest['concepts'][number], 'id' | 'needs'>;

export interface Graph {
  /** For each concept what it needs: known concepts only, each once, without a way back to itself. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly leadsTo: ReadonlyMap<string, readonly string[]>;
  /** One sentence for each need that had to be left out. */
  readonly faults: readonly string[];
}

/** More than a reader could have read first; every need costs a search for circles. */
const mostNeeds = 30;

/** Keeps every need that does not close a circle with those before it, in the order of the manifest. */
export function linkConcepts(concepts: readonly Needing[]): Graph {
  const needs = new Map<string, string[]>(concepts.map(({ id }) => [id, []]));
  const leadsTo = new Map<string, string[]>(concepts.map(({ id }) => [id, []]));
  const faults: string[] = [];
  for (const concept of concepts) {
    const wanted = [...new Set(concept.needs)];
    if (wanted.length > mostNeeds) {
      faults.push(`"${concept.id}" needs ${wanted.length} others; only the first ${mostNeeds} are kept`);
    }
    for (const need of wanted.slice(0, mostNeeds)) {
      const way = pathBetween(need, concept.id, needs);
      if (!needs.has(need)) {
        faults.push(`"${concept.id}" needs "${need}", which is no concept of this chapter`);
      } else if (way) {
        faults.push(`these need each other: ${[concept.id, ...way].join(' → ')}`);
      } else {
        needs.get(concept.id)?.push(need);
        leadsTo.get(need)?.push(concept.id);
      }
    }
  }
  return { needs, leadsTo, faults };
}

/** The ids from one concept to another along needs, both ends included, or `undefined` where none leads there. */
function pathBetween(
  from: string,
  to: string,
  needs: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (id === to) {
      const path: string[] = [];
      for (let at: string | undefined = id; at !== undefined; at = cameFrom.get(at)) path.unshift(at);
      return path;
    }
    for (const need of needs.get(id) ?? []) {
      if (cameFrom.has(need)) continue;
      cameFrom.set(need, id);
      queue.push(need);
    }
  }
  return undefined;
}
