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
    unfinished: 'ended before its end',
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
  inSentence: 'in mid-sentence',
  breaksOff: 'The text breaks off here.',
  endedAtLimit: (isInside: boolean): string =>
    isInside ? 'The answer reached its limit in mid-sentence.' : 'The answer reached its limit.',
  endedPastLimit: 'The answer went on without end and was cut.',
  endedBecause: (detail: string) => `The server ended it: ${detail}.`,
  languages: { en: 'English', 'zh-CN': 'Chinese' },
  answerLanguage: 'Language asked for',
  chosenModel: 'Model chosen for this run',
  promptCut: (seen: string, sent: string) =>
    `The server saw only ${seen} of ${sent} tokens. What these steps say may rest on part of the code.`,
  notLocal: (host: string) => `The server passes this model on to ${host}: the code left that machine.`,
  earlierLeftOut: 'The questions before this one did not fit; the model was not sent them.',
  otherWarning: (kind: string) => `The server warned: ${kind}.`,
  unexplained: (lines: string) => `No step is about ${lines}.`,
  neverSent: (lines: string) => `The model never got ${lines}.`,
  notInFile: 'Closer looks at steps and further questions are not in this file.',
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
  states: {
    done: '完成',
    unfinished: '没有到结尾就结束',
    stopped: '中途停止',
    failed: '失败',
    open: '导出时仍在进行',
  },
  steps: count => `${count} 步`,
  unchecked: model => `由 ${model} 所写 · 未经检查。没有标记的步骤也可能有错；标记只说明能看出来的问题。`,
  step: number => `第 ${number} 步`,
  lines: (first, last) => (first === last ? `第 ${first} 行` : `第 ${first}–${last} 行`),
  noLines: '没有指出这段代码的任何一行',
  speaksOf: (line, names) => `说的是第 ${line} 行：${names}`,
  invented: names => `不在这段代码中：${names}`,
  inSentence: '在一句话中间',
  breaksOff: '文字在这里中断。',
  endedAtLimit: isInside => (isInside ? '回答在一句话中间到达上限。' : '回答到达上限。'),
  endedPastLimit: '回答没有尽头，已被截断。',
  endedBecause: detail => `服务结束了回答：${detail}。`,
  languages: { en: '英文', 'zh-CN': '中文' },
  answerLanguage: '要求的语言',
  chosenModel: '为这次运行选的模型',
  promptCut: (seen, sent) => `服务只看到 ${sent} 个词元中的 ${seen} 个。这些步骤可能只依据部分代码。`,
  notLocal: host => `服务把这个模型转给了 ${host}：代码离开了那台机器。`,
  earlierLeftOut: '之前的提问放不下，没有发给模型。',
  otherWarning: kind => `服务提醒：${kind}。`,
  unexplained: lines => `没有步骤讲到${lines}。`,
  neverSent: lines => `模型没有收到${lines}。`,
  notInFile: '对步骤的细看和后续提问不在这个文件中。',
  code: '发送的代码',
  isOld: '发送时无法读取文件：这是之前运行时的代码。',
  cut: characters => `[在此截断：还有 ${characters} 个字符]`,
  cutSteps: count => `[在此截断：还有 ${count} 步]`,
  notSent: '未发送',
};

export function exportWords(language: Language): ExportWords {
  return language === 'zh-CN' ? zh : en;
}
