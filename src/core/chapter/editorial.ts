// annotations.jsonl: the margin notes that come with a chapter.
import * as v from 'valibot';
// biome-ignore lint/style/noRestrictedImports: a chapter's folder holds annotations, and they are checked here.
import { Annotation, isReaders, passageAddress, passageSource } from '../annotation/annotation';
import type { Fault } from '../base/finding';
import { linesOf } from '../base/lines';
import type { Chapter } from './chapter';
import { wrongValue } from './findings';
import { type ChapterFolder, limits } from './folder';
import { parseJson } from './json';

export const editorialFile = 'annotations.jsonl';
export const sourcesFile = 'sources.json';

/**
 * In the order of the file. Their author writes the chapter's id; in memory they bear its key, as the reader's notes do.
 * So do their own ids where they are no editorial ones, or stand in a copy, which brings those of its original. What a
 * reader may have kept by its id before there were keys (`formerKey`) stays.
 */
export async function readEditorial(
  folder: ChapterFolder,
  chapter: Pick<Chapter, 'id' | 'key' | 'formerKey'>,
  known: { readonly passages: ReadonlySet<string>; readonly sources: ReadonlySet<string> },
): Promise<readonly Annotation[]> {
  const areSourcesKnown = !folder.wasRefused(sourcesFile);
  const editorial = new Map<string, Annotation>();
  const text = (await folder.text(editorialFile, limits.annotationsBytes)) ?? '';
  for (const [index, content] of linesOf(text).entries()) {
    if (content.trim() === '') continue;
    const report = (fault: Fault) =>
      folder.report(editorialFile, fault, () => ({
        line: index + 1,
        column: 1,
        endLine: index + 1,
        endColumn: content.length + 1,
      }));
    if (index >= limits.annotationLines) {
      report({ code: 'too-many', kind: 'annotation', limit: limits.annotationLines });
      break;
    }
    const json = parseJson(content);
    const annotation = v.safeParse(Annotation, json?.value, { abortEarly: true });
    if (!annotation.success) {
      report(json ? wrongValue(annotation.issues[0]).fault : { code: 'not-json' });
      continue;
    }
    const { id, target, 'marginalia:sources': names = [] } = annotation.output;
    if (editorial.has(id)) {
      report({ code: 'repeated', kind: 'annotation', id });
      continue;
    }
    // A note with a bad reference is still worth reading, so it stays; the author gets to know.
    const addresses = target.flatMap(({ source }) => passageAddress(source) ?? []);
    const lost = addresses.find(
      address => address.chapter !== chapter.id || !known.passages.has(address.passage),
    );
    if (lost) report({ code: 'unknown-target', passage: lost.passage });
    for (const source of areSourcesKnown ? new Set(names) : []) {
      if (!known.sources.has(source)) report({ code: 'unknown-source', source });
    }
    editorial.set(id, addressedTo(chapter, annotation.output));
  }
  return [...editorial.values()];
}

function addressedTo(
  { id, key, formerKey }: Pick<Chapter, 'id' | 'key' | 'formerKey'>,
  annotation: Annotation,
): Annotation {
  const target = annotation.target.map(one => {
    const address = passageAddress(one.source);
    return address?.chapter === id ? { ...one, source: passageSource({ ...address, chapter: key }) } : one;
  });
  const isItsOwn = key === id || formerKey !== undefined;
  const stays = isItsOwn && !isReaders(annotation);
  return { ...annotation, target, id: stays ? annotation.id : ownId(annotation.id, id, key) };
}

/** An id that a journal may hold; one that would become too long for it stays as it was. */
function ownId(written: string, id: string, key: string): string {
  const prefix = `urn:marginalia:${id}:`;
  const name = written.startsWith(prefix) ? written.slice(prefix.length) : written;
  const own = `urn:marginalia:${key}:${name}`;
  return v.is(Annotation.entries.id, own) ? own : written;
}
