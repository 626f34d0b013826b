// The code to the request: instructions and code first, the question last, so that the server's prefix cache
// serves every follow-up on the same code.
import { type LineSpan, linesOf } from '../base/lines';
import type { ChatMessage } from '../endpoint/endpoint';
import type { Form } from '../endpoint/forms';
import { type Fitted, joinKept, type NumberedLines, type PromptToFit } from '../endpoint/window/budget';
import { type Definition, definitionTexts } from './definitions';
import { boundsOf } from './excerpt';
import type { Depth } from './forms/depth';
import { mostExpected } from './forms/expectedGrammar';
import { nameOf } from './forms/pieceHead';
import type { Piece } from './pieces/piece';
import type { Excerpt, Run } from './run';
import { type Stretch, stretchesOf } from './stretches';

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
  readonly definitions?: readonly Definition[] | undefined;
  /** In the reader's own words, in the stead of the usual question; the form of the answer stays. */
  readonly question?: string | undefined;
  /** What was seen when a call of it ran: that is explained, and not what might be. */
  readonly saw?: { readonly call: string; readonly text: string } | undefined;
  /** The call that is to be traced, part by part in the order of execution, by a model that is shown nothing of it. */
  readonly expects?: { readonly call: string } | undefined;
}

/** The same for all code and all forms: what differs stands at the end, behind what the server's cache holds. */
const instructions = [
  'You explain code to a learner. Each line of the code begins with its line number and a bar. The code is cut into parts: above each stands its name, such as L5-8 if.',
  'For each part, in order, you write one line: its name, a colon, and what the part does and why.',
  'Speak of all lines of the part and of no other lines: which values change, what is decided. Begin with a verb or a condition, never with "This" or "It".',
  'Of the head of a function say only what comes in. Write names of the code in `backticks`.',
  'Spell out no syntax. Say nothing twice. No heading, no list mark, no code block.',
].join('\n');

/** What "explain" sends, before it is fitted to the model's window. */
export function promptToFit(excerpt: Excerpt, asking: Asking): PromptToFit {
  const { last } = boundsOf(excerpt);
  return {
    instructions,
    code: inParts(numbered(excerpt.text, excerpt.firstLine, last), asking.pieces),
    before: around(excerpt.before, excerpt.firstLine - countOf(excerpt.before), last),
    after: around(excerpt.after, last + 1, last),
    definitions: definitionTexts(asking.definitions ?? []),
    question: explainQuestion(excerpt, asking),
  };
}

/** A question of the model's, and what is asked in it. */
export interface Question extends Stretch {
  readonly content: string;
  /** It asks for a sentence on the whole, before all steps. */
  readonly hasSummary: boolean;
  /** It asks for its one piece by itself. */
  readonly isSole?: boolean;
}

export const systemMessage: ChatMessage = { role: 'system', content: instructions };

/**
 * What the model is asked, one question after the other, each with the lines that it is about: one for code that is read at
 * once. The system text and the code are the prefix that never changes. `asking`: its pieces are those that are sent.
 */
export function explainQuestions(
  excerpt: Excerpt,
  asking: Asking,
  fitted: Extract<Fitted, { fits: true }>,
): readonly Question[] {
  const parts = promptToFit(excerpt, asking);
  const bounds = boundsOf(excerpt);
  const stretches = stretchesOf(asking.pieces, bounds);
  const cell = excerpt.cell === undefined ? '' : `, cell ${excerpt.cell}`;
  const file = `File: ${excerpt.name}${cell} (${excerpt.languageId})`;
  const definitions = definitionPart(parts.definitions?.slice(0, fitted.definitions) ?? []);
  const above = part('Above it in the file', parts.before, fitted.before);
  const below = part('Below it in the file', parts.after, fitted.after);
  const questions = stretches.map((stretch, at) => {
    const { lines, pieces } = stretch;
    const [isFirst, isLast] = [at === 0, at === stretches.length - 1];
    const isAll = isFirst && isLast;
    const code = part(isFirst ? 'The code to explain' : goesOn, parts.code, fitted.code, lines);
    const content = [
      ...(isFirst ? [file, definitions, above] : []),
      // Below it may stand what the code itself says later.
      ...(isAll ? [below, code] : [code, ...(isLast ? [below] : [])]),
      isAll ? parts.question : stretchQuestion(lines, { ...asking, pieces }),
    ];
    const hasSummary = isAll && !asking.expects;
    return { ...stretch, content: content.filter(text => text !== '').join('\n\n'), hasSummary };
  });
  if (questions.length === 1) return questions;
  const content = summaryQuestion(excerpt, asking.language);
  return [...questions, { content, lines: bounds, pieces: [], hasSummary: true }];
}

