// The protocol of OpenAI's chat completions, as local servers speak it: the request, and what its frames
// mean.
import type { Answer } from '../answer/answer';
import type { ChatRequest, Endpoint, Usage } from '../endpoint';
import { dialects } from './dialects';
import { type Asked, problemOfErrorFrame } from './failure';
import { at, defined, isObject, type JsonObject, listOf, parseJson, textOf } from './json';
import { frameLikeness } from './likeness';
import { durationOf, tokensOf } from './numbers';

export const chatRoute = '/v1/chat/completions';

/** The body of a request, with what this server understands and nothing more. */
export function chatBody(endpoint: Endpoint, request: ChatRequest): JsonObject {
  const dialect = dialects[endpoint.kind];
  return defined({
    model: request.model.id,
    messages: request.messages,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: request.maxAnswerTokens,
    temperature: request.temperature,
    seed: request.seed,
    return_progress: dialect.reportsReading ? true : undefined,
    reasoning_control: dialect.controlRoute !== undefined && request.model.thinks ? true : undefined,
    ...thinkingOf(endpoint, request),
    ...constraintOf(endpoint, request),
  });
}

function thinkingOf(endpoint: Endpoint, { thinking, model }: ChatRequest): JsonObject {
  if (thinking === 'auto' || model.thinks === false) return {};
  switch (dialects[endpoint.kind].thinkingSwitch) {
    case 'template':
      return { chat_template_kwargs: { enable_thinking: thinking === 'on' } };
    case 'think':
      return thinking === 'off' ? { reasoning_effort: 'none' } : {};
    case 'effort':
      return { reasoning_effort: thinking === 'off' ? 'none' : 'medium' };
    case 'none':
      return {};
  }
}

function constraintOf(endpoint: Endpoint, { constraint }: ChatRequest): JsonObject {
  if (!constraint) return {};
  if ('schema' in constraint) {
    const json_schema = { name: 'answer', strict: true, schema: constraint.schema };
    return { response_format: { type: 'json_schema', json_schema } };
  }
  return dialects[endpoint.kind].grammar === 'structured outputs'
    ? { structured_outputs: { grammar: constraint.grammar } }
    : { grammar: constraint.grammar };
}

/** Reads one frame; returns whether it could be read. */
export type ReadFrame = (data: string, event?: string) => boolean;

/** Tells the answer what each frame says. */
export function frameReader(answer: Answer, asked: Asked): ReadFrame {
  const likeness = frameLikeness();
  let tellsThoughts = false;
  /** Of several choices the first that speaks is the answer. */
  let chosen: number | undefined;
  const isChosen = (choice: JsonObject): boolean => {
    const index = typeof choice.index === 'number' ? choice.index : 0;
    chosen ??= index;
    return index === chosen;
  };
  return (data, event) => {
    const word = event === undefined ? likeness.wordIn(data) : undefined;
    if (word !== undefined) {
      if (tellsThoughts) answer.think(word);
      else answer.say(word);
      return true;
    }
    const said = readWhole(data, event, answer, asked, isChosen);
    if (said === undefined) return false;
    if (said.member !== undefined) {
      tellsThoughts = said.member !== 'content';
      likeness.learn(data, said.member, said.word);
    }
    return true;
  };
}

/** What a frame did: with `member`, that it said this word there and nothing else. */
interface Said {
  readonly member?: string;
  readonly word: string;
}

const nothingMore: Said = { word: '' };

/** `undefined` where the frame could not be read. */
function readWhole(
  data: string,
  event: string | undefined,
  answer: Answer,
  asked: Asked,
  isChosen: (choice: JsonObject) => boolean,
): Said | undefined {
  if (data.trim() === '[DONE]') {
    answer.close();
    return nothingMore;
  }
  const value = parseJson(data);
  if (event === 'error' || isError(value)) {
    answer.fail(problemOfErrorFrame(value ?? data, answer.hasText || answer.hasThought, asked));
    return nothingMore;
  }
  if (!isObject(value)) return undefined;
  const { prompt_progress: progress, usage, timings } = value;
  if (typeof value.id === 'string') answer.isCalled(value.id);
  if (progress !== undefined) readProgress(progress, answer);
  const said = listOf(value.choices).map(choice =>
    isObject(choice) && isChosen(choice) ? readChoice(choice, answer) : nothingMore,
  );
  if (isObject(usage)) answer.count(usageOf(usage));
  if (isObject(timings)) answer.count(timingsOf(timings));
  const isPlain = said.length === 1 && progress === undefined && !isObject(usage) && !isObject(timings);
  return (isPlain ? said[0] : undefined) ?? nothingMore;
}

/** LM Studio and proxies also send objects that are nothing but the text of an error. */
function isError(value: unknown): boolean {
  return isObject(value) && ((value.error !== undefined && value.error !== null) || value.object === 'error');
}

function readProgress(progress: unknown, answer: Answer): void {
  const total = tokensOf(at(progress, 'total'));
  const processed = tokensOf(at(progress, 'processed'));
  if (total === undefined || processed === undefined) return;
  answer.reading({ total, processed, cached: tokensOf(at(progress, 'cache')) ?? 0 });
}

/** Where thoughts come, by server and year: llama.cpp and its kin, vLLM and Ollama's /v1, others. */
const thinkingFields = ['reasoning_content', 'reasoning', 'thinking'] as const;

function readChoice(choice: JsonObject, answer: Answer): Said {
  // `message`: a server that does not stream sends it whole.
  const delta = isObject(choice.delta) ? choice.delta : choice.message;
  let said = nothingMore;
  let hasWords = false;
  if (isObject(delta)) {
    // One of them: servers between two names send the same thoughts under both.
    const [member, other] = thinkingFields.filter(name => textOf(delta[name]) !== undefined);
    const thoughts = member && textOf(delta[member]);
    if (thoughts) {
      answer.think(thoughts);
      if (other === undefined) said = { member, word: thoughts };
    }
    const text = textOf(delta.content) ?? textOfParts(delta.content);
    if (text !== undefined) {
      answer.say(text);
      said = thoughts || Array.isArray(delta.content) ? nothingMore : { member: 'content', word: text };
    }
    hasWords = thoughts !== undefined || text !== undefined;
  }
  const reason = textOf(choice.finish_reason);
  if (reason === undefined) return said;
  answer.finish(reason, hasWords);
  return nothingMore;
}

/** Content as a list of parts. */
function textOfParts(content: unknown): string | undefined {
  if (!Array.isArray(content)) return undefined;
  return textOf(content.map(part => textOf(at(part, 'text')) ?? '').join(''));
}

function usageOf(usage: JsonObject): Usage {
  return defined({
    promptTokens: tokensOf(usage.prompt_tokens),
    cachedTokens: tokensOf(at(usage, 'prompt_tokens_details', 'cached_tokens')),
    answerTokens: tokensOf(usage.completion_tokens),
  });
}

/**
 * llama.cpp's own counters. The prompt in the window is what was read plus what the cache held; without the
 * latter it is not known.
 */
function timingsOf(timings: JsonObject): Usage {
  const read = tokensOf(timings.prompt_n);
  const cached = tokensOf(timings.cache_n);
  return defined({
    promptTokens: read === undefined || cached === undefined ? undefined : read + cached,
    cachedTokens: cached,
    answerTokens: tokensOf(timings.predicted_n),
    promptMs: durationOf(timings.prompt_ms),
    answerMs: durationOf(timings.predicted_ms),
  });
}
