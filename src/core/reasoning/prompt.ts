// The code to the request: instructions and code first, the question last, so that the server's prefix cache
// serves every follow-up on the same code.
import { type LineSpan, linesOf } from '../base/lines';
import type { ChatMessage } from '../endpoint/endpoint';
import { type Fitted, joinKept, type NumberedLines, type PromptToFit } from '../endpoint/window/budget';
import type { Excerpt, Run } from './run';

/** Tokens kept free for the answer: a dozen steps of two sentences take about half of it. */
export const answerTokens = 1536;

export type AnswerLanguage = 'en' | 'zh-CN';

/** What "explain" sends, before it is fitted to the model's window. */
export function promptToFit(excerpt: Excerpt, language: AnswerLanguage): PromptToFit {
  const last = excerpt.firstLine + linesOf(excerpt.text).length - 1;
  return {
    instructions: instructionsFor(excerpt.firstLine, last),
    code: numbered(excerpt.text, excerpt.firstLine, last),
    before: around(excerpt.before, excerpt.firstLine - countOf(excerpt.before), last),
    after: around(excerpt.after, last + 1, last),
    question: explainQuestion(excerpt, last, language),
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
    ...before.messages,
    { role: 'assistant', content: before.answer ?? stepsAsText(before) },
    { role: 'user', content: lines ? `About ${nameOf(lines)}: ${question}` : question },
  ];
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

function instructionsFor(first: number, last: number): string {
  const middle = Math.min(last, first + 1);
  return [
    'You explain code to a learner, step by step, in the order in which it runs.',
    'Each line of the code begins with its line number and a bar.',
    'Write each step on one line, in exactly this form:',
    'L<first>-<last>: <one or two short sentences>',
    `For example: L${first}-${middle}: what these lines do together, and why.`,
    `Use only line numbers from ${first} to ${last}. Lines that do one thing belong to one step.`,
    'Say which values change and why. Say nothing twice. No heading, no list mark, no summary, no code.',
  ].join('\n');
}

function explainQuestion(excerpt: Excerpt, last: number, language: AnswerLanguage): string {
  const what = excerpt.symbol ? `\`${excerpt.symbol}\`` : `lines ${excerpt.firstLine} to ${last}`;
  const tongue = language === 'zh-CN' ? ' Write the sentences in Chinese (简体中文).' : '';
  return `Explain ${what} step by step. Begin every step with L<first>-<last>:${tongue}`;
}
