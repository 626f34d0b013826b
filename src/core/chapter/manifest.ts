// chapter.json: read whole for a chapter that is opened, and for its title alone where chapters are listed.
import * as v from 'valibot';
import type { FindingKind, TextRange } from '../base/finding';
import type { Files } from '../ports';
import { Localized, Manifest } from './chapter';
import { wrongValue } from './findings';
import { ChapterFolder, limits } from './folder';
import { type JsonPath, type JsonText, parseJson, readJson } from './json';

export const manifestFile = 'chapter.json';

export interface ReadManifest {
  /** Without what stands in it twice. */
  readonly value: Manifest;
  /** Where an item of the value stands in the file as it was written. */
  rangeOf(path: JsonPath): TextRange;
  conceptRange(id: string, ...rest: JsonPath): TextRange;
}

export async function readManifest(folder: ChapterFolder): Promise<ReadManifest | undefined> {
  const text = await folder.text(manifestFile, limits.manifestBytes);
  if (text === undefined) {
    if (folder.findings.length === 0) folder.report(manifestFile, { code: 'not-there' });
    return undefined;
  }
  const json = readJson(text);
  for (const { fault, range } of json.faults) folder.report(manifestFile, fault, () => range);
  if (!json.root) return undefined;
  const manifest = v.safeParse(Manifest, json.root.value, { abortEarly: true });
  if (!manifest.success) {
    const { fault, path } = wrongValue(manifest.issues[0]);
    folder.report(manifestFile, fault, () => json.rangeOf(path));
    return undefined;
  }
  return withoutRepeats(folder, manifest.output, json);
}

/** What its author called a chapter; `undefined` where that cannot be read. Nothing else of it is read. */
export async function readTitle(files: Files): Promise<Localized | undefined> {
  const text = await new ChapterFolder(files).text(manifestFile, limits.manifestBytes);
  const json = text === undefined ? undefined : parseJson(text);
  const head = v.safeParse(v.object({ title: Localized }), json?.value);
  return head.success ? head.output.title : undefined;
}

function withoutRepeats(folder: ChapterFolder, manifest: Manifest, json: JsonText): ReadManifest {
  const { rangeOf } = json;
  const concepts = onlyOnce(folder, json, manifest.concepts, 'concepts', 'concept', limits.concepts);
  const code = onlyOnce(folder, json, manifest.code, 'code', 'code region', limits.regions);
  const indices = new Map(concepts.map(concept => [concept.id, manifest.concepts.indexOf(concept)]));
  return {
    value: { ...manifest, concepts, code },
    rangeOf,
    conceptRange: (id, ...rest) => rangeOf(['concepts', indices.get(id) ?? 0, ...rest]),
  };
}

/** Keeps the first of those with one id, and no more than the limit; reports what it leaves out. */
function onlyOnce<T extends { readonly id: string }>(
  folder: ChapterFolder,
  { rangeOf }: JsonText,
  all: readonly T[],
  property: string,
  kind: FindingKind,
  limit: number,
): T[] {
  const seen = new Set<string>();
  const kept: T[] = [];
  for (const [index, one] of all.entries()) {
    const range = () => rangeOf([property, index, 'id']);
    if (seen.has(one.id)) folder.report(manifestFile, { code: 'repeated', kind, id: one.id }, range);
    else if (kept.length === limit) {
      folder.report(manifestFile, { code: 'too-many', kind, limit }, range);
      break;
    } else kept.push(one);
    seen.add(one.id);
  }
  return kept;
}