const goesOn = 'The code goes on';
const onTheWhole = 'Now say in one sentence what';
const ofOnePiece = 'Now only';

/** The sentence on the whole, once all of it was read. */
function summaryQuestion({ symbol }: Excerpt, language: AnswerLanguage): string {
  const what = symbol === undefined ? 'all of this code' : `\`${symbol}\` as a whole`;
  return `${onTheWhole} ${what} does. Write nothing else.${tongues[language]}`;
}

/** Without line numbers: no step is to be about them. */
function definitionPart(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `Defined elsewhere, to be read only:\n\n${texts.join('\n\n')}`;
}

/**
 * Where all that was said does not fit: the code and its explanation stay, questions after it are left out. `undefined`
 * where there are none.
 */
export function withoutEarlierQuestions(history: readonly ChatMessage[]): readonly ChatMessage[] | undefined {
  const ours = [`${goesOn}:`, `${onTheWhole} `, `${ofOnePiece} `];
  const isOfExplanation = ({ role, content }: ChatMessage, at: number) =>
    role === 'user' && (at === 1 || ours.some(words => content.startsWith(words)));
  const explained = history.map(isOfExplanation).lastIndexOf(true);
  const kept = history.slice(0, explained + 2);
  return explained < 0 || kept.length === history.length ? undefined : kept;
}

export function followUpQuestion(question: string, lines?: LineSpan): string {
  return lines ? `About ${linesInWords(lines)}: ${question}` : question;
}

/** What was said so far, to the letter: a server that keeps it has not to read it again. */
export function exchange(before: Run): readonly ChatMessage[] {
  const content = before.answer ?? stepsAsText(before);
  // A question that was not answered was not asked, where another was.
  if (content === '' && before.stepsBefore !== undefined) return before.messages.slice(0, -1);
  return [...before.messages, { role: 'assistant', content }];
}

/** For a model on another machine: what other files define goes to none. */
export function withoutDefinitions(
  messages: readonly ChatMessage[],
  sent: readonly Definition[],
): readonly ChatMessage[] {
  const text = definitionPart(definitionTexts(sent));
  if (text === '') return messages;
  return messages.map(message => ({ ...message, content: message.content.replace(`${text}\n\n`, () => '') }));
}

function linesInWords({ first, last }: LineSpan): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}

/** For a run that was cut off before its answer was whole. */
function stepsAsText({ steps, stepsBefore = 0 }: Run): string {
  return steps
    .slice(stepsBefore)
    .map(({ lines, text }) => (lines ? `L${lines.first}-${lines.last}: ${text}` : text))
    .join('\n');
}

/** Lines as the model sees them: with the file's own numbers, so that what it names can be lit. */
function numbered(text: string, firstLine: number, widest: number): NumberedLines {
  const width = String(widest).length;
  const lines = linesOf(text).map((line, index) =>
    `${String(firstLine + index).padStart(width)}| ${line}`.trimEnd(),
  );
  return { firstLine, lines };
}

/** Each piece under its name, so that the model sees where one ends and knows it again in the answer. */
function inParts({ firstLine, lines }: NumberedLines, pieces: readonly Piece[]): NumberedLines {
  const names = new Map(pieces.map(piece => [piece.lines.first, nameOf(piece)]));
  return {
    firstLine,
    lines: lines.map((line, index) => {
      const name = names.get(firstLine + index);
      return name === undefined ? line : `${name}:\n${line}`;
    }),
  };
}

function around(text: string | undefined, firstLine: number, widest: number): NumberedLines | undefined {
  return text === undefined || text === '' ? undefined : numbered(text, firstLine, widest);
}

function countOf(text: string | undefined): number {
  return text === undefined || text === '' ? 0 : linesOf(text).length;
}

/** `within`: no other lines than these. */
function part(
  title: string,
  all: NumberedLines | undefined,
  kept: readonly LineSpan[],
  within?: LineSpan,
): string {
  if (!all || kept.length === 0) return '';
  const lines = within ? slice(all, within) : all;
  const gap = ({ first, last }: LineSpan) => `… lines ${first} to ${last} left out …`;
  return `${title}:\n${joinKept(lines, kept, gap)}`;
}

function slice({ firstLine, lines }: NumberedLines, { first, last }: LineSpan): NumberedLines {
  return { firstLine: first, lines: lines.slice(first - firstLine, last - firstLine + 1) };
}

const tongues: Readonly<Record<AnswerLanguage, string>> = {
  en: '',
  'zh-CN': ' Write the sentences in Chinese (简体中文).',
};

const lengths: Readonly<Record<Depth, string>> = {
  brief: 'one short sentence',
  steps: 'one or two short sentences',
  closer: 'two or three sentences, with the values where they matter',
};

