// Fits a prompt to the window that the model really has, by a rule that can be told, and says what was left
// out.
import type { LineSpan } from '../../base/lines';
import type { Problem } from '../../base/problem';
import { estimateTokens, type TokenCounter, tokensAroundMessage } from './tokens';

/** Lines as they will be sent, numbers and all. */
export interface NumberedLines {
  /** Number of the first one in its file. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

export interface PromptToFit {
  readonly instructions: string;
  readonly code: NumberedLines;
  /** What stands in the file right before and right after the code. */
  readonly before?: NumberedLines | undefined;
  readonly after?: NumberedLines | undefined;
  /** What may be read beside the code, each whole or not at all, the first ones first. */
  readonly definitions?: readonly string[] | undefined;
  readonly question: string;
  /** Earlier questions and answers. Never cut: the server's cache holds them as they are. */
  readonly history?: string | undefined;
}

export interface FitRequest {
  readonly parts: PromptToFit;
  /** In tokens; `undefined` where the server does not tell. */
  readonly window: number | undefined;
  readonly answerTokens: number;
  readonly counter: TokenCounter;
}

/** In tokens. `answer` is what may be asked for as the answer's limit. */
export interface FittedBudget {
  readonly instructions: number;
  readonly code: number;
  readonly surroundings: number;
  /** Missing where there were none. */
  readonly definitions?: number;
  readonly question: number;
  readonly answer: number;
  readonly window: number;
  readonly isEstimate: boolean;
  /** Lines of the file, in order. */
  readonly leftOut: LineSpan[];
}

export type Fitted =
  | {
      readonly fits: true;
      /** Lines of the file that stay, in order. */
      readonly code: readonly LineSpan[];
      readonly before: readonly LineSpan[];
      readonly after: readonly LineSpan[];
      /** How many of the definitions stay. */
      readonly definitions: number;
      readonly budget: FittedBudget;
    }
  | { readonly fits: false; readonly problem: Problem };

/** Where no one tells: what Ollama gives a model on a machine with less than 24 GiB of graphics memory. */
export const assumedWindow = 4096;
/** Chat template, role names, begin and end marks of three messages. */
const templateTokens = 3 * tokensAroundMessage;
/** Less code than this cannot be explained. */
const fewestCodeLines = 8;
/** How the code's lines are kept when not all fit: the head says what goes in, the tail what comes out. */
const headShare = 2;
const tailShare = 1;

/**
 * The rule: instructions, question, history and the answer's share (at most half of the window) are kept free
 * first. The code comes next, then definitions, in at most a quarter of what is left. The surroundings get the rest, nearest lines first, from both sides in
 * turn. Code that does not fit alone loses its middle: two lines from its head stay for one from its tail.
 * With fewer than eight lines of code left, or with a history that leaves no room, it is `too-long`.
 */
export async function fit({ parts, window, answerTokens, counter }: FitRequest): Promise<Fitted> {
  const { code, before = nothing, after = nothing } = parts;
  const size = window ?? assumedWindow;
  const answer = Math.min(answerTokens, Math.floor(size / 2));
  const instructions = await counter.count(parts.instructions);
  const question = (await counter.count(parts.question)) + (await counter.count(parts.history ?? ''));
  const free = size - answer - instructions - question - templateTokens;

  const keptCode = await keepWhatFits([code], headAndTail(code), free, counter);
  const lineCount = code.lines.length;
  if (keptCode.cost > free || keptCode.lines.length < Math.min(fewestCodeLines, lineCount)) {
    const needed = instructions + question + keptCode.wanted + answer + templateTokens;
    return { fits: false, problem: { code: 'too-long', tokens: needed, limit: size } };
  }
  const isWhole = keptCode.lines.length === lineCount;
  const left = free - keptCode.cost;
  const beside = await firstThatFit(
    isWhole ? (parts.definitions ?? []) : [],
    left * definitionShare,
    counter,
  );
  const around = isWhole ? nearestFirst(before, after) : [];
  const keptAround = await keepWhatFits([before, after], around, left - beside.cost, counter);

  const kept = new Set([...keptCode.lines, ...keptAround.lines]);
  const all = [before, code, after].flatMap(numbersOf);
  return {
    fits: true,
    code: spansOf(numbersOf(code).filter(line => kept.has(line))),
    before: spansOf(numbersOf(before).filter(line => kept.has(line))),
    after: spansOf(numbersOf(after).filter(line => kept.has(line))),
    definitions: beside.count,
    budget: {
      instructions,
      code: keptCode.cost,
      surroundings: keptAround.cost,
      ...(beside.count > 0 ? { definitions: beside.cost } : {}),
      question,
      answer,
      window: size,
      isEstimate: counter.isEstimate || window === undefined,
      leftOut: spansOf(all.filter(line => !kept.has(line))),
    },
  };
}

