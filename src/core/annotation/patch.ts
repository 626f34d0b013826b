// What one write, or one look at the other windows' journals, changed in the notes.
import type { Annotation } from './annotation';
import { bare, type Rated } from './rated';

export interface NotesPatch {
  /** New ones, and changed ones as they read now. */
  readonly put: readonly Annotation[];
  /** Ids. */
  readonly removed: readonly string[];
  /** Ids of editorial annotations that became cards. */
  readonly kept: readonly string[];
  readonly unkept: readonly string[];
  readonly rated: readonly Rated[];
  /** Ratings that do not count any more. */
  readonly undone: readonly Rated[];
}

export function isEmpty(patch: NotesPatch): boolean {
  return Object.values(patch).every(list => list.length === 0);
}

/** Collects what was touched, and how it was before it was touched first. */
export class Touched {
  readonly #annotations = new Map<string, Annotation | undefined>();
  readonly #kept = new Map<string, boolean>();
  readonly #rated = new Map<string, Rated | undefined>();

  annotation(id: string, before: Annotation | undefined): void {
    if (!this.#annotations.has(id)) this.#annotations.set(id, before);
  }

  kept(id: string, before: boolean): void {
    if (!this.#kept.has(id)) this.#kept.set(id, before);
  }

  rated(id: string, before: Rated | undefined): void {
    if (!this.#rated.has(id)) this.#rated.set(id, before);
  }

  /** What is different now. What was changed and changed back is not. */
  patch(now: {
    annotation(id: string): Annotation | undefined;
    isKept(id: string): boolean;
    rated(id: string): Rated | undefined;
  }): NotesPatch {
    const patch = {
      put: [] as Annotation[],
      removed: [] as string[],
      kept: [] as string[],
      unkept: [] as string[],
      rated: [] as Rated[],
      undone: [] as Rated[],
    };
    for (const [id, before] of this.#annotations) {
      const after = now.annotation(id);
      if (after && !isSame(after, before)) patch.put.push(after);
      else if (!after && before) patch.removed.push(id);
    }
    for (const [id, before] of this.#kept) {
      const after = now.isKept(id);
      if (after !== before) (after ? patch.kept : patch.unkept).push(id);
    }
    for (const [id, before] of this.#rated) {
      const after = now.rated(id);
      if (isSame(after, before)) continue;
      if (before) patch.undone.push(bare(before));
      if (after) patch.rated.push(bare(after));
    }
    return patch;
  }
}

/** By text: the same note, read from another journal, is another object. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
