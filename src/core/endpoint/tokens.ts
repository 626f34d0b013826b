// How many tokens a text has: counted by the server where it can, else estimated, and said which.
import type { Http } from '../ports';
import { askJson } from './ask';
import { type Dialect, dialects } from './dialects';
import type { ChatMessage, Endpoint, Model } from './endpoint';
import { at, isObject, listOf, numberOf } from './json';

export interface TokenCounter {
  count(text: string): Promise<number>;
  /** Becomes true with the first text that had to be estimated. */
  readonly isEstimate: boolean;
}

/**
 * Characters a token. Code of today's tokenizers has 3.2 to 3.8 (measured on Qwen 2.5's with line numbers in
 * front: 3.1), English prose above 4; a low number errs to the side of a prompt that fits.
 */
const charactersPerToken = 3;
/** A Chinese, Japanese or Korean character takes 0.6 to 1 token with vocabularies that know it. */
const tokensPerIdeograph = 1;
/** Other letters beyond ASCII: two or three bytes each, seldom merged far. */
const charactersPerForeignToken = 2;

/** What the chat template puts around one message. */
export const tokensAroundMessage = 8;

const ideographs = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud87f][\udc00-\udfff]/g;
const foreign = /[\u0080-\uffff]/g;

/** An estimate by rule: runs of white space count as one character, ideographs apart from letters. */
export function estimateTokens(text: string): number {
  const tight = text.replace(/[ \t]{2,}/g, ' ');
  const ideographCount = tight.match(ideographs)?.length ?? 0;
  const foreignCount = (tight.replace(ideographs, '').match(foreign) ?? []).length;
  const asciiCount = tight.replace(foreign, '').length;
  return Math.ceil(
    asciiCount / charactersPerToken +
      ideographCount * tokensPerIdeograph +
      foreignCount / charactersPerForeignToken,
  );
}

export function estimateMessages(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensAroundMessage, 0);
}

interface Tokenizer {
  readonly route: string;
  body(text: string, model: string): unknown;
  read(reply: unknown): number | undefined;
}

const tokenizers: Readonly<Record<NonNullable<Dialect['tokenizer']>, Tokenizer>> = {
  'llama.cpp': {
    route: '/tokenize',
    body: text => ({ content: text }),
    read: reply => (isObject(reply) && reply.tokens ? listOf(reply.tokens).length : undefined),
  },
  vllm: {
    route: '/tokenize',
    body: (text, model) => ({ model, prompt: text, add_special_tokens: false }),
    read: reply => numberOf(at(reply, 'count')),
  },
  koboldcpp: {
    route: '/api/extra/tokencount',
    body: text => ({ prompt: text }),
    read: reply => numberOf(at(reply, 'value')),
  },
};

/** Counts with the server's own tokenizer; where it has none, or after it has failed once, estimates. */
export function tokenCounter(
  endpoint: Endpoint,
  model: Model,
  { http, key }: { readonly http: Http; readonly key?: string | undefined },
  signal: AbortSignal,
): TokenCounter {
  const name = dialects[endpoint.kind].tokenizer;
  let tokenizer = name === undefined ? undefined : tokenizers[name];
  return {
    async count(text) {
      if (text === '') return 0;
      if (tokenizer) {
        const { route, body, read } = tokenizer;
        const question = { url: endpoint.url + route, key, body: body(text, model.id) };
        const counted = read(await askJson(http, question, signal));
        if (counted !== undefined) return counted;
        tokenizer = undefined;
      }
      return estimateTokens(text);
    },
    get isEstimate() {
      return tokenizer === undefined;
    },
  };
}

/**
 * Tokens of whole messages with the chat template around them, exact, where the server counts such; `undefined`
 * elsewhere. Of the known servers only llama.cpp's does.
 */
export async function countMessages(
  endpoint: Endpoint,
  messages: readonly ChatMessage[],
  { http, key }: { readonly http: Http; readonly key?: string | undefined },
  signal: AbortSignal,
): Promise<number | undefined> {
  if (dialects[endpoint.kind].tokenizer !== 'llama.cpp') return undefined;
  const url = `${endpoint.url}/v1/chat/completions/input_tokens`;
  return numberOf(at(await askJson(http, { url, key, body: { messages } }, signal), 'input_tokens'));
}
