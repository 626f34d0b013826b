// Loads a chapter from its folder. What is damaged becomes one finding; the rest loads.
// biome-ignore lint/style/noRestrictedImports: a chapter's folder holds annotations.
import type { Annotation } from '../annotation/annotation';
import type { Finding, TextRange } from '../base/finding';
import { type LineSpan, linesOf } from '../base/lines';
import type { Files, Log } from '../ports';
import type { Chapter, Lab, Language, Passage, PassageText, Region, Source } from './chapter';
import { linkConcepts } from './concepts';
import { editorialFile, readEditorial, sourcesFile } from './editorial';
import { type Figures, figuresFile, withFigures } from './figures';
import { problemsOf } from './findings';
import { ChapterFolder, limits } from './folder';
import { readJson } from './json';
import { manifestFile, type ReadManifest, readManifest } from './manifest';
import { cutPassages } from './passages';
import { promptAnnotations } from './prompts';
import { findRegions } from './regions';
import { readSources } from './sources';

export interface LoadedChapter {
  readonly chapter: Chapter;
  /** The margin notes that come with the chapter, in the order of the file. */
  readonly editorial: readonly Annotation[];
  /** What is wrong in its files; `chapter.problems` tells the same to the reader. */
  readonly findings: readonly Finding[];
}

export interface ChapterNames {
  /** Tells the chapter from all others, see key.ts. Without one, the id in its manifest does. */
  readonly key?: string | undefined;
  /** From the id in its manifest, what the reader's notes on it were addressed to before chapters had keys. */
  readonly formerKey?: (id: string) => string | undefined;
}

/**
 * Reads the chapter in the folder that `files` was made for. Never throws: without a readable manifest the
 * chapter is empty and `findings` says what is wrong with it and where.
 */
export async function loadChapter(
  files: Files,
  { key, formerKey }: ChapterNames = {},
  log?: Log,
): Promise<LoadedChapter> {
  const folder = new ChapterFolder(files, log);
  const { findings } = folder;
  folder.ahead([manifestFile, figuresFile, sourcesFile, editorialFile]);
  const manifest = await readManifest(folder);
  if (!manifest) {
    const chapter = { ...noChapter, key: key ?? '', problems: problemsOf(findings) };
    return { chapter, editorial: [], findings };
  }

  const { id, title, about, story, concepts, languages } = manifest.value;
  folder.ahead([
    ...manifest.value.code.map(({ file }) => file),
    ...concepts.flatMap(concept => languages.map(language => textFile(language, concept.id))),
  ]);
  const { regions, code } = await readRegions(folder, manifest);
  const passages = await readPassages(folder, manifest, new Set(regions.map(region => region.id)));
  const sources = await readSourceList(folder);
  const former = formerKey?.(id);
  const named = { id, key: key ?? id, ...(former === undefined ? {} : { formerKey: former }) };
  const known = new Set(concepts.flatMap(concept => concept.passages.map(passage => passage.id)));
  const notes = await readEditorial(folder, named, {
    passages: known,
    sources: new Set(sources.map(source => source.id)),
  });
  const prompts = promptAnnotations(concepts, {
    chapter: { ...named, languages },
    passages: known,
    code,
    report: (concept, place, fault) =>
      folder.report(manifestFile, fault, () => manifest.conceptRange(concept, 'prompts', place)),
  });

  const graph = linkConcepts(concepts);
  for (const { concept, fault } of graph.faults) {
    folder.report(manifestFile, fault, () => manifest.conceptRange(concept, 'needs'));
  }
  const passagesOf = new Map<string, string[]>(concepts.map(concept => [concept.id, []]));
  for (const passage of passages) passagesOf.get(passage.concept)?.push(passage.id);
  reportUntranslated(folder, manifest, passages);
  const chapter: Chapter = {
    ...named,
    title,
    ...(about ? { about } : {}),
    ...(story ? { story } : {}),
    languages,
    concepts: concepts.map(({ id, title, thesis, alsoCalled, clears, question, lab }, index) => ({
      id,
      number: index + 1,
      title,
      thesis,
      ...(alsoCalled.length > 0 ? { alsoCalled } : {}),
      clears,
      ...(question ? { question } : {}),
      ...(lab ? { lab: withKnownCode(folder, manifest, id, lab, regions) } : {}),
      needs: graph.needs.get(id) ?? [],
      leadsTo: graph.leadsTo.get(id) ?? [],
      passages: passagesOf.get(id) ?? [],
    })),
    passages,
    regions,
    sources,
    problems: problemsOf(findings),
  };
  return { chapter, editorial: [...notes, ...prompts], findings };
}

