// The code to the request: instructions and code first, the question last, so that the server's prefix cache
// serves every follow-up of the same code.
import { linesOf } from '../base/lines';
import type { ChatMessage } from '../endpoint/endpoint';
import type { Excerpt, Run } from './run';

/** Tokens kept free for the answer; a dozen steps take about half of it. */
export const answerTokens = 1536;

export interface PromptParts {
  readonly instructions: string;
  readonly code: string;
  readonly question: string;
}

/** What "explain" asks, in the language that the answer should be in. */
export function promptParts(excerpt: Excerpt, language: 'en' | 'zh-CN', question?: string): PromptParts {
  const lines = linesOf(excerpt.text);
  const last = excerpt.firstLine + lines.length - 1;
  return {
    instructions: instructionsFor(excerpt, last),
    code: numberedCode(excerpt),
    question: question ?? explainQuestion(excerpt, last, language),
  };
}

/** The messages of a first question. The system text and the code are the prefix that never changes. */
export function explainMessages(parts: PromptParts): readonly ChatMessage[] {
  return [
    { role: 'system', content: parts.instructions },
    { role: 'user', content: `${parts.code}\n\n${parts.question}` },
  ];
}

/** The messages of a follow-up: the earlier exchange byte for byte, then the new question. */
export function followUpMessages(before: Run, question: string): readonly ChatMessage[] {
  return [
    ...before.messages,
    { role: 'assistant', content: answerOf(before) },
    { role: 'user', content: question },
  ];
}

/** The answer as the model gave it, rebuilt from the steps. */
function answerOf(run: Run): string {
  return run.steps
    .map(step => (step.lines ? `L${step.lines.first}-${step.lines.last}: ${step.text}` : step.text))
    .join('\n');
}

/** Lines as the model sees them: the file's own numbers, so that what it names can be lit. */
export function numberedCode(excerpt: Excerpt): string {
  const width = String(excerpt.firstLine + linesOf(excerpt.text).length - 1).length;
  const body = linesOf(excerpt.text)
    .map((line, index) => `${String(excerpt.firstLine + index).padStart(width)}| ${line}`)
    .join('\n');
  return `File: ${excerpt.name} (${excerpt.languageId})\n\n${body}`;
}

function instructionsFor(excerpt: Excerpt, last: number): string {
  const first = excerpt.firstLine;
  const middle = Math.min(last, first + 1);
  return [
    'You explain code to a learner, step by step, in the order in which it runs.',
    'Each line of the code begins with its line number and a bar.',
    'Write every step on one line, in exactly this form:',
    'L<first>-<last>: <one or two short sentences>',
    `For example: L${first}-${middle}: what these lines do and why it matters.`,
    `Use only line numbers from ${first} to ${last}. Name the smallest range that the step is about.`,
    'Say what values change and why. Do not repeat the code, do not add a heading, a list mark or a summary.',
  ].join('\n');
}

function explainQuestion(excerpt: Excerpt, last: number, language: 'en' | 'zh-CN'): string {
  const what = excerpt.symbol ? `\`${excerpt.symbol}\`` : `lines ${excerpt.firstLine} to ${last}`;
  const tongue = language === 'zh-CN' ? ' Write the sentences in Chinese.' : '';
  return `Explain ${what} step by step. Begin every line with L<first>-<last>:${tongue}`;
}
