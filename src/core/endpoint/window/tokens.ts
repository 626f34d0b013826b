// How many tokens a text has: counted by the server where it can, else estimated, and said which.
import type { Clock, Http } from '../../ports';
import type { ChatMessage, Endpoint, Model } from '../endpoint';
import { askJson, inTime } from '../protocol/ask';
import { type Dialect, dialects } from '../protocol/dialects';
import { at } from '../protocol/json';
import { plausibleCount } from '../protocol/numbers';

export interface TokenCounter {
  count(text: string): Promise<number>;
  /** Becomes true with the first text that had to be estimated. */
  readonly isEstimate: boolean;
}

/** What the chat template puts around one message. */
export const tokensAroundMessage = 8;

/**
 * Tokens a character, by what it is; spaces cost nothing, as they begin the next token. Fitted on 100 pieces
 * of 60 numbered lines of TypeScript, Python and C: of what Qwen 2.5 counts this is 1.16 times in the median,
 * 1.0 at the lowest twentieth, 1.37 at most; English prose 1.12, Chinese 1.33. SmolLM2, with a smaller
 * vocabulary, 1.0 in the median. Too many is the safe side: the prompt fits.
 */
const weights = {
  letter: 0.3,
  /** Nearly all vocabularies of today split numbers into digits. */
  digit: 1,
  sign: 0.8,
  lineEnd: 0.7,
  /** Chinese, Japanese, Korean: 0.6 to 1. */
  ideograph: 1,
  foreignLetter: 0.5,
};

/** Of sums of tenths. */
const roundingError = 1e-6;

/** An estimate by rule. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += 1) tokens += weightOf(text.charCodeAt(at));
  return Math.max(0, Math.ceil(tokens - roundingError));
}

function weightOf(code: number): number {
  if (code >= 0x80) return isIdeograph(code) ? weights.ideograph : weights.foreignLetter;
  if (code === 0x20 || code === 0x09 || code === 0x0d) return 0;
  if (code === 0x0a) return weights.lineEnd;
  if (code >= 0x30 && code <= 0x39) return weights.digit;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? weights.letter : weights.sign;
}

/**
 * CJK with its punctuation and full-width forms, and Hangul; rarer ideographs are two units of half a token.
 */
function isIdeograph(code: number): boolean {
  return (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af) || code >= 0xf900;
}

export function estimateMessages(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensAroundMessage, 0);
}

interface Tokenizer {
  readonly route: string;
  body(text: string, model: string): unknown;
  /** What should be a count. */
  read(reply: unknown): unknown;
}

const tokenizers: Readonly<Record<NonNullable<Dialect['tokenizer']>, Tokenizer>> = {
  'llama.cpp': {
    route: '/tokenize',
    body: text => ({ content: text }),
    read: reply => {
      const tokens = at(reply, 'tokens');
      return Array.isArray(tokens) ? tokens.length : undefined;
    },
  },
  vllm: {
    route: '/tokenize',
    body: (text, model) => ({ model, prompt: text, add_special_tokens: false }),
    read: reply => at(reply, 'count'),
  },
  koboldcpp: {
    route: '/api/extra/tokencount',
    body: text => ({ prompt: text }),
    read: reply => at(reply, 'value'),
  },
};

export interface CounterPorts {
  readonly http: Http;
  /** Without one, the server's answer is waited for. */
  readonly clock?: Clock;
  readonly key?: string | undefined;
}

/**
 * Counts with the server's own tokenizer; where it has none, or after it has failed or been late once, estimates.
 */
export function tokenCounter(
  endpoint: Endpoint,
  model: Model,
  { http, clock, key }: CounterPorts,
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
        const ask = (until: AbortSignal) => askJson(http, question, until);
        const reply = await (clock ? inTime(clock, signal, ask) : ask(signal));
        const counted = plausibleCount(read(reply), text);
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