function withKnownCode(
  folder: ChapterFolder,
  { conceptRange }: ReadManifest,
  concept: string,
  lab: Lab,
  regions: readonly Region[],
): Lab {
  const isKnown = (region: string) => regions.some(({ id }) => id === region);
  const code = [...new Set(lab.code)];
  for (const region of code.filter(region => !isKnown(region))) {
    folder.report(manifestFile, { code: 'unlisted-region', passage: `${concept}.lab`, region }, () =>
      conceptRange(concept, 'lab', 'code'),
    );
  }
  return { ...lab, code: code.filter(isKnown) };
}

/** Last of all: what is missing in one language must not crowd out what is wrong in all. */
function reportUntranslated(
  folder: ChapterFolder,
  { value, texts, rangeOf, conceptRange }: ReadManifest,
  passages: readonly Passage[],
): void {
  const language = 'zh-CN';
  if (!value.languages.includes(language)) return;
  for (const { text, path } of texts) {
    if (text[language] !== undefined) continue;
    folder.report(manifestFile, { code: 'untranslated', what: path.join('.'), language }, () =>
      rangeOf(path),
    );
  }
  for (const { id, concept, text } of passages) {
    if (text[language] || folder.wasRefused(textFile(language, concept))) continue;
    folder.report(manifestFile, { code: 'untranslated', what: id, language }, () =>
      conceptRange(concept, 'passages'),
    );
  }
}

const noChapter = {
  id: '',
  title: { en: '' },
  languages: ['en'],
  concepts: [],
  passages: [],
  regions: [],
  sources: [],
} as const;

async function readPassages(
  folder: ChapterFolder,
  { value: manifest, conceptRange, figures }: ReadManifest,
  regionIds: ReadonlySet<string>,
): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  const seen = new Set<string>();
  for (const [index, concept] of manifest.concepts.entries()) {
    const texts = new Map<Language, ReadonlyMap<string, PassageText>>();
    for (const language of new Set(manifest.languages)) {
      texts.set(language, await readTexts(folder, language, concept.id, figures));
    }
    let number = 0;
    for (const [place, { id, code }] of concept.passages.entries()) {
      const at = () => conceptRange(concept.id, 'passages', place, 'id');
      const en = texts.get('en')?.get(id);
      if (passages.length >= limits.passages) {
        folder.report(manifestFile, { code: 'too-many', kind: 'passage', limit: limits.passages }, at);
        return passages;
      }
      if (seen.has(id)) folder.report(manifestFile, { code: 'repeated', kind: 'passage', id }, at);
      else if (!en && !folder.wasRefused(textFile('en', concept.id))) {
        folder.report(manifestFile, { code: 'no-text', passage: id }, at);
      }
      if (seen.has(id) || !en) continue;
      seen.add(id);
      number += 1;
      const shown = [...new Set(code)];
      for (const region of shown.filter(region => !regionIds.has(region))) {
        folder.report(manifestFile, { code: 'unlisted-region', passage: id, region }, at);
      }
      const others = [...texts].flatMap(([language, all]) => (all.has(id) ? [[language, all.get(id)]] : []));
      passages.push({
        id,
        number: `${index + 1}.${number}`,
        concept: concept.id,
        text: { ...Object.fromEntries(others), en },
        code: shown.filter(region => regionIds.has(region)),
      });
    }
  }
  return passages;
}

