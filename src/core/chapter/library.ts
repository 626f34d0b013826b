// Loads a chapter from its folder. What is damaged becomes one entry in `problems`; the rest loads.
import * as v from 'valibot';
// biome-ignore lint/style/noRestrictedImports: a chapter's folder holds annotations, and they are checked here.
import { Annotation, passageAddress } from '../annotation/annotation';
import { deepestKept, isDeeperThan } from '../base/depth';
import { type LineSpan, linesOf } from '../base/lines';
import type { Problem } from '../base/problem';
import type { Files, Log } from '../ports';
import type { Chapter, Language, Passage, PassageText, Region, Source } from './chapter';
import { Manifest } from './chapter';
import { linkConcepts } from './concepts';
import { type JsonPath, type JsonPlace, placeOfError, placesIn } from './jsonPlace';
import { cutPassages } from './passages';
import { findRegions } from './regions';
import { readSources } from './sources';

export interface LoadedChapter {
  readonly chapter: Chapter;
  /** The margin notes that come with the chapter, in the order of the file. */
  readonly editorial: readonly Annotation[];
}

/**
 * Reads the chapter in the folder that `files` was made for. Never throws: without a readable manifest the
 * chapter is empty and `problems` says what is wrong with it and where.
 */
export async function loadChapter(files: Files, log?: Log): Promise<LoadedChapter> {
  const folder = new Folder(files, log);
  const manifest = await readManifest(folder);
  if (!manifest) return { chapter: { ...noChapter, problems: folder.problems }, editorial: [] };

  const { concepts, languages } = manifest.value;
  const regions = await readRegions(folder, manifest);
  const passages = await readPassages(folder, manifest, new Set(regions.map(region => region.id)));
  const sources = await readSourceList(folder);
  const editorial = await readEditorial(folder, manifest.value.id, passages, sources);

  const graph = linkConcepts(concepts);
  for (const fault of graph.faults) folder.isBroken('chapter.json', fault);
  const chapter: Chapter = {
    id: manifest.value.id,
    title: manifest.value.title,
    languages,
    concepts: concepts.map(({ id, title, thesis, clears }, index) => ({
      id,
      number: index + 1,
      title,
      thesis,
      clears,
      needs: graph.needs.get(id) ?? [],
      leadsTo: graph.leadsTo.get(id) ?? [],
      passages: passages.filter(passage => passage.concept === id).map(passage => passage.id),
    })),
    passages,
    regions,
    sources,
    problems: folder.problems,
  };
  return { chapter, editorial };
}

/** Far above what an author writes, and low enough that no chapter can hold up the editor. */
const limits = {
  manifestBytes: 300_000,
  passageFileBytes: 200_000,
  /** What Markdown is read of one passage; the parser has its own, higher limit. */
  passageLength: 20_000,
  codeFileBytes: 300_000,
  sourcesBytes: 2_000_000,
  annotationsBytes: 8_000_000,
  annotationLines: 10_000,
  concepts: 200,
  passages: 2_000,
  regions: 200,
  problems: 100,
} as const;

const noChapter = {
  id: '',
  title: { en: '' },
  languages: ['en'],
  concepts: [],
  passages: [],
  regions: [],
  sources: [],
} as const;

/** A chapter's files with what was found wrong in them. */
class Folder {
  readonly problems: Problem[] = [];

  constructor(
    readonly files: Files,
    readonly log: Log | undefined,
  ) {}

  get isFull(): boolean {
    return this.problems.length >= limits.problems;
  }

  report(problem: Problem): void {
    if (this.isFull) return;
    // Three regions of one missing file are one thing to mend.
    const text = JSON.stringify(problem);
    if (this.problems.some(known => JSON.stringify(known) === text)) return;
    this.problems.push(problem);
    this.log?.warn(`chapter: ${text}`);
  }

  /** The place is asked for only when it is shown: to find it means to read the file again. */
  isBroken(path: string, detail: string, place?: () => JsonPlace): void {
    if (this.isFull) return;
    const at = place?.();
    const where = at ? ` (line ${at.line}, column ${at.column})` : '';
    this.report({ code: 'broken-chapter', path, detail: detail + where });
  }

