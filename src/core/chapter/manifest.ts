// chapter.json: read whole for a chapter that is opened, and for its title alone where chapters are listed.
import * as v from 'valibot';
import type { Fault, FindingKind, TextRange } from '../base/finding';
import type { Files } from '../ports';
import { Localized, Manifest } from './chapter';
import { type Figures, readFigures, withFigures } from './figures';
import { wrongValue } from './findings';
import { ChapterFolder, limits } from './folder';
import { type JsonPath, type JsonText, parseJson, readJson } from './json';
import { mapTexts } from './localized';

export const manifestFile = 'chapter.json';

export interface ReadManifest {
  /** Without what stands in it twice, and with the figures in its texts. */
  readonly value: Manifest;
  readonly figures: Figures;
  /** Every text of it, with the way to it in the file. */
  readonly texts: readonly { readonly text: Localized; readonly path: JsonPath }[];
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
  const figures = await readFigures(folder);
  const texts: { text: Localized; path: JsonPath }[] = [];
  const value = mapTexts(manifest.output, (text, path) => {
    texts.push({ text, path });
    return withFiguresIn(text, figures, fault =>
      folder.report(manifestFile, fault, () => json.rangeOf(path)),
    );
  });
  return { ...withoutRepeats(folder, value, json), figures, texts };
}

function withFiguresIn(text: Localized, figures: Figures, report: (fault: Fault) => void): Localized {
  const en = withFigures(text.en, 'en', figures, report);
  const zh = text['zh-CN'];
  return zh === undefined ? { en } : { en, 'zh-CN': withFigures(zh, 'zh-CN', figures, report) };
}

/** What its author called a chapter; `undefined` where that cannot be read. Nothing else of it is read. */
export async function readTitle(files: Files): Promise<Localized | undefined> {
  const text = await new ChapterFolder(files).text(manifestFile, limits.manifestBytes);
  const json = text === undefined ? undefined : parseJson(text);
  const head = v.safeParse(v.object({ title: Localized }), json?.value);
  return head.success ? head.output.title : undefined;
}

function withoutRepeats(
  folder: ChapterFolder,
  manifest: Manifest,
  json: JsonText,
): Omit<ReadManifest, 'texts' | 'figures'> {
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