function textFile(language: Language, concept: string): string {
  return `${language}/${concept}.md`;
}

async function readTexts(
  folder: ChapterFolder,
  language: Language,
  concept: string,
  figures: Figures,
): Promise<ReadonlyMap<string, PassageText>> {
  const path = textFile(language, concept);
  const texts = new Map<string, PassageText>();
  const file = await folder.text(path, limits.passageFileBytes);
  for (const { id, line, title, markdown } of cutPassages(file ?? '')) {
    const heading = (): TextRange => ({ line, column: 1, endLine: line + 1, endColumn: 1 });
    if (texts.has(id)) {
      folder.report(path, { code: 'repeated', kind: 'passage', id }, heading);
      continue;
    }
    const { passageLength: limit } = limits;
    const isLong = markdown.length > limit;
    if (isLong) folder.report(path, { code: 'too-long', passage: id, limit }, heading);
    const written = isLong ? cutAt(limit, markdown) : markdown;
    const told = withFigures(written, language, figures, fault => folder.report(path, fault, heading));
    texts.set(id, { title, markdown: cutAt(limit, told) });
  }
  return texts;
}

/** Not in the middle of a character. */
function cutAt(limit: number, text: string): string {
  return text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
}

async function readRegions(
  folder: ChapterFolder,
  { value: manifest, rangeOf }: ReadManifest,
): Promise<{ readonly regions: readonly Region[]; readonly code: ReadonlyMap<string, string | undefined> }> {
  const code = new Map<string, string | undefined>();
  const read = new Map<string, ReadCode | undefined>();
  const regions: Region[] = [];
  for (const [index, { id, file, region, symbol, about }] of manifest.code.entries()) {
    const range = () => rangeOf(['code', index, 'file']);
    if (!read.has(file)) {
      const code = await readCode(folder, file);
      read.set(file, code);
      // Three regions of one missing file are one thing to mend.
      if (!code && !folder.wasRefused(file))
        folder.report(manifestFile, { code: 'missing-file', missing: file }, range);
    }
    const companion = read.get(file);
    const lines = region === undefined ? companion?.whole : companion?.regions.get(region);
    if (!lines && companion && region !== undefined) {
      folder.report(manifestFile, { code: 'missing-region', missing: file, region }, range);
    }
    regions.push({ id, file, about, ...(symbol ? { symbol } : {}), ...(lines ? { lines } : {}) });
    code.set(id, companion && lines ? linesIn(companion.text, lines) : undefined);
  }
  return { regions, code };
}

function linesIn(text: string, { first, last }: LineSpan): string {
  return cutAt(
    limits.cardCodeLength,
    linesOf(text)
      .slice(first - 1, last)
      .join('\n'),
  );
}

interface ReadCode {
  readonly text: string;
  readonly whole: LineSpan;
  readonly regions: ReadonlyMap<string, LineSpan>;
}

async function readCode(folder: ChapterFolder, file: string): Promise<ReadCode | undefined> {
  const text = await folder.text(file, limits.codeFileBytes);
  if (text === undefined) return undefined;
  // The line break at the end of a file ends its last line and begins none.
  const whole = { first: 1, last: linesOf(text.replace(/\r?\n$/, '')).length };
  return { text, whole, regions: findRegions(text) };
}

async function readSourceList(folder: ChapterFolder): Promise<readonly Source[]> {
  const text = await folder.text(sourcesFile, limits.sourcesBytes);
  if (text === undefined) return [];
  const json = readJson(text);
  for (const { fault, range } of json.faults) folder.report(sourcesFile, fault, () => range);
  if (!json.root) return [];
  const { sources, faults } = readSources(json.root.value);
  for (const { fault, path } of faults) folder.report(sourcesFile, fault, () => json.rangeOf(path));
  return sources;
}
