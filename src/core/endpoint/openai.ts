// The protocol of OpenAI's chat completions, as local servers speak it: the request, and what its frames mean.
import type { Answer } from './answer';
import { dialects } from './dialects';
import type { ChatRequest, Endpoint, Usage } from './endpoint';
import { type Asked, problemOfErrorFrame } from './failure';
import { at, defined, isObject, type JsonObject, listOf, numberOf, parseJson, textOf } from './json';

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

/** Tells the answer what one frame says. Returns whether the frame could be read. */
export function readFrame(data: string, event: string | undefined, answer: Answer, asked: Asked): boolean {
  if (data === '[DONE]') {
    answer.close();
    return true;
  }
  const value = parseJson(data);
  if (event === 'error' || (isObject(value) && value.error !== undefined && value.error !== null)) {
    answer.fail(problemOfErrorFrame(value ?? data, answer.hasText || answer.hasThought, asked));
    return true;
  }
  if (!isObject(value)) return false;
  // LM Studio and proxies: an object that is nothing but the text of an error.
  if (value.object === 'error') {
    answer.fail(problemOfErrorFrame(value, answer.hasText || answer.hasThought, asked));
    return true;
  }
  readProgress(value.prompt_progress, answer);
  for (const choice of listOf(value.choices)) readChoice(choice, answer);
  const usage = { ...usageOf(value.usage), ...timingsOf(value.timings) };
  if (Object.keys(usage).length > 0) answer.count(usage);
  return true;
}

function readProgress(progress: unknown, answer: Answer): void {
  const total = numberOf(at(progress, 'total'));
  const processed = numberOf(at(progress, 'processed'));
  if (total === undefined || processed === undefined) return;
  answer.reading({ total, processed, cached: numberOf(at(progress, 'cache')) ?? 0 });
}

/** Where thoughts come, by server and year: llama.cpp and its kin, vLLM and Ollama's /v1, others. */
const thinkingFields = ['reasoning_content', 'reasoning', 'thinking'] as const;

function readChoice(choice: unknown, answer: Answer): void {
  if (!isObject(choice)) return;
  // `message`: a server that does not stream sends it whole.
  const delta = isObject(choice.delta) ? choice.delta : choice.message;
  if (isObject(delta)) {
    // One of them: servers between two names send the same thoughts under both.
    const field = thinkingFields.find(name => textOf(delta[name]) !== undefined);
    if (field) answer.think(textOf(delta[field]) ?? '');
    const text = textOf(delta.content) ?? textOfParts(delta.content);
    if (text !== undefined) answer.say(text);
  }
  const reason = textOf(choice.finish_reason);
  if (reason !== undefined) answer.finish(reason);
}

/** Content as a list of parts. */
function textOfParts(content: unknown): string | undefined {
  if (!Array.isArray(content)) return undefined;
  return textOf(content.map(part => textOf(at(part, 'text')) ?? '').join(''));
}

function usageOf(usage: unknown): Usage {
  if (!isObject(usage)) return {};
  return defined({
    promptTokens: numberOf(usage.prompt_tokens),
    cachedTokens: numberOf(at(usage, 'prompt_tokens_details', 'cached_tokens')),
    answerTokens: numberOf(usage.completion_tokens),
  });
}

/** llama.cpp's own counters. The prompt in the window is what was read plus what the cache held. */
function timingsOf(timings: unknown): Usage {
  if (!isObject(timings)) return {};
  const read = numberOf(timings.prompt_n);
  const cached = numberOf(timings.cache_n);
  return defined({
    promptTokens: read === undefined ? undefined : read + (cached ?? 0),
    cachedTokens: cached,
    answerTokens: numberOf(timings.predicted_n),
    promptMs: numberOf(timings.prompt_ms),
    answerMs: numberOf(timings.predicted_ms),
  });
}
