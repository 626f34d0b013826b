// The concept that is open, whether one was read, and how to open another.
import type { ConceptEntry } from '../core/chapter/chapter';
import type { Scene } from './scene';

/** The concept of the reader's place, else the first one. */
export function openConcept({ shown }: Pick<Scene, 'shown'>): ConceptEntry | undefined {
  const { concepts } = shown.chapter;
  return concepts.find(({ id }) => id === shown.place.concept) ?? concepts[0];
}

/** Opens a concept at its beginning. */
export function openAt(scene: Scene, concept: ConceptEntry): void {
  scene.go({ view: 'chapter', concept: concept.id });
}

export function isConceptRead({ shown }: Scene, concept: ConceptEntry): boolean {
  const read = new Set(shown.read);
  return concept.passages.every(passage => read.has(passage));
}
