// Who differs, and in what: one row a server, with where a fact was read. A server that is not here is
// treated as `openai`.
import type { ServerKind } from '../endpoint';

export interface Dialect {
  /** As shown to people. */
  readonly title: string;
  /** Where it listens unless told otherwise. */
  readonly ports: readonly number[];
  /** How a request says that the model should think or not; `none`: the server has no such switch. */
  readonly thinkingSwitch: 'think' | 'template' | 'effort' | 'none';
  /** Sends `prompt_progress` frames when asked to. */
  readonly reportsReading: boolean;
  /** Answers 503 on every route while its model loads, and tells on `/health` when that is over. */
  readonly refusesWhileLoading: boolean;
  /** May drop a part of a prompt that is too long, and answer 200. */
  readonly cutsSilently: boolean;
  /** Route and request of its tokenizer. */
  readonly tokenizer?: 'llama.cpp' | 'vllm' | 'koboldcpp';
  /** How it takes a grammar, where it does. */
  readonly grammar?: 'top level' | 'structured outputs';
  /** Holds the answer to a schema, and leaves the thoughts before it free. A grammar binds them wherever it is taken. */
  readonly thinksBeforeSchema?: true;
  /**
   * Whose own process does the work, so that its model is on the machine on which it listens. Everybody else may hand it
   * on: see `src/decisions.md`, where a model runs.
   */
  readonly worksItself?: true;
  /** Where an answer under way is told to end its thoughts. Newer builds only: see endThoughts.ts. */
  readonly controlRoute?: string;
  /** Goes on working after the connection is closed, until this route is asked. */
  readonly stopRoute?: string;
}

const llamaCpp: Dialect = {
  title: 'llama.cpp',
  // 8080 in every release up to August 2026, 9931 after (ggml-org/llama.cpp#26508).
  ports: [8080, 9931],
  thinkingSwitch: 'template',
  reportsReading: true,
  refusesWhileLoading: true,
  cutsSilently: false,
  tokenizer: 'llama.cpp',
  grammar: 'top level',
  thinksBeforeSchema: true,
  controlRoute: '/v1/chat/completions/control',
  worksItself: true,
};

const plain: Dialect = {
  title: 'OpenAI-compatible server',
  ports: [],
  thinkingSwitch: 'none',
  reportsReading: false,
  refusesWhileLoading: false,
  // Unknown, so that a prompt of which little was counted is spoken of.
  cutsSilently: true,
};

export const dialects: Readonly<Record<ServerKind, Dialect>> = {
  ollama: {
    ...plain,
    title: 'Ollama',
    ports: [11434],
    // Natively; on its /v1 routes an effort of "none" does the same.
    thinkingSwitch: 'think',
  },
  'llama.cpp': llamaCpp,
  // An older or newer llama.cpp in one file.
  llamafile: { ...llamaCpp, title: 'llamafile', ports: [8080] },
  // A GGUF prompt that is too long: 200 and no delta at all (lmstudio-bug-tracker#2339).
  'lm-studio': { ...plain, title: 'LM Studio', ports: [1234] },
  vllm: {
    ...plain,
    title: 'vLLM',
    ports: [8000],
    thinkingSwitch: 'template',
    cutsSilently: false,
    tokenizer: 'vllm',
    // `guided_grammar` is gone since 0.12.
    grammar: 'structured outputs',
  },
  // Runs llama.cpp behind a door that wants a key and has the OpenAI routes only.
  jan: { ...plain, title: 'Jan', ports: [1337], thinkingSwitch: 'template', reportsReading: true },
  // A large `max_tokens` shrinks the prompt; reading is not stopped by hanging up (koboldcpp#2481).
  koboldcpp: {
    ...plain,
    title: 'KoboldCpp',
    ports: [5001],
    tokenizer: 'koboldcpp',
    grammar: 'top level',
    worksItself: true,
    stopRoute: '/api/extra/abort',
  },
  openai: plain,
};
