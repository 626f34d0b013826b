// What the map says of each concept: read or not, how many cards are due, whether it is the next one to read, and what the
// chosen one needs.
import { passageAddress } from '../../../../core/annotation/annotation';
import { type ConceptEntry, isNamed } from '../../../../core/chapter/chapter';
import { type NeedsMap, neededFirst, needsMap, suggestedPath } from '../../../../core/chapter/map/needs';
import type { Scene } from '../../../scene';
import type { Shown } from '../../../shown';
import { isConceptRead, openConcept } from '../concept';

export interface Standing {
  readonly isRead: readonly boolean[];
  /** Cards that are due, by index of the concept; 0 until it is told. */
  readonly due: readonly number[];
  /** Unread concepts, by index, each after what it needs. */
  readonly path: readonly number[];
  /** Index of the concept whose needs are lit. */
  readonly chosen: number;
  /** The tab stop: the pointer may choose another one for a while. */
  readonly stop: number;
  /** What the chosen one needs, in the order in which it may be read. */
  readonly needed: readonly number[];
}

export function standing(scene: Scene): Standing {
  const { shown, ui } = scene;
  const { concepts } = shown.chapter;
  const map = needsOf(concepts);
  const read = new Set(shown.read);
  const isRead = concepts.map(concept => isConceptRead(read, concept));
  const open = openConcept(scene)?.id;
  const indexOf = (id: string | undefined) => concepts.findIndex(concept => concept.id === id);
  const stop = [ui.chosen, open].map(indexOf).find(index => index >= 0) ?? 0;
  const over = indexOf(ui.pointedAt);
  const chosen = over >= 0 ? over : stop;
  return {
    isRead,
    due: dueByConcept(shown),
    path: suggestedPath(map, index => isRead[index] ?? false),
    chosen,
    stop,
    needed: neededFirst(map, chosen),
  };
}

const known = new WeakMap<readonly ConceptEntry[], NeedsMap>();

/** Counted once for a chapter: the pointer asks again with each concept that it passes. */
export function needsOf(concepts: readonly ConceptEntry[]): NeedsMap {
  const map = known.get(concepts) ?? needsMap(concepts);
  known.set(concepts, map);
  return map;
}

function dueByConcept({ chapter, searched }: Shown): readonly number[] {
  const counts = chapter.concepts.map(() => 0);
  if (!searched) return counts;
  const due = new Set(searched.due);
  const concepts = new Map(chapter.concepts.map(({ id }, index) => [id, index]));
  const conceptOf = new Map(chapter.passages.map(({ id, concept }) => [id, concepts.get(concept)]));
  for (const { id, target } of [...searched.own, ...searched.editorial]) {
    // A note of the chapter that was changed by the reader stands in both lists.
    if (!due.delete(id)) continue;
    const places = target.flatMap(({ source }) => {
      const address = passageAddress(source);
      return address && isNamed(address.chapter, chapter) ? (conceptOf.get(address.passage) ?? []) : [];
    });
    const [at] = places;
    if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
