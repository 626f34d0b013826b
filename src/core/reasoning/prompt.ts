// The code to the request: instructions and code first, the question last, so that the server's prefix cache
// serves every follow-up on the same code.
import { type LineSpan, linesOf } from '../base/lines';
import type { ChatMessage } from '../endpoint/endpoint';
import type { Form } from '../endpoint/forms';
import { type Fitted, joinKept, type NumberedLines, type PromptToFit } from '../endpoint/window/budget';
import type { Depth } from './forms/depth';
import { linesName } from './forms/pieceHead';
import type { Piece } from './pieces/piece';
import type { Excerpt, Run } from './run';

/** Tokens kept free for the answer: a dozen steps of two sentences take about half of it. */
export const answerTokens = 1536;

export type AnswerLanguage = 'en' | 'zh-CN';

/** What is asked of the model about the code. */
export interface Asking {
  readonly language: AnswerLanguage;
  readonly form: Form;
  /** In order; a step is asked for each. */
  readonly pieces: readonly Piece[];
  readonly depth?: Depth;
}

/** What "explain" sends, before it is fitted to the model's window. */
export function promptToFit(excerpt: Excerpt, asking: Asking): PromptToFit {
  const last = excerpt.firstLine + linesOf(excerpt.text).length - 1;
  return {
    instructions,
    code: numbered(excerpt.text, excerpt.firstLine, last),
    before: around(excerpt.before, excerpt.firstLine - countOf(excerpt.before), last),
    after: around(excerpt.after, last + 1, last),
    question: explainQuestion(excerpt, last, asking),
  };
}

/** The messages of a first question. The system text and the code are the prefix that never changes. */
export function explainMessages(
  excerpt: Excerpt,
  parts: PromptToFit,
  fitted: Extract<Fitted, { fits: true }>,
): readonly ChatMessage[] {
  const context = [
    part('Above it in the file', parts.before, fitted.before),
    part('Below it in the file', parts.after, fitted.after),
  ].filter(text => text !== '');
  const code = [
    `File: ${excerpt.name} (${excerpt.languageId})`,
    ...context,
    part('The code to explain', parts.code, fitted.code),
  ].join('\n\n');
  return [
    { role: 'system', content: parts.instructions },
    { role: 'user', content: `${code}\n\n${parts.question}` },
  ];
}

/** The messages of a follow-up: the earlier exchange byte for byte, then the new question. */
export function followUpMessages(before: Run, question: string, lines?: LineSpan): readonly ChatMessage[] {
  return [
    ...exchange(before),
    { role: 'user', content: lines ? `About ${nameOf(lines)}: ${question}` : question },
  ];
}

/** The messages of a closer look at a step: the earlier exchange byte for byte, then the pieces inside it. */
export function closerMessages(before: Run, inside: LineSpan, asking: Asking): readonly ChatMessage[] {
  return [...exchange(before), { role: 'user', content: closerQuestion(inside, asking) }];
}

function exchange(before: Run): readonly ChatMessage[] {
  return [...before.messages, { role: 'assistant', content: before.answer ?? stepsAsText(before) }];
}

function nameOf({ first, last }: LineSpan): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}

/** For a run that was cut off before its answer was whole. */
function stepsAsText({ steps }: Run): string {
  return steps.map(({ lines, text }) => (lines ? `L${lines.first}-${lines.last}: ${text}` : text)).join('\n');
}

/** Lines as the model sees them: with the file's own numbers, so that what it names can be lit. */
function numbered(text: string, firstLine: number, widest: number): NumberedLines {
  const width = String(widest).length;
  const lines = linesOf(text).map((line, index) =>
    `${String(firstLine + index).padStart(width)}| ${line}`.trimEnd(),
  );
  return { firstLine, lines };
}

function around(text: string | undefined, firstLine: number, widest: number): NumberedLines | undefined {
  return text === undefined || text === '' ? undefined : numbered(text, firstLine, widest);
}

function countOf(text: string | undefined): number {
  return text === undefined || text === '' ? 0 : linesOf(text).length;
}

function part(title: string, lines: NumberedLines | undefined, kept: readonly LineSpan[]): string {
  if (!lines || kept.length === 0) return '';
  const gap = ({ first, last }: LineSpan) => `… lines ${first} to ${last} left out …`;
  return `${title}:\n${joinKept(lines, kept, gap)}`;
}

/** The same for all code and all forms: what differs stands at the end, behind what the server's cache holds. */
const instructions = [
  'You explain code to a learner. Each line of the code begins with its line number and a bar.',
  'First say in one sentence what the whole does. Then write a step for each part of it, in order: what the part does and why.',
  'A step speaks of its own part only: which values change, what is decided. It begins with a verb or a condition, never with "This line".',
  'Of the head of a function it says only what comes in.',
  'Spell out no syntax. Say nothing twice. No heading, no list mark, no code block.',
].join('\n');

const tongues: Readonly<Record<AnswerLanguage, string>> = {
  en: '',
  'zh-CN': ' Write the sentences in Chinese (简体中文).',
};

const lengths: Readonly<Record<Depth, string>> = {
  brief: 'one short sentence',
  steps: 'one or two short sentences',
  closer: 'two or three sentences, with the values where they matter',
};

function explainQuestion(excerpt: Excerpt, last: number, asking: Asking): string {
  const { language, form, pieces, depth = 'steps' } = asking;
  const what = excerpt.symbol ? `\`${excerpt.symbol}\`` : `lines ${excerpt.firstLine} to ${last}`;
  return `Explain ${what}: one sentence on the whole, then ${lengths[depth]} for each part.${tongues[language]}${formWords(form, pieces)}`;
}

function closerQuestion(inside: LineSpan, { language, form, pieces, depth = 'steps' }: Asking): string {
  const parts = `Now look closer at ${nameOf(inside)}: ${lengths[depth]} for each part of them.`;
  return `${parts}${tongues[language]}${formWords(form, pieces)}`;
}

/** How the parts are told apart. Where the server writes their heads itself, there is no need to list them. */
function formWords(form: Form, pieces: readonly Piece[]): string {
  const names = pieces.map(({ lines }) => linesName(lines));
  switch (form) {
    case 'grammar':
      return '';
    case 'schema':
      return ' Answer in JSON.';
    case 'free':
      // As a form to fill in: a small model that is given the lines in a sentence writes prose.
      return ` Write one line on the whole, then exactly these lines, each with its words behind the colon:\n${names.map(name => `${name}:`).join('\n')}`;
  }
}
