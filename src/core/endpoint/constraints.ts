// Whether a server really holds a model to a JSON Schema or a grammar: tried, since servers that do not know
// the field ignore it and answer as they like.
import type { Http } from '../ports';
import { ask } from './ask';
import { dialects } from './dialects';
import type { ChatRequest, Endpoint, Model } from './endpoint';
import { at, isObject, listOf, parseJson, textOf } from './json';
import * as ollama from './ollama';
import * as openai from './openai';

export interface Constraints {
  readonly schema: boolean;
  readonly grammar: boolean;
}

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

/**
 * Asks the model for a greeting under a schema that allows one word only, and the server for an answer under
 * a broken grammar. Costs one short answer, and the slot's prefix cache on a server with one slot: ask once
 * per model and before a run, not between a run and its follow-up. Never throws; a question that fails counts
 * as "no".
 */
export async function constraintsOf(
  endpoint: Endpoint,
  model: Model,
  { http, key }: { readonly http: Http; readonly key?: string | undefined },
  signal: AbortSignal,
): Promise<Constraints> {
  const send = (body: unknown) => {
    const route = endpoint.protocol === 'ollama' ? ollama.chatRoute : openai.chatRoute;
    return ask(http, { url: endpoint.url + route, key, body }, signal).catch(() => undefined);
  };
  return { schema: await holdsToSchema(), grammar: await readsGrammar() };

  async function holdsToSchema(): Promise<boolean> {
    const reply = await send(bodyOf(endpoint, model, { schema }));
    if (reply?.status !== 200) return false;
    const message = at(reply.json, 'message') ?? at(listOf(at(reply.json, 'choices'))[0], 'message');
    const answer = parseJson(textOf(at(message, 'content')) ?? '');
    return isObject(answer) && answer.word === word && Object.keys(answer).length === 1;
  }

  async function readsGrammar(): Promise<boolean> {
    if (endpoint.protocol === 'ollama' || dialects[endpoint.kind].grammar === undefined) return false;
    const reply = await send(bodyOf(endpoint, model, { grammar: brokenGrammar }));
    return reply !== undefined && reply.status >= 400 && /grammar/i.test(reply.body);
  }
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