/** The kept lines as one text, with a line of the caller's in place of each gap. */
export function joinKept(
  part: NumberedLines,
  kept: readonly LineSpan[],
  gap: (leftOut: LineSpan) => string,
): string {
  const isKept = (line: number) => kept.some(({ first, last }) => line >= first && line <= last);
  const missing = spansOf(numbersOf(part).filter(line => !isKept(line)));
  return part.lines
    .flatMap((text, index) => {
      const line = part.firstLine + index;
      if (isKept(line)) return [text];
      const hole = missing.find(({ first }) => first === line);
      return hole ? [gap(hole)] : [];
    })
    .join('\n');
}

/** The code itself and what stands around it explain more. */
const definitionShare = 1 / 4;

/** So many of these, in order, as cost at most `free`. */
async function firstThatFit(texts: readonly string[], free: number, counter: TokenCounter) {
  let cost = 0;
  for (const [count, text] of texts.entries()) {
    const more = await counter.count(text);
    if (cost + more > free) return { count, cost };
    cost += more;
  }
  return { count: texts.length, cost };
}

const nothing: NumberedLines = { firstLine: 1, lines: [] };

interface Kept {
  readonly lines: readonly number[];
  readonly cost: number;
  /** What all of them would have cost. */
  readonly wanted: number;
}

/**
 * The longest beginning of `order` whose lines cost at most `free`. The whole is counted once; where it does
 * not fit, lines are weighed by estimate, scaled to that count, and the choice is counted again until it
 * does.
 */
async function keepWhatFits(
  parts: readonly NumberedLines[],
  order: readonly number[],
  free: number,
  counter: TokenCounter,
): Promise<Kept> {
  const textOf = new Map(
    parts.flatMap(part => part.lines.map((text, index) => [part.firstLine + index, text] as const)),
  );
  const join = (lines: readonly number[]) => lines.map(line => textOf.get(line) ?? '').join('\n');
  const inFileOrder = (lines: readonly number[]) => [...lines].sort((a, b) => a - b);
  const wanted = await counter.count(join(inFileOrder(order)));
  if (wanted <= free) return { lines: order, cost: wanted, wanted };

  const weights = order.map(line => estimateTokens(`${textOf.get(line) ?? ''}\n`));
  const scale = wanted / Math.max(1, sum(weights));
  let length = longestWithin(weights, free / scale);
  for (let recounts = 0; ; recounts += 1) {
    const lines = order.slice(0, length);
    const cost = length === 0 ? 0 : await counter.count(join(inFileOrder(lines)));
    if (cost <= free || length === 0) return { lines, cost, wanted };
    // A counter that is never content is not asked once a line.
    const most = recounts < finestRecounts ? length - 1 : Math.floor(length / 2);
    length = Math.max(0, Math.min(most, Math.floor((length * free) / cost)));
  }
}

/** An honest count is met in two or three. */
const finestRecounts = 8;

function longestWithin(weights: readonly number[], limit: number): number {
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    total += weight;
    if (total > limit) return index;
  }
  return weights.length;
}

/** Lines in the order in which they are kept: two from the top, one from the bottom, and so on inwards. */
function headAndTail(part: NumberedLines): readonly number[] {
  const numbers = numbersOf(part);
  const order: number[] = [];
  let top = 0;
  let bottom = numbers.length - 1;
  while (top <= bottom) {
    for (let count = 0; count < headShare && top <= bottom; count += 1) order.push(numbers[top++] ?? 0);
    for (let count = 0; count < tailShare && top <= bottom; count += 1) order.push(numbers[bottom--] ?? 0);
  }
  return order;
}

function nearestFirst(before: NumberedLines, after: NumberedLines): readonly number[] {
  const above = [...numbersOf(before)].reverse();
  const below = numbersOf(after);
  const order: number[] = [];
  for (let distance = 0; distance < Math.max(above.length, below.length); distance += 1) {
    for (const line of [above[distance], below[distance]]) if (line !== undefined) order.push(line);
  }
  return order;
}

function numbersOf({ firstLine, lines }: NumberedLines): readonly number[] {
  return lines.map((_line, index) => firstLine + index);
}

/** Line numbers in rising order as spans. */
function spansOf(lines: readonly number[]): LineSpan[] {
  const spans: LineSpan[] = [];
  for (const line of lines) {
    const last = spans.at(-1);
    if (last && line === last.last + 1) spans[spans.length - 1] = { first: last.first, last: line };
    else spans.push({ first: line, last: line });
  }
  return spans;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
