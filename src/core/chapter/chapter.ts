// The chapter format: what stands in chapter.json, and the chapter as it is shown once everything was read.
import * as v from 'valibot';
import type { LineSpan } from '../base/lines';
import type { Problem } from '../base/problem';
import { isInnerPath } from './innerPath';

export const Language = v.picklist(['en', 'zh-CN']);
export type Language = v.InferOutput<typeof Language>;

/** Names ids, folders and anchors, so only what is safe in all three. */
export const Slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a lower-case name with hyphens'),
);

/** One text per language; English is the one that every chapter has. */
export const Localized = v.object({ en: v.string(), 'zh-CN': v.optional(v.string()) });
export type Localized = v.InferOutput<typeof Localized>;

const pathRule = "a relative path inside the chapter's folder";

/** A path inside the chapter's folder. The pattern is what an author's editor checks, the rule what is read by. */
export const InnerPath = v.pipe(
  v.string(),
  v.regex(/^[^/\\:][^\\:]*$/, pathRule),
  v.check(isInnerPath, pathRule),
);

export const CodeRegion = v.object({
  id: Slug,
  /** Companion file, e.g. "code/trigram.py". */
  file: InnerPath,
  /** Name after "region" in the file; the whole file where it is missing. */
  region: v.optional(v.string()),
  /** The symbol to show beside the file name, e.g. "greedy". */
  symbol: v.optional(v.string()),
  about: Localized,
});

export const Question = v.object({ ask: Localized, answer: Localized });
export type Question = v.InferOutput<typeof Question>;

/** A question about a passage that the reader can keep as a card. */
export const Prompt = v.object({
  id: Slug,
  /** The passage that answers it. */
  passage: Slug,
  ask: Localized,
  answer: Localized,
  /** A code region that stands on the card with the question. */
  code: v.optional(Slug),
});
export type Prompt = v.InferOutput<typeof Prompt>;

/** Something to try beside the passages. The panel knows it by its name; what it is about is the chapter's to say. */
export const Lab = v.object({
  name: v.picklist(['miniature']),
  about: Localized,
  /** What came of it when it was tried; shown when the reader wants it. */
  found: v.optional(Localized),
  /** Ids of the code regions that it runs. */
  code: v.optional(v.array(Slug), []),
});
export type Lab = v.InferOutput<typeof Lab>;

export const Concept = v.object({
  id: Slug,
  title: Localized,
  thesis: Localized,
  /** Other words by which readers look for it, in any language. */
  alsoCalled: v.optional(v.array(v.string()), []),
  /** Misconceptions that the concept clears up. */
  clears: v.optional(v.array(Localized), []),
  /** Ids of the concepts that come first. */
  needs: v.optional(v.array(Slug), []),
  /** Asked before the passages are read. */
  question: v.optional(Question),
  /** What should stay, asked after them. */
  prompts: v.optional(v.array(Prompt), []),
  /** Stands below the passages. */
  lab: v.optional(Lab),
  passages: v.pipe(v.array(v.object({ id: Slug, code: v.optional(v.array(Slug), []) })), v.minLength(1)),
});

/** chapter.json. */
export const Manifest = v.object({
  $schema: v.optional(v.string()),
  id: Slug,
  title: Localized,
  /** What the chapter is for. */
  about: v.optional(Localized),
  /** What a story says that the chapter examines; told before it is judged. */
  story: v.optional(Localized),
  languages: v.pipe(v.array(Language), v.includes('en')),
  concepts: v.pipe(v.array(Concept), v.minLength(1)),
  code: v.optional(v.array(CodeRegion), []),
});
export type Manifest = v.InferOutput<typeof Manifest>;

/** One source of sources.json (CSL-JSON), reduced to what is shown. */
export interface Source {
  readonly id: string;
  /** "Kojima et al. 2022". */
  readonly label: string;
  readonly title: string;
  readonly url?: string;
}

export interface PassageText {
  readonly title: string;
  /** Markdown of the body, without the heading. */
  readonly markdown: string;
}

export interface Passage {
  readonly id: string;
  /** "1.2": concept and passage number. */
  readonly number: string;
  readonly concept: string;
  readonly text: Partial<Record<Language, PassageText>> & { readonly en: PassageText };
  /** Ids of code regions that stand under the passage. */
  readonly code: readonly string[];
}

export interface Region {
  readonly id: string;
  readonly file: string;
  readonly symbol?: string;
  readonly about: Localized;
  /** `undefined` where the file or the region in it is missing. */
  readonly lines?: LineSpan;
}

export interface ConceptEntry {
  readonly id: string;
  readonly number: number;
  readonly title: Localized;
  readonly thesis: Localized;
  readonly alsoCalled?: readonly string[];
  readonly clears: readonly Localized[];
  readonly question?: Question;
  readonly lab?: Lab;
  readonly needs: readonly string[];
  /** Ids of concepts that need this one. */
  readonly leadsTo: readonly string[];
  readonly passages: readonly string[];
}

/** A chapter, ready to be shown. What was damaged is in `problems`; the rest is good. */
export interface Chapter {
  /** Tells the chapter from all others, see key.ts: notes, read marks and companion code are addressed by it. */
  readonly key: string;
  /** What the reader's notes on it were addressed to before chapters had keys. */
  readonly formerKey?: string;
  /** As in its manifest. Two chapters may have one id. */
  readonly id: string;
  readonly title: Localized;
  readonly about?: Localized;
  readonly story?: Localized;
  readonly languages: readonly Language[];
  readonly concepts: readonly ConceptEntry[];
  readonly passages: readonly Passage[];
  readonly regions: readonly Region[];
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
}

/** Whether an address that names a chapter means this one. */
export function isNamed(name: string, { key, formerKey }: Pick<Chapter, 'key' | 'formerKey'>): boolean {
  return name === key || name === formerKey;
}

/** The text in the wanted language, or in English where it was not translated. */
export function inLanguage(text: Localized, language: Language): string {
  return text[language] ?? text.en;
}
