// A run: the code, the prompt, the model, its steps, and the events by which it grows (`advance.ts`).
import * as v from 'valibot';
import type { LineSpan } from '../base/lines';
import type { Problem } from '../base/problem';
import type { EndpointEvent, Whereabouts } from '../endpoint/endpoint';
import type { Form } from '../endpoint/forms';
import { isCloudName } from '../endpoint/whereabouts/whereabouts';
import { Definitions } from './definitions';
import { LineSpanSchema } from './lineSpan';
import { Piece } from './pieces/piece';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const RunState = v.picklist([
  'connecting',
  'loading',
  'reading',
  'thinking',
  'streaming',
  'done',
  'stopped',
  'failed',
]);
export type RunState = v.InferOutput<typeof RunState>;

export const Step = v.object({
  number: Count,
  /** Lines of the file; missing where the step names no line of this code. */
  lines: v.optional(LineSpanSchema),
  /** The lines that the model gave, where they are others than it wears. */
  named: v.optional(LineSpanSchema),
  /** Markdown. */
  text: v.string(),
});
export type Step = v.InferOutput<typeof Step>;

/** What a caret meant: what it stood in, or all of a small file or of a notebook's cell. */
const ExcerptKind = v.picklist(['function', 'method', 'class', 'block', 'statement', 'file', 'cell']);

/** The code that was sent, as it was. */
export const Excerpt = v.object({
  uri: v.string(),
  /** File name for people. */
  name: v.string(),
  languageId: v.string(),
  symbol: v.optional(v.string()),
  /** Missing where lines were selected. A kind of a later version is passed over. */
  kind: v.optional(v.fallback(v.optional(ExcerptKind), undefined)),
  /** Of several selections: their lines. What stands between them is not asked about. */
  meant: v.optional(v.array(LineSpanSchema)),
  /** In a notebook: which of its cells, from 1. */
  cell: v.optional(Count),
  /** Number of the first line in the file. */
  firstLine: Count,
  text: v.string(),
  /** Whole lines right above and below it: what the model may read, and does not explain. */
  before: v.optional(v.string()),
  after: v.optional(v.string()),
  /** Its file could not be read when it was sent again: it may have changed. */
  isOld: v.optional(v.boolean()),
});
export type Excerpt = v.InferOutput<typeof Excerpt>;

/** Where the run was sent. */
export const Destination = v.object({
  url: v.string(),
  protocol: v.picklist(['ollama', 'openai']),
  server: v.string(),
  model: v.string(),
  /** Read through `whereaboutsOfRun`: runs from before `whereabouts` know nothing else. */
  isLocal: v.boolean(),
  whereabouts: v.optional(v.picklist(['here', 'elsewhere', 'unknown'])),
  /** Where a server on this machine hands the model's work on to. */
  remoteHost: v.optional(v.string()),
  contextTokens: v.optional(Count),
});
export type Destination = v.InferOutput<typeof Destination>;

/** What the model got, in tokens (counted by the server where it can, else estimated). */
export const Budget = v.object({
  instructions: Count,
  code: Count,
  surroundings: Count,
  definitions: v.optional(Count),
  question: Count,
  answer: Count,
  window: Count,
  isEstimate: v.boolean(),
  /** Lines that were left out to make it fit; empty: nothing. */
  leftOut: v.array(LineSpanSchema),
});
export type Budget = v.InferOutput<typeof Budget>;

/** What of a run was asked otherwise than usual; what is missing was as always. */
export const Variation = v.object({
  /** The run that it was asked to stand beside. */
  of: v.optional(v.string()),
  language: v.optional(v.picklist(['en', 'zh-CN'])),
  /** What is asked about the code, in the reader's own words. */
  question: v.optional(v.string()),
  /** Chosen for this run alone. */
  model: v.optional(v.object({ url: v.string(), model: v.string() })),
  /** What was seen when a call of it ran, as the model is told. */
  saw: v.optional(v.object({ at: v.number(), call: v.string(), text: v.string() })),
  /** The call of which it was to say, part by part, what it expects, before it was shown any of it. */
  expects: v.optional(v.object({ at: v.number(), call: v.string() })),
});
export type Variation = v.InferOutput<typeof Variation>;

