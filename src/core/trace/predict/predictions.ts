// What a reader predicted of a run, beside it: a line for each thing done, only ever added to. What was a hit is kept as it was
// graded, and never graded again.
import * as v from 'valibot';
import { type Grade, longestGuess } from './grade';
import type { Question } from './questions';

const Short = v.pipe(v.string(), v.maxLength(400));
const Time = v.pipe(v.number(), v.finite());

/** A question that was answered, or was given up: then nothing was said. */
export const Answer = v.object({
  question: Short,
  kind: v.picklist(['value', 'result', 'output', 'line', 'branch']),
  line: v.pipe(v.number(), v.integer(), v.minValue(0)),
  name: v.optional(Short),
  what: v.optional(v.picklist(['if', 'loop'])),
  said: v.optional(v.pipe(v.string(), v.maxLength(longestGuess))),
  seen: v.pipe(v.string(), v.maxLength(longestGuess)),
  graded: v.picklist(['hit', 'miss', 'unclear', 'shown']),
});
export type Answer = v.InferOutput<typeof Answer>;

export const PredictionEvent = v.variant('e', [
  /** The reader is asked from the first question on, about what was seen at `at`. */
  v.object({ e: v.literal('begin'), at: Time }),
  v.object({ e: v.literal('answer'), answer: Answer }),
  /** Not in this run. */
  v.object({ e: v.literal('end') }),
]);
export type PredictionEvent = v.InferOutput<typeof PredictionEvent>;

export interface Predictions {
  /** When that ran which is asked about, as its trace says. */
  readonly at: number;
  readonly isAsking: boolean;
  /** In the order in which they were given; each question once. */
  readonly answers: readonly Answer[];
}

/** More than are ever asked: what is beyond came from elsewhere. */
const mostAnswers = 100;

/** Host and panel count on the same function. */
export function predictionsAfter(now: Predictions | null, event: PredictionEvent): Predictions | null {
  if (event.e === 'begin') return { at: event.at, isAsking: true, answers: [] };
  if (!now) return now;
  if (event.e === 'end') return { ...now, isAsking: false };
  const { answer } = event;
  const isKnown = now.answers.some(({ question }) => question === answer.question);
  if (isKnown || now.answers.length >= mostAnswers) return now;
  return { ...now, answers: [...now.answers, answer] };
}

/** On a line of its own, whatever was cut off before it. */
export function predictionLine(event: PredictionEvent): string {
  return `\n${JSON.stringify(event)}\n`;
}

/** `null` where nothing was asked. Lines that are none of ours are passed over. */
export function readPredictions(text: string): Predictions | null {
  let now: Predictions | null = null;
  for (const line of text.split('\n')) {
    const event = v.safeParse(PredictionEvent, parsed(line));
    if (event.success) now = predictionsAfter(now, event.output);
  }
  return now;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function answerTo(
  { id: question, kind, line, name, what, seen }: Question,
  graded: Exclude<Grade, 'unread'> | 'shown',
  said?: string,
): Answer {
  return {
    question,
    kind,
    line,
    ...(name === undefined ? {} : { name }),
    ...(what === undefined ? {} : { what }),
    ...(said === undefined ? {} : { said }),
    seen,
    graded,
  };
}

/** The first that was not answered; `undefined`: all were, or nothing is asked of what was seen at `at`. */
export function questionNow(
  questions: readonly Question[],
  predictions: Predictions | null,
  at: number,
): Question | undefined {
  if (!predictions?.isAsking || predictions.at !== at) return undefined;
  const known = new Set(predictions.answers.map(({ question }) => question));
  return questions.find(({ id }) => !known.has(id));
}

export interface Tally {
  readonly hits: number;
  readonly misses: number;
  /** Given up, or neither right nor wrong: not counted as either. */
  readonly others: number;
}

export function tallyOf(answers: readonly Answer[]): Tally {
  const count = (graded: Answer['graded']) => answers.filter(one => one.graded === graded).length;
  return { hits: count('hit'), misses: count('miss'), others: count('unclear') + count('shown') };
}
