// The contract with a local model server: whatever its dialect, the rest of the extension sees these types
// only.
import type { Problem } from '../base/problem';

export type Protocol = 'ollama' | 'openai';

/**
 * Who answers: told by fingerprint, never by port. `openai` is any other server that speaks that protocol.
 */
export type ServerKind =
  | 'ollama'
  | 'llama.cpp'
  | 'llamafile'
  | 'lm-studio'
  | 'vllm'
  | 'jan'
  | 'koboldcpp'
  | 'openai';

/** Where a model does its work, as far as anybody has said. Only `here` is local. */
export type Whereabouts = 'here' | 'elsewhere' | 'unknown';

export interface Model {
  readonly id: string;
  /** What the server says of it; missing: nothing. Read through `whereaboutsOf`, which knows what overrules it. */
  readonly whereabouts?: Whereabouts;
  /** The window in tokens that a request really gets, where the server tells. */
  readonly contextTokens?: number;
  /** `undefined`: the server does not say. */
  readonly thinks?: boolean;
  /** The chat template opens the thoughts itself and the server does not take them out of the text. */
  readonly startsThinking?: boolean;
  readonly isLoaded?: boolean;
  readonly sizeBytes?: number;
  /** Set where a "local" server forwards this model to another machine. */
  readonly remoteHost?: string;
}

export interface Endpoint {
  /** Origin and optional path prefix, without a slash at the end, e.g. "http://127.0.0.1:8080". */
  readonly url: string;
  readonly protocol: Protocol;
  readonly kind: ServerKind;
  /** As shown to people: "Ollama 0.12.3", "llama.cpp b6899". */
  readonly name: string;
  readonly models: readonly Model[];
  /** How many requests it answers at once, where it tells. */
  readonly slots?: number;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly model: Model;
  /** The prefix stays byte-identical over a run and its follow-ups, so that the server's cache serves it. */
  readonly messages: readonly ChatMessage[];
  readonly maxAnswerTokens: number;
  readonly thinking: 'auto' | 'on' | 'off';
  readonly temperature: number;
  readonly seed?: number;
  /** Asked only where `endpoint/constraints` found that the server knows that kind. */
  readonly constraint?: { readonly schema: unknown } | { readonly grammar: string };
}

/** Counts in tokens, times in milliseconds, each only where the server told. */
export interface Usage {
  readonly promptTokens?: number;
  /** Part of `promptTokens` that came from the server's prefix cache. */
  readonly cachedTokens?: number;
  readonly answerTokens?: number;
  readonly loadMs?: number;
  readonly promptMs?: number;
  readonly answerMs?: number;
}

/**
 * Why the stream ended. `stopped`: by the reader. `length`: the answer's budget was used up. `cut`: by us, for it went on
 * past every limit.
 */
export type DoneReason = 'stop' | 'length' | 'stopped' | 'cut' | 'other';

export type EndpointEvent =
  | { readonly type: 'connecting'; readonly address: string }
  /** `share` is 0..1 where the server tells. */
  | {
      readonly type: 'loading';
      readonly model: string;
      readonly share?: number;
      readonly sizeBytes?: number;
    }
  /**
   * Reading the prompt, in tokens; `cached` ones cost nothing. Where the server tells of no progress,
   * `total` is our estimate and `processed` stays 0.
   */
  | {
      readonly type: 'reading';
      readonly processed: number;
      readonly total: number;
      readonly cached: number;
    }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  /**
   * A closing tag came whose opener sat in the prompt: all that was told as `text` so far was thinking.
   * `text` is what thinking grows by; whoever kept steps or text from before drops them and begins anew.
   */
  | { readonly type: 'rethink'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Not fatal: something the reader must know, e.g. that the server saw only part of the prompt. */
  | { readonly type: 'warning'; readonly warning: EndpointWarning }
  /** Always the last event, exactly one of these two. */
  | { readonly type: 'done'; readonly reason: DoneReason; readonly detail?: string }
  | { readonly type: 'failed'; readonly problem: Problem };

export type EndpointWarning =
  | { readonly kind: 'prompt-cut'; readonly seenTokens: number; readonly sentTokens: number }
  | { readonly kind: 'not-local'; readonly host: string }
  /** Questions that were answered before this one did not fit beside it. */
  | { readonly kind: 'earlier-left-out' }
  /** Connected, but silent for this long without a word of loading or reading: it may hang. */
  | { readonly kind: 'quiet'; readonly forMs: number };
