// One sentence for everything that can be wrong in a chapter's files, for its author: in the panel, and beside
// the place in the editor.

import type { Fault, FindingKind } from '../base/finding';
import { isolated } from '../base/foreign';
import type { Language } from '../chapter/chapter';
import { withoutFullStop } from './fullStop';

export function findingText(fault: Fault, language: Language): string {
  const { en, zh } = sentences(fault, language);
  return language === 'zh-CN' ? zh : en;
}

interface Pair {
  readonly en: string;
  readonly zh: string;
}

function sentences(fault: Fault, language: Language): Pair {
  const count = (value: number) => value.toLocaleString(language);
  const kilobytes = (bytes: number) => count(Math.ceil(bytes / 1000));
  switch (fault.code) {
    case 'not-there':
      return { en: 'There is no such file.', zh: '没有这个文件。' };
    case 'unreadable':
      return {
        en: `It cannot be read: ${isolated(ended(fault.detail))}.`,
        zh: `无法读取：${isolated(ended(fault.detail))}。`,
      };
    case 'not-a-file':
      return notAFile[fault.kind];
    case 'too-large':
      return {
        en: `It has ${kilobytes(fault.bytes)} kB; up to ${kilobytes(fault.limitBytes)} kB are read.`,
        zh: `它有 ${kilobytes(fault.bytes)} kB，最多读取 ${kilobytes(fault.limitBytes)} kB。`,
      };
    case 'chapter-too-large':
      return {
        en: `With it the chapter has more than ${kilobytes(fault.limitBytes)} kB, so it was not read.`,
        zh: `加上它，本章超过 ${kilobytes(fault.limitBytes)} kB，因此没有读取。`,
      };
    case 'not-utf8':
      return {
        en: 'It is not all UTF-8; what could not be read stands as “\ufffd”.',
        zh: '它不全是 UTF-8，无法读取之处显示为“\ufffd”。',
      };
    case 'not-json':
      return { en: 'This is not JSON.', zh: '这里不是 JSON。' };
    case 'too-deep':
      return {
        en: `This goes deeper than ${fault.limit} levels.`,
        zh: `这里的嵌套超过 ${fault.limit} 层。`,
      };
    case 'repeated-property':
      return {
        en: `“${isolated(fault.name)}” stands here a second time; the last one counts.`,
        zh: `“${isolated(fault.name)}”在这里再次出现，以最后一个为准。`,
      };
    case 'wrong-value':
      return wrongValue(fault);
    case 'repeated':
      return {
        en: `This is a second ${fault.kind} “${isolated(fault.id)}”; the first one is shown.`,
        zh: `${kinds[fault.kind]}“${isolated(fault.id)}”已经有过，显示的是第一个。`,
      };
    case 'too-many':
      return {
        en: `Only the first ${count(fault.limit)} ${fault.kind}s were read.`,
        zh: `只读取了前 ${count(fault.limit)} 个${kinds[fault.kind]}。`,
      };
    case 'too-long':
      return {
        en: `Passage “${isolated(fault.passage)}” was cut after ${count(fault.limit)} characters.`,
        zh: `段落“${isolated(fault.passage)}”在 ${count(fault.limit)} 个字符后被截断。`,
      };
    case 'no-text':
      return {
        en: `No Markdown file of the chapter has a passage “${isolated(fault.passage)}”.`,
        zh: `本章的 Markdown 文件里没有段落“${isolated(fault.passage)}”。`,
      };
    case 'missing-file':
      return {
        en: `${isolated(fault.missing)} is not in this chapter.`,
        zh: `${isolated(fault.missing)} 不在本章中。`,
      };
    case 'missing-region':
      return {
        en: `${isolated(fault.missing)} has no region “${isolated(fault.region)}”.`,
        zh: `${isolated(fault.missing)} 里没有区域“${isolated(fault.region)}”。`,
      };
    case 'unlisted-region':
      return {
        en: `“${isolated(fault.passage)}” shows “${isolated(fault.region)}”, which is not listed under "code".`,
        zh: `“${isolated(fault.passage)}”引用了“${isolated(fault.region)}”，但 "code" 里没有它。`,
      };
    case 'unknown-need':
      return {
        en: `“${isolated(fault.concept)}” needs “${isolated(fault.need)}”, which is no concept of this chapter.`,
        zh: `“${isolated(fault.concept)}”需要“${isolated(fault.need)}”，但本章没有这个概念。`,
      };
    case 'too-many-needs':
      return {
        en: `“${isolated(fault.concept)}” needs ${count(fault.count)} others; only the first ${fault.limit} are kept.`,
        zh: `“${isolated(fault.concept)}”需要 ${count(fault.count)} 个概念，只保留前 ${fault.limit} 个。`,
      };
    case 'circle': {
      const circle = fault.concepts.map(isolated).join(' → ');
      return { en: `These need each other: ${circle}.`, zh: `它们互相需要：${circle}。` };
    }
    case 'unknown-figure':
      return {
        en: `code/figures.json has no “${isolated(fault.figure)}”.`,
        zh: `code/figures.json 里没有“${isolated(fault.figure)}”。`,
      };
    case 'untranslated':
      return {
        en: `“${isolated(fault.what)}” has no text in ${isolated(fault.language)}; the English one is shown.`,
        zh: `“${isolated(fault.what)}”没有 ${isolated(fault.language)} 文本，显示的是英文。`,
      };
    case 'unknown-source':
      return {
        en: `“${isolated(fault.source)}” is not in sources.json.`,
        zh: `sources.json 里没有“${isolated(fault.source)}”。`,
      };
    case 'unknown-target':
      return {
        en: `This note is about a passage “${isolated(fault.passage)}”, which this chapter does not have.`,
        zh: `这条批注针对段落“${isolated(fault.passage)}”，但本章没有它。`,
      };
  }
}

const notAFile: Readonly<Record<Extract<Fault, { code: 'not-a-file' }>['kind'], Pair>> = {
  folder: { en: 'This is a folder, not a file.', zh: '这是文件夹，不是文件。' },
  link: {
    en: 'This is a link. A chapter’s files must lie in its own folder.',
    zh: '这是链接。章节的文件必须在它自己的文件夹里。',
  },
  other: { en: 'This is not a plain file, so it was not read.', zh: '这不是普通文件，因此没有读取。' },
};

const kinds: Readonly<Record<FindingKind, string>> = {
  concept: '概念',
  passage: '段落',
  'code region': '代码区域',
  annotation: '批注',
  source: '来源',
  prompt: '复习题',
};

function wrongValue({ at, expected, given }: Extract<Fault, { code: 'wrong-value' }>): Pair {
  if (given === 'undefined') return { en: `“${isolated(at)}” is missing.`, zh: `缺少“${isolated(at)}”。` };
  const [what, whatZh] = at === '' ? ['It', '它'] : [`“${isolated(at)}”`, `“${isolated(at)}”`];
  return {
    en: `${what} is ${isolated(given)}, where ${isolated(ended(expected))} is expected.`,
    zh: `${whatZh}是 ${isolated(given)}，应为：${isolated(ended(expectedZh[expected] ?? expected))}。`,
  };
}

/** The schema's own words for its patterns, see core/chapter/chapter.ts. */
const expectedZh: Readonly<Record<string, string>> = {
  'a lower-case name with hyphens': '带连字符的小写名称',
  "a relative path inside the chapter's folder": '章节文件夹内的相对路径',
};

function ended(words: string): string {
  return withoutFullStop(words.trim());
}
