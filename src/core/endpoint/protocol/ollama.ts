// Ollama's own chat protocol: the request, what its lines mean, and how it tells which models are in memory.
import { type Answer, isNoReason } from '../answer/answer';
import type { ChatRequest, Model, Usage } from '../endpoint';
import { type Asked, problemOfErrorFrame } from './failure';
import { at, defined, isObject, type JsonObject, listOf, parseJson, textOf } from './json';
import { frameLikeness } from './likeness';
import { durationOf, tokensOf, windowOf } from './numbers';

export const chatRoute = '/api/chat';

/** Longer than Ollama's five minutes: one reads a while between two questions. */
const keepAlive = '15m';

/**
 * The body of a request. `truncate` and `shift` forbid the server to drop a part of what it was sent. The
 * window is the one that the model already has: another one, or none, would load the model anew.
 */
export function chatBody(request: ChatRequest): JsonObject {
  return defined({
    ...loadBody(request.model),
    messages: request.messages,
    stream: true,
    truncate: false,
    shift: false,
    think: thinkOf(request),
    format: request.constraint && 'schema' in request.constraint ? request.constraint.schema : undefined,
    options: defined({
      ...optionsOf(request.model),
      temperature: request.temperature,
      seed: request.seed,
      num_predict: request.maxAnswerTokens,
    }),
  });
}

/** No message: loads the model, and answers when it is there. */
export function loadBody(model: Model): JsonObject {
  return { model: model.id, messages: [], keep_alive: keepAlive, options: optionsOf(model) };
}

function optionsOf(model: Model): JsonObject {
  return model.contextTokens === undefined ? {} : { num_ctx: model.contextTokens };
}

/** Sent only to models that can think: for others it is an error. */
function thinkOf({ model, thinking }: ChatRequest): boolean | string | undefined {
  if (model.thinks !== true) return undefined;
  // gpt-oss takes levels, and ignores `false`.
  if (/gpt-?oss/i.test(model.id)) return thinking === 'off' ? 'low' : 'medium';
  return thinking !== 'off';
}

/** Tells the answer what each line says; the function returns whether the line could be read. */
export function frameReader(answer: Answer, asked: Asked): (data: string) => boolean {
  const likeness = frameLikeness('created_at');
  let tellsThoughts = false;
  return data => {
    const word = likeness.wordIn(data);
    if (word !== undefined) {
      if (tellsThoughts) answer.think(word);
      else answer.say(word);
      return true;
    }
    const line = parseJson(data);
    if (!isObject(line)) return false;
    const { thoughts, text } = readLine(line, answer, asked);
    const isPlain = line.done === false && (thoughts === undefined) !== (text === undefined);
    if (isPlain) {
      tellsThoughts = thoughts !== undefined;
      likeness.learn(data, tellsThoughts ? 'thinking' : 'content', thoughts ?? text ?? '');
    }
    return true;
  };
}

interface Words {
  readonly thoughts?: string | undefined;
  readonly text?: string | undefined;
}

function readLine(line: JsonObject, answer: Answer, asked: Asked): Words {
  if (line.error !== undefined && line.error !== null) {
    answer.fail(problemOfErrorFrame(line.error, answer.hasText || answer.hasThought, asked));
    return {};
  }
  const host = textOf(line.remote_host);
  if (host !== undefined) answer.runsOn(host);
  const thoughts = textOf(at(line.message, 'thinking'));
  if (thoughts !== undefined) answer.think(thoughts);
  const text = textOf(at(line.message, 'content'));
  if (text !== undefined) answer.say(text);
  if (line.done === true) {
    answer.count(usageOf(line));
    // An engine that was closed in the middle ends with an empty reason: that is no end.
    const reason = line.done_reason === '' ? '' : (textOf(line.done_reason) ?? 'stop');
    const isUntold = reason !== '' && isNoReason(reason);
    answer.finish(isUntold ? 'stop' : reason, thoughts !== undefined || text !== undefined);
  }
  return { thoughts, text };
}

function usageOf(line: JsonObject): Usage {
  return defined({
    promptTokens: tokensOf(line.prompt_eval_count),
    answerTokens: tokensOf(line.eval_count),
    loadMs: durationOf(line.load_duration, nanosecondsPerMs),
    promptMs: durationOf(line.prompt_eval_duration, nanosecondsPerMs),
    answerMs: durationOf(line.eval_duration, nanosecondsPerMs),
  });
}

const nanosecondsPerMs = 1e6;

export interface LoadedModel {
  readonly id: string;
  readonly contextTokens?: number;
}

/** What `/api/ps` lists; `undefined` where it is not such an answer. */
export function loadedModels(value: unknown): readonly LoadedModel[] | undefined {
  if (!isObject(value) || !Array.isArray(value.models)) return undefined;
  return listOf(value.models).flatMap(model => {
    const id = textOf(at(model, 'model')) ?? textOf(at(model, 'name'));
    if (id === undefined) return [];
    return [defined({ id, contextTokens: windowOf(at(model, 'context_length')) })];
  });
}

/** "qwen3" names the same model as "qwen3:latest". */
export function isSameModel(a: string, b: string): boolean {
  return fullName(a) === fullName(b);
}

export function fullName(id: string): string {
  return id.includes(':') ? id : `${id}:latest`;
}
