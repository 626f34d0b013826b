// Whether a server really holds a model to a JSON Schema or a grammar: tried, since servers that do not know
// the field ignore it and answer as they like.
import type { Http } from '../ports';
import type { ChatRequest, Endpoint, Model } from './endpoint';
import { ask } from './protocol/ask';
import { dialects } from './protocol/dialects';
import { at, isObject, listOf, parseJson, textOf } from './protocol/json';
import * as ollama from './protocol/ollama';
import * as openai from './protocol/openai';

/** What no model says unasked. */
const word = 'marginalia-7';
const schema = {
  type: 'object',
  properties: { word: { type: 'string', enum: [word] } },
  required: ['word'],
  additionalProperties: false,
};
/** Not closed: a server that reads grammars refuses it, one that does not answers. */
const brokenGrammar = 'root ::= (';
const enoughTokens = 32;

export interface ConstraintPorts {
  readonly http: Http;
  readonly key?: string | undefined;
}

/**
 * Asks the model for a greeting under a schema that allows one word only. Costs one short answer, and the slot's prefix
 * cache on a server with one slot: ask once per model and before a run, not between a run and its follow-up. `undefined`: the
 * server failed in a way that says nothing, and may be asked again. Never throws.
 */
export async function holdsToSchema(
  endpoint: Endpoint,
  model: Model,
  ports: ConstraintPorts,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const reply = await send(endpoint, model, { schema }, ports, signal);
  if (reply === undefined || reply.status >= 500) return undefined;
  if (reply.status !== 200) return false;
  const message = at(reply.json, 'message') ?? at(listOf(at(reply.json, 'choices'))[0], 'message');
  const answer = parseJson(textOf(at(message, 'content')) ?? '');
  return isObject(answer) && answer.word === word && Object.keys(answer).length === 1;
}

/**
 * Asks the server for an answer under a broken grammar. One that reads grammars refuses it before it reads the prompt, so
 * that nothing is lost of what it keeps. `undefined`: it failed in another way, and may be asked again. Never throws.
 */
export async function readsGrammar(
  endpoint: Endpoint,
  model: Model,
  ports: ConstraintPorts,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  if (endpoint.protocol === 'ollama' || dialects[endpoint.kind].grammar === undefined) return false;
  const reply = await send(endpoint, model, { grammar: brokenGrammar }, ports, signal);
  if (reply === undefined) return undefined;
  if (reply.status === 200) return false;
  return reply.status < 500 && /grammar/i.test(reply.body) ? true : undefined;
}

function send(
  endpoint: Endpoint,
  model: Model,
  constraint: NonNullable<ChatRequest['constraint']>,
  { http, key }: ConstraintPorts,
  signal: AbortSignal,
) {
  const route = endpoint.protocol === 'ollama' ? ollama.chatRoute : openai.chatRoute;
  const body = bodyOf(endpoint, model, constraint);
  return ask(http, { url: endpoint.url + route, key, body }, signal).catch(() => undefined);
}

function bodyOf(endpoint: Endpoint, model: Model, constraint: NonNullable<ChatRequest['constraint']>) {
  const request: ChatRequest = {
    model,
    messages: [{ role: 'user', content: 'Say hello.' }],
    maxAnswerTokens: enoughTokens,
    thinking: 'off',
    temperature: 0,
    constraint,
  };
  const body = endpoint.protocol === 'ollama' ? ollama.chatBody(request) : openai.chatBody(endpoint, request);
  const { stream_options: _onlyForStreams, return_progress: _too, ...whole } = body;
  return { ...whole, stream: false };
}
