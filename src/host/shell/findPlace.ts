// What a link, a command or a card names, looked up: a place that is there, or what of it is not.
import { resolve } from '../../core/address';
import type { Problem } from '../../core/base/problem';
import type { Chapter } from '../../core/chapter/chapter';
import type { Place, PlaceChange } from '../../core/wire/place';

/** Where places are found. */
export interface Places {
  /** By its key, or by what it was called before it had one. */
  chapter(name: string): Promise<Chapter | undefined>;
  hasRun(id: string): Promise<boolean>;
}

/** `here`: where the reader is, for what the wanted place does not say. */
export async function findPlace(
  wanted: PlaceChange,
  here: Place,
  { chapter: chapterOf, hasRun }: Places,
): Promise<PlaceChange | Problem> {
  const { run, beside, concept, passage, offset } = wanted;
  for (const id of [run, beside]) if (id !== undefined && !(await hasRun(id))) return { code: 'run-gone' };
  const isInChapter = (wanted.chapter ?? concept ?? passage) !== undefined;
  const view = wanted.view ?? (isInChapter ? 'chapter' : run === undefined ? undefined : 'reasoning');
  const name = wanted.chapter ?? here.chapter;
  if (!isInChapter || name === undefined) return { ...wanted, view };
  const chapter = await chapterOf(name);
  if (!chapter) return { code: 'unknown-chapter', chapter: name };
  const found = resolve({ ...wanted, chapter: chapter.key, view }, chapter);
  return 'code' in found ? found : { ...found, offset };
}
