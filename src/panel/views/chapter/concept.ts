// The concept that is open, whether one was read, and how to open another.
import type { ConceptEntry } from '../../../core/chapter/chapter';
import { conceptAt } from '../../../core/wire/shown';
import type { Scene } from '../../scene';

/** The concept of the reader's place, else the first one. */
export function openConcept({ shown }: Pick<Scene, 'shown'>): ConceptEntry | undefined {
  return conceptAt(shown.place, shown.chapter);
}

/** Opens a concept at its beginning. */
export function openAt(scene: Scene, concept: ConceptEntry): void {
  scene.go({ view: 'chapter', concept: concept.id });
}

/** `read`: ids of the passages that were read. */
export function isConceptRead(read: ReadonlySet<string>, { passages }: ConceptEntry): boolean {
  return passages.every(passage => read.has(passage));
}
