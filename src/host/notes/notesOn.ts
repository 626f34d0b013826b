// What the reader noted on some passages of a chapter, and how much of it is due.
import { type Annotation, compareAnnotations, passageKey, sourceKey } from '../../core/annotation/annotation';
import type { Chapter } from '../../core/chapter/chapter';
import type { LoadedChapter } from '../../core/chapter/library';
import type { Notebook } from './notebook';

/** Notes that were made before chapters had keys name the chapter as it was called then. */
export function keysOf({ key, formerKey }: Chapter, passages: readonly string[]): ReadonlySet<string> {
  const names = [key, ...(formerKey === undefined ? [] : [formerKey])];
  return new Set(names.flatMap(chapter => passages.map(passage => passageKey({ chapter, passage }))));
}

/** One note may be about several passages; it stands once, among the others by its age. */
export function notesOn(
  keys: ReadonlySet<string>,
  bySource: (key: string) => readonly Annotation[],
): readonly Annotation[] {
  return [...foundOn(keys, bySource).values()].sort(compareAnnotations);
}

/** By id. */
function foundOn(
  keys: ReadonlySet<string>,
  bySource: (key: string) => readonly Annotation[],
): ReadonlyMap<string, Annotation> {
  const found = new Map<string, Annotation>();
  for (const key of keys) for (const annotation of bySource(key)) found.set(annotation.id, annotation);
  return found;
}

export function isOn(keys: ReadonlySet<string>, { target }: Annotation): boolean {
  return target.some(({ source }) => keys.has(sourceKey(source)));
}

/** How many cards on these passages are due: of the reader's own notes, and of the chapter's that are kept. */
export function dueOn(
  notebook: Notebook,
  { chapter, editorial }: Pick<LoadedChapter, 'chapter' | 'editorial'>,
  passages: readonly string[],
): number {
  const { store } = notebook.opened ?? {};
  if (!store) return 0;
  const keys = keysOf(chapter, passages);
  const own = foundOn(keys, key => store.bySource(key));
  const kept = editorial.filter(annotation => isOn(keys, annotation)).map(({ id }) => id);
  return [...own.keys(), ...kept].filter(id => notebook.isDue(id)).length;
}