export const Message = v.object({ role: v.picklist(['system', 'user', 'assistant']), content: v.string() });

export const Run = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  state: RunState,
  excerpt: Excerpt,
  destination: v.optional(Destination),
  messages: v.array(Message),
  /** For each message the lengths of its tokens, in UTF-16 units, as the server cuts it; missing: it did not say. */
  tokens: v.optional(v.array(v.array(Count))),
  /** How the model was held to the pieces; missing: runs from before there were any, and follow-ups. */
  form: v.optional(v.picklist(['grammar', 'schema', 'free'])),
  /** What the server held the model to, in GBNF, for each question anew; missing: nothing. */
  grammar: v.optional(v.string()),
  /** The same, as a JSON Schema. */
  schema: v.optional(v.string()),
  /** The pieces that were asked for, in order. */
  pieces: v.optional(v.array(Piece)),
  /** Of what the code uses; missing: nobody was asked. */
  definitions: v.optional(Definitions),
  budget: v.optional(Budget),
  /** Loading or reading: 0..1 where the server tells. */
  share: v.optional(v.number()),
  sizeBytes: v.optional(Count),
  /** What is being loaded, before it is known what the run is sent to. */
  loading: v.optional(v.string()),
  thinking: v.string(),
  /** The server can end the thoughts; and the reader had them ended. */
  isSkippable: v.optional(v.boolean()),
  isSkipped: v.optional(v.boolean()),
  /** Instants: when thinking began and when the first step did. */
  thinkingAt: v.optional(v.number()),
  streamingAt: v.optional(v.number()),
  /** What the whole does, in a sentence of the model's. */
  summary: v.optional(v.string()),
  steps: v.array(Step),
  /** Of these, so many were said before the last question, where several were asked. */
  stepsBefore: v.optional(Count),
  /** Whether the last step may still grow. */
  isWriting: v.boolean(),
  /** The answer to the letter, once it is over: a follow-up sends it back as it came. */
  answer: v.optional(v.string()),
  usage: v.optional(v.record(v.string(), v.optional(v.number()))),
  warnings: v.array(v.looseObject({ kind: v.string() })),
  reason: v.optional(v.string()),
  /** The server's own word for an end that is none of the usual ones. */
  reasonDetail: v.optional(v.string()),
  problem: v.optional(
    v.custom<Problem>(value => typeof value === 'object' && value !== null && 'code' in value),
  ),
  /** All slots of its server are taken by other runs of ours. */
  isQueued: v.optional(v.boolean()),
  /** The question of a follow-up; missing for "explain". */
  question: v.optional(v.string()),
  /** The lines that the question is about, where it is about a step. */
  questionLines: v.optional(LineSpanSchema),
  /** Number of the step that the question is about. */
  questionStep: v.optional(Count),
  /** The run that a follow-up belongs to, or a closer look. */
  follows: v.optional(v.string()),
  /** Of a closer look: the lines of the step that is opened into the pieces inside it. */
  inside: v.optional(LineSpanSchema),
  variation: v.optional(Variation),
  /** The explanation in whose thread a question stands. Missing: `follows` is it (runs from before there were threads). */
  thread: v.optional(v.string()),
});
export type Run = v.InferOutput<typeof Run>;
export type RunId = Run['id'];

