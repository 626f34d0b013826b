// Numbers that a text quotes from companion code: read from what the code said when it was run, and never typed twice.
import * as v from 'valibot';
import type { Fault } from '../base/finding';
import type { Language } from './chapter';
import { wrongValue } from './findings';
import { type ChapterFolder, limits } from './folder';
import { readJson } from './json';

/** By the names of the companion file and the figure: `{ "trigram": { "greedy": 89 } }` is "trigram.greedy". */
export const figuresFile = 'code/figures.json';

/** A number is written as its language writes numbers, a text as it stands. */
export type Figures = ReadonlyMap<string, number | string>;

const Name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a lower-case name with hyphens'));
const Value = v.union([v.number(), v.pipe(v.string(), v.maxLength(200))]);
const FiguresJson = v.record(Name, v.record(Name, Value));

export async function readFigures(folder: ChapterFolder): Promise<Figures> {
  const text = await folder.text(figuresFile, limits.figuresBytes);
  if (text === undefined) return new Map();
  const json = readJson(text);
  for (const { fault, range } of json.faults) folder.report(figuresFile, fault, () => range);
  if (!json.root) return new Map();
  const files = v.safeParse(FiguresJson, json.root.value, { abortEarly: true });
  if (!files.success) {
    const { fault, path } = wrongValue(files.issues[0]);
    folder.report(figuresFile, fault, () => json.rangeOf(path));
    return new Map();
  }
  const named = Object.entries(files.output).flatMap(([file, figures]) =>
    Object.entries(figures).map(([name, value]) => [`${file}.${name}`, value] as const),
  );
  return new Map(named);
}

/** `{=trigram.greedy}`; no language that a companion file is written in has such a word. */
const reference = /\{=([a-z0-9.-]{1,130})\}/g;

/** The text with its figures; a name that nobody has stays as it was written, and is told. */
export function withFigures(
  text: string,
  language: Language,
  figures: Figures,
  report: (fault: Fault) => void,
): string {
  return text.replace(reference, (written: string, name: string) => {
    const value = figures.get(name);
    if (typeof value === 'string') return value;
    if (value !== undefined) return formats[language].format(value);
    report({ code: 'unknown-figure', figure: name });
    return written;
  });
}

/** As the texts write their own numbers: 3,640 and 3640. */
const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 10 }),
  'zh-CN': new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 10, useGrouping: false }),
};
