// The concept graph: which concepts come first, and which follow.
import type { Fault } from '../base/finding';

export interface Needing {
  readonly id: string;
  /** Ids of the concepts that come first; some may be unknown. */
  readonly needs: readonly string[];
}

export type GraphFault = Extract<Fault, { code: 'unknown-need' | 'too-many-needs' | 'circle' }>;

export interface Graph {
  /** For each concept what it needs: known concepts only, each once, without a way back to itself. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly leadsTo: ReadonlyMap<string, readonly string[]>;
  /** One for each need that had to be left out, with the concept that has it. */
  readonly faults: readonly { readonly concept: string; readonly fault: GraphFault }[];
}

/** More than a reader could have read first, and than a page could show. */
const mostNeeds = 30;

/**
 * Keeps every need but those that close a circle: found on one walk along needs, from the first concept of the manifest on,
 * a need closes a circle when it leads back to a concept that the walk is still coming from.
 */
export function linkConcepts(concepts: readonly Needing[]): Graph {
  const ids = new Set(concepts.map(({ id }) => id));
  const faults: { concept: string; fault: GraphFault }[] = [];
  const wanted = new Map<string, readonly string[]>();
  for (const { id, needs } of concepts) {
    const once = [...new Set(needs)];
    const kept = once.slice(0, mostNeeds);
    if (once.length > mostNeeds) {
      const fault = { code: 'too-many-needs', concept: id, count: once.length, limit: mostNeeds } as const;
      faults.push({ concept: id, fault });
    }
    for (const need of kept.filter(need => !ids.has(need))) {
      faults.push({ concept: id, fault: { code: 'unknown-need', concept: id, need } });
    }
    wanted.set(
      id,
      kept.filter(need => ids.has(need)),
    );
  }
  const circles = circlesIn(wanted);
  for (const { concept, path } of circles) {
    faults.push({ concept, fault: { code: 'circle', concepts: path } });
  }
  return { ...linked(wanted, circles), faults };
}

interface Circle {
  /** The concept and the need of it that leads back. */
  readonly concept: string;
  readonly need: string;
  /** From the concept along needs to itself. */
  readonly path: readonly string[];
}

/** A walk without calling itself: a chain of needs may be as long as the manifest. */
function circlesIn(wanted: ReadonlyMap<string, readonly string[]>): readonly Circle[] {
  const circles: Circle[] = [];
  const isDone = new Set<string>();
  const way: { readonly id: string; next: number }[] = [];
  const placeOnWay = new Map<string, number>();
  const enter = (id: string) => {
    placeOnWay.set(id, way.length);
    way.push({ id, next: 0 });
  };
  for (const start of wanted.keys()) {
    if (!isDone.has(start)) enter(start);
    for (let at = way.at(-1); at; at = way.at(-1)) {
      const need = wanted.get(at.id)?.[at.next];
      at.next += 1;
      if (need === undefined) {
        way.pop();
        placeOnWay.delete(at.id);
        isDone.add(at.id);
        continue;
      }
      const place = placeOnWay.get(need);
      if (place !== undefined) circles.push({ concept: at.id, need, path: pathBack(way, place) });
      else if (!isDone.has(need)) enter(need);
    }
  }
  return circles;
}

/** Its both ends and what is near them tell enough of a long circle, and cost the same for each. */
const longestPath = 8;

function pathBack(way: readonly { readonly id: string }[], place: number): readonly string[] {
  const last = way[way.length - 1]?.id ?? '';
  const between = way.length - place;
  if (between <= longestPath) return [last, ...way.slice(place).map(({ id }) => id)];
  const half = longestPath / 2;
  const ends = [...way.slice(place, place + half), { id: '…' }, ...way.slice(-half)];
  return [last, ...ends.map(({ id }) => id)];
}

function linked(wanted: ReadonlyMap<string, readonly string[]>, circles: readonly Circle[]) {
  const leftOut = new Set(circles.map(({ concept, need }) => `${concept} ${need}`));
  const needs = new Map<string, string[]>();
  const leadsTo = new Map<string, string[]>([...wanted.keys()].map(id => [id, []]));
  for (const [id, all] of wanted) {
    const kept = all.filter(need => !leftOut.has(`${id} ${need}`));
    needs.set(id, kept);
    for (const need of kept) leadsTo.get(need)?.push(id);
  }
  return { needs, leadsTo };
}