/** What the step parser makes of the text, beside what the endpoint says of everything else. */
export type RunEvent =
  | Exclude<EndpointEvent, { type: 'text' | 'rethink' }>
  /** What came since the last question was thought, not said. `keep`: so many steps were said before it. */
  | { readonly type: 'rethink'; readonly text: string; readonly keep?: number }
  | {
      readonly type: 'prepared';
      readonly destination: Destination;
      readonly budget?: Budget;
      readonly messages: Run['messages'];
      readonly grammar?: string;
      readonly schema?: string;
      readonly form?: Form;
      readonly pieces?: readonly Piece[];
      readonly definitions?: Definitions;
    }
  /** Where the server cuts the messages into tokens. */
  | { readonly type: 'tokens'; readonly lengths: readonly (readonly number[])[] }
  /** The reader may have the thoughts ended. */
  | { readonly type: 'skippable' }
  /** The reader had them ended. */
  | { readonly type: 'skipped' }
  /** It waits until another run of ours is over. */
  | { readonly type: 'queued' }
  /** No model was to be asked. */
  | { readonly type: 'done'; readonly reason: 'not-asked'; readonly detail?: undefined }
  /** More words of the sentence on the whole. */
  | { readonly type: 'summary'; readonly text: string }
  /** A new step opens with its first words; the one before is finished. */
  | { readonly type: 'step'; readonly step: Step }
  /** The whole answer as it came, right before the last event. */
  | { readonly type: 'answered'; readonly text: string }
  /** More words of the step that is open. */
  | { readonly type: 'stepText'; readonly text: string }
  /** The open step is about these lines, as its words show; the model gave others. */
  | { readonly type: 'stepLines'; readonly lines: LineSpan; readonly named: LineSpan };

export interface TimedEvent {
  readonly at: number;
  readonly event: RunEvent;
}

/** What goes on with a run: a free question, perhaps about a step and its lines, or a closer look at a step of it. */
export type FollowUp<Before> = { readonly before: Before } & (
  | {
      readonly question: string;
      readonly lines?: LineSpan | undefined;
      /** Its number. */
      readonly step?: number | undefined;
    }
  | { readonly inside: LineSpan }
);

export function newRun(
  id: RunId,
  startedAt: number,
  excerpt: Excerpt,
  followUp?: FollowUp<Pick<Run, 'id' | 'follows' | 'thread'>>,
  variation?: Variation,
): Run {
  return {
    id,
    startedAt,
    state: 'connecting',
    excerpt,
    messages: [],
    thinking: '',
    steps: [],
    isWriting: false,
    warnings: [],
    ...(followUp ? { follows: followUp.before.id } : {}),
    ...(followUp && 'question' in followUp
      ? { question: followUp.question, thread: threadOf(followUp.before) ?? followUp.before.id }
      : {}),
    ...(followUp && 'lines' in followUp && followUp.lines ? { questionLines: followUp.lines } : {}),
    ...(followUp && 'step' in followUp && followUp.step !== undefined ? { questionStep: followUp.step } : {}),
    ...(followUp && 'inside' in followUp ? { inside: followUp.inside } : {}),
    ...(variation ? { variation } : {}),
  };
}

/** The explanation that a question belongs to; `undefined` of an explanation. */
export function threadOf({ thread, follows }: Pick<Run, 'thread' | 'follows'>): RunId | undefined {
  return thread ?? follows;
}

/** `false`: no model was asked; what was seen when its code ran stands there alone. */
export function isAsked({ reason }: Pick<Run, 'reason'>): boolean {
  return reason !== 'not-asked';
}

export function isFinished(run: Pick<Run, 'state'>): boolean {
  return run.state === 'done' || run.state === 'stopped' || run.state === 'failed';
}

/** Where the code of a run went. What the server said while it answered goes before what was known when it was sent. */
export function whereaboutsOfRun({
  destination,
  warnings,
}: Pick<Run, 'destination' | 'warnings'>): Whereabouts {
  if (!destination) return 'unknown';
  const { isLocal, whereabouts, model } = destination;
  if (isCloudName(model) || warnings.some(({ kind }) => kind === 'not-local')) return 'elsewhere';
  return whereabouts ?? (isLocal ? 'here' : 'elsewhere');
}