function explainQuestion(excerpt: Excerpt, asking: Asking): string {
  const { language, form, pieces, depth, saw, expects } = asking;
  if (expects) return expectedQuestion(expects.call, pieces);
  const usual = saw ? seenQuestion(excerpt, depth) : usualQuestion(excerpt, depth);
  const { question = usual } = asking;
  return `${sawWords(saw)}${question}${tongues[language]}${formWords(form, pieces)}`;
}

/** Before the question: it is not part of the code, and differs from run to run. */
function sawWords(saw: Asking['saw']): string {
  return saw ? `This was seen when \`${saw.call.replaceAll('`', '')}\` ran:\n${saw.text}\n\n` : '';
}

/** Said as code, in one language: it is compared with what was seen. An example, as a small model follows one. */
function expectedQuestion(call: string, pieces: readonly Piece[]): string {
  const names = pieces.map(nameOf);
  const [one = 'L1', other = one] = names.slice(1);
  return [
    `Now \`${call.replaceAll('`', '')}\` is run. Do not explain. Trace it: for each part that runs, in the order in which it runs, one line with the values that you expect.`,
    `A part that runs again gets a line again, at most ${mostExpected} in all; the last one returns. The parts are ${names.join(', ')}. Write nothing but such lines:`,
    `${one}: \`name\` = \`value after it\`; \`other\` = \`3\``,
    `${other}: condition true`,
    `${names.at(-1) ?? 'L1'}: returns \`value\``,
  ].join('\n');
}

/** What happened, with the values that were seen. */
function seenQuestion(excerpt: Excerpt, depth: Depth = 'steps'): string {
  const each = `${lengths[depth]} for each part, with the values that were seen`;
  return `Explain what happened in ${whatOf(excerpt)} in that run: first one sentence on what the whole did, then ${each}. Of a part that was not reached say so.`;
}

/** What is asked where the reader asks nothing else. */
export function usualQuestion(excerpt: Excerpt, depth: Depth = 'steps'): string {
  const what = whatOf(excerpt);
  return `Explain ${what}: first one sentence on what the whole does, then ${lengths[depth]} for each part.`;
}

/** As the head of the run says it: "the method `f`", "this statement, lines 3 to 5". */
function whatOf(excerpt: Excerpt): string {
  const { symbol, kind, meant } = excerpt;
  if (symbol !== undefined) return kind === undefined ? `\`${symbol}\`` : `the ${kind} \`${symbol}\``;
  if (kind === 'file' || kind === 'cell') return `the whole ${kind}`;
  const lines = (meant ?? [boundsOf(excerpt)]).map(linesInWords).join(' and ');
  return kind === undefined ? lines : `this ${kind}, ${lines}`;
}

function stretchQuestion(
  lines: LineSpan,
  { language, form, pieces, depth = 'steps', question, saw }: Asking,
): string {
  const each = `${linesInWords(lines)}: ${lengths[depth]} for each part of them.`;
  const what = saw ? 'Explain what happened in' : 'Explain';
  const asked = question === undefined ? `${what} ${each}` : `${question} Answer for ${each}`;
  return `${sawWords(saw)}${asked}${tongues[language]}${formWords(form, pieces)}`;
}

/** One piece by itself: of a model that is held to nothing, and left it out. */
export function soleQuestion(piece: Piece, { language, depth = 'steps' }: Asking): Question {
  const { lines, quote } = piece;
  const which = linesInWords(lines) + (quote === '' ? '' : `, from \`${quote.replaceAll('`', '')}\` on`);
  const content = `${ofOnePiece} ${which}: what do they do, and why? Answer in ${lengths[depth]}.${tongues[language]}`;
  return { content, lines, pieces: [piece], hasSummary: false, isSole: true };
}

/** A closer look at some lines: a step for each piece inside them. */
export function closerQuestion(
  inside: LineSpan,
  { language, form, pieces, depth = 'steps' }: Asking,
): string {
  const parts = `Now look closer at ${linesInWords(inside)}: ${lengths[depth]} for each part of them.`;
  return `${parts}${tongues[language]}${formWords(form, pieces)}`;
}

/** How the parts are told apart. Where the server writes their names itself, there is no need to list them. */
function formWords(form: Form, pieces: readonly Piece[]): string {
  const names = pieces.map(nameOf);
  switch (form) {
    case 'grammar':
      return '';
    case 'schema':
      return ' Answer in JSON.';
    case 'free':
      // As a form to fill in: a small model that is given the lines in a sentence writes prose.
      return ` Write nothing else but these lines, each with its words behind the colon:\n${names.map(name => `${name}:`).join('\n')}`;
  }
}
