// What an exported run says in our own words, in the language that the reader reads in.
import type { Language } from '../../core/chapter/chapter';
import { counted } from '../../core/wording/counted';

const en = {
  explained: (what: string) => `${what}, step by step`,
  file: 'File',
  linesOf: (file: string, first: number, last: number) => `${file}, lines ${first}–${last}`,
  model: 'Model',
  whereabouts: {
    here: 'on this machine',
    elsewhere: 'not on this machine',
    unknown: 'not known where it runs',
  },
  when: 'When',
  asked: 'Question',
  askedOtherwise: 'Asked in the reader’s own words',
  outcome: 'Outcome',
  states: {
    done: 'done',
    stopped: 'stopped before its end',
    failed: 'failed',
    open: 'under way when it was exported',
  },
  steps: (count: number) => counted(count, 'step'),
  unchecked: (model: string) =>
    `Written by ${model} · not checked. A step without a mark may be wrong; a mark says what can be seen to be.`,
  step: (number: number) => `Step ${number}`,
  lines: (first: number, last: number) => (first === last ? `line ${first}` : `lines ${first}–${last}`),
  noLines: 'names no line of this code',
  speaksOf: (line: number, names: string) => `speaks of line ${line}: ${names}`,
  invented: (names: string) => `not in this code: ${names}`,
  unexplained: (lines: string) => `No step is about ${lines}.`,
  code: 'The code that was sent',
  isOld: 'The file could not be read when it was sent: this is its code as it was in a run before.',
  cut: (characters: string) => `[cut here: ${characters} more characters]`,
  cutSteps: (count: number) => `[cut here: ${count} more steps]`,
  notSent: 'not sent',
};

export type ExportWords = typeof en;

const zh: ExportWords = {
  explained: what => `${what} 逐步讲解`,
  file: '文件',
  linesOf: (file, first, last) => `${file}，第 ${first}–${last} 行`,
  model: '模型',
  whereabouts: { here: '在本机', elsewhere: '不在本机', unknown: '不知道在哪里运行' },
  when: '时间',
  asked: '问题',
  askedOtherwise: '读者自己的提问',
  outcome: '结果',
  states: { done: '完成', stopped: '中途停止', failed: '失败', open: '导出时仍在进行' },
  steps: count => `${count} 步`,
  unchecked: model => `由 ${model} 所写 · 未经检查。没有标记的步骤也可能有错；标记只说明能看出来的问题。`,
  step: number => `第 ${number} 步`,
  lines: (first, last) => (first === last ? `第 ${first} 行` : `第 ${first}–${last} 行`),
  noLines: '没有指出这段代码的任何一行',
  speaksOf: (line, names) => `说的是第 ${line} 行：${names}`,
  invented: names => `不在这段代码中：${names}`,
  unexplained: lines => `没有步骤讲到${lines}。`,
  code: '发送的代码',
  isOld: '发送时无法读取文件：这是之前运行时的代码。',
  cut: characters => `[在此截断：还有 ${characters} 个字符]`,
  cutSteps: count => `[在此截断：还有 ${count} 步]`,
  notSent: '未发送',
};

export function exportWords(language: Language): ExportWords {
  return language === 'zh-CN' ? zh : en;
}