  /** `undefined` where there is no such file, or none that can be used; the latter is reported. */
  async text(path: string, limitBytes: number): Promise<string | undefined> {
    try {
      const bytes = await this.files.read(path);
      if (!bytes) return undefined;
      if (bytes.byteLength <= limitBytes) return new TextDecoder().decode(bytes);
      this.report({ code: 'file-too-large', name: path, bytes: bytes.byteLength, limitBytes });
    } catch (error) {
      this.isBroken(path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }
}

interface ReadManifest {
  /** Without what stands in it twice. */
  readonly value: Manifest;
  readonly asWritten: Manifest;
  readonly placeOf: (path: JsonPath) => JsonPlace;
}

async function readManifest(folder: Folder): Promise<ReadManifest | undefined> {
  const path = 'chapter.json';
  const text = await folder.text(path, limits.manifestBytes);
  if (text === undefined) {
    if (folder.problems.length === 0) folder.isBroken(path, 'there is no such file');
    return undefined;
  }
  const json = parsed(text);
  if (!json) {
    folder.isBroken(path, 'not JSON', () => placeOfError(text));
    return undefined;
  }
  const placeOf = placesIn(text);
  const manifest = v.safeParse(Manifest, json.value, { abortEarly: true });
  if (!manifest.success) {
    const [issue] = manifest.issues;
    const way = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
    folder.isBroken(path, `${v.getDotPath(issue) ?? 'root'}: ${issue.message}`, () => placeOf(way));
    return undefined;
  }
  const { output } = manifest;
  const once = onlyOnce(folder, placeOf);
  const concepts = once(output.concepts, limits.concepts, 'concept', index => ['concepts', index, 'id']);
  const code = once(output.code, limits.regions, 'code region', index => ['code', index, 'id']);
  return { value: { ...output, concepts, code }, asWritten: output, placeOf };
}

async function readPassages(
  folder: Folder,
  { value: manifest, asWritten, placeOf }: ReadManifest,
  regionIds: ReadonlySet<string>,
): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  const seen = new Set<string>();
  for (const [index, concept] of manifest.concepts.entries()) {
    const texts = new Map<Language, ReadonlyMap<string, PassageText>>();
    for (const language of new Set(manifest.languages)) {
      texts.set(language, await readTexts(folder, `${language}/${concept.id}.md`));
    }
    let number = 0;
    for (const [place, { id, code }] of concept.passages.entries()) {
      const at = () => placeOf(['concepts', asWritten.concepts.indexOf(concept), 'passages', place, 'id']);
      const en = texts.get('en')?.get(id);
      if (passages.length >= limits.passages) {
        folder.isBroken('chapter.json', `only the first ${limits.passages} passages were read`, at);
        return passages;
      }
      if (seen.has(id)) folder.isBroken('chapter.json', `a second passage "${id}"`, at);
      else if (!en) folder.report({ code: 'unknown-passage', passage: id });
      if (seen.has(id) || !en) continue;
      seen.add(id);
      number += 1;
      const unknown = code.filter(region => !regionIds.has(region));
      for (const region of unknown) {
        folder.isBroken('chapter.json', `"${id}" shows "${region}", which is not listed under "code"`, at);
      }
      const others = [...texts].flatMap(([language, all]) => (all.has(id) ? [[language, all.get(id)]] : []));
      passages.push({
        id,
        number: `${index + 1}.${number}`,
        concept: concept.id,
        text: { ...Object.fromEntries(others), en },
        code: code.filter(region => regionIds.has(region)),
      });
    }
  }
  return passages;
}

async function readTexts(folder: Folder, path: string): Promise<ReadonlyMap<string, PassageText>> {
  const texts = new Map<string, PassageText>();
  const file = await folder.text(path, limits.passageFileBytes);
  for (const { id, line, title, markdown } of cutPassages(file ?? '')) {
    if (texts.has(id)) {
      folder.isBroken(path, `a second passage "${id}"`, () => ({ line, column: 1 }));
      continue;
    }
    const isLong = markdown.length > limits.passageLength;
    if (isLong) folder.isBroken(path, `"${id}" is too long and was cut`, () => ({ line, column: 1 }));
    texts.set(id, { title, markdown: isLong ? markdown.slice(0, limits.passageLength) : markdown });
  }
  return texts;
}

async function readRegions(folder: Folder, { value: manifest }: ReadManifest): Promise<readonly Region[]> {
  const read = new Map<string, ReadCode | undefined>();
  const regions: Region[] = [];
  for (const { id, file, region, symbol, about } of manifest.code) {
    if (!read.has(file)) read.set(file, await readCode(folder, file));
    const companion = read.get(file);
    const lines = region === undefined ? companion?.whole : companion?.regions.get(region);
    if (!lines) {
      const isRegionOnly = companion !== undefined && region !== undefined;
      folder.report({ code: 'missing-code', file, ...(isRegionOnly ? { region } : {}) });
    }
    regions.push({ id, file, about, ...(symbol ? { symbol } : {}), ...(lines ? { lines } : {}) });
  }
  return regions;
}

interface ReadCode {
  readonly whole: LineSpan;
  readonly regions: ReadonlyMap<string, LineSpan>;
}

async function readCode(folder: Folder, file: string): Promise<ReadCode | undefined> {
  const text = await folder.text(file, limits.codeFileBytes);
  if (text === undefined) return undefined;
  // The line break at the end of a file ends its last line and begins none.
  const whole = { first: 1, last: linesOf(text.replace(/\r?\n$/, '')).length };
  return { whole, regions: findRegions(text) };
}

async function readSourceList(folder: Folder): Promise<readonly Source[]> {
  const path = 'sources.json';
  const text = await folder.text(path, limits.sourcesBytes);
  if (text === undefined) return [];
  const json = parsed(text);
  if (!json) {
    folder.isBroken(path, 'not JSON', () => placeOfError(text));
    return [];
  }
  const { sources, faults } = readSources(json.value);
  for (const fault of faults) folder.isBroken(path, fault);
  return sources;
}

async function readEditorial(
  folder: Folder,
  chapter: string,
  passages: readonly Passage[],
  sources: readonly Source[],
): Promise<readonly Annotation[]> {
  const path = 'annotations.jsonl';
  const known = new Set(passages.map(passage => passage.id));
  const cited = new Set(sources.map(source => source.id));
  const editorial = new Map<string, Annotation>();
  const lines = linesOf((await folder.text(path, limits.annotationsBytes)) ?? '');
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue;
    const place = () => ({ line: index + 1, column: 1 });
    if (index >= limits.annotationLines) {
      folder.isBroken(path, `only the first ${limits.annotationLines} lines were read`, place);
      break;
    }
    const json = parsed(content);
    if (json && isDeeperThan(json.value, deepestKept)) {
      folder.isBroken(path, `nested more than ${deepestKept} deep`, place);
      continue;
    }
    const annotation = v.safeParse(Annotation, json?.value, { abortEarly: true });
    if (!annotation.success) {
      const [issue] = annotation.issues;
      const fault = json ? `${v.getDotPath(issue) ?? 'root'}: ${issue.message}` : 'not JSON';
      folder.isBroken(path, fault, place);
      continue;
    }
    const { id, target, 'marginalia:sources': names = [] } = annotation.output;
    if (editorial.has(id)) {
      folder.isBroken(path, `a second annotation "${id}"`, place);
      continue;
    }
    // A note with a bad reference is still worth reading, so it stays; the author gets to know.
    for (const { source } of target) {
      const address = passageAddress(source);
      if (address && (address.chapter !== chapter || !known.has(address.passage))) {
        folder.report({ code: 'unknown-passage', passage: address.passage });
      }
    }
    for (const name of names.filter(name => !cited.has(name))) {
      folder.isBroken(path, `"${name}" is not in sources.json`, place);
    }
    editorial.set(id, annotation.output);
  }
  return [...editorial.values()];
}

/** The value, wrapped: `null` is JSON too. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch {
    return undefined;
  }
}

/** Keeps the first of those with one id, and no more than the limit; reports what it leaves out. */
function onlyOnce(folder: Folder, placeOf: (path: JsonPath) => JsonPlace) {
  return <T extends { readonly id: string }>(
    all: readonly T[],
    limit: number,
    kind: string,
    way: (index: number) => JsonPath,
  ): T[] => {
    const seen = new Set<string>();
    const kept = all.filter(({ id }, index) => {
      if (seen.has(id))
        folder.isBroken('chapter.json', `a second ${kind} "${id}"`, () => placeOf(way(index)));
      return seen.has(id) ? false : seen.add(id);
    });
    if (kept.length > limit) folder.isBroken('chapter.json', `only the first ${limit} ${kind}s were read`);
    return kept.slice(0, limit);
  };
}
