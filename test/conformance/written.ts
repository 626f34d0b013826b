// Streams of servers that were not recorded, each written after one stated fact, with what must come out.
import type { Protocol, ServerKind } from '../../src/core/endpoint/endpoint';

export interface WrittenStream {
  readonly name: string;
  /** What a real server was seen to do, and where that is said. */
  readonly fact: string;
  readonly kind: ServerKind;
  readonly protocol: Protocol;
  readonly body: string;
  readonly thinking: string;
  readonly answer: string;
  /** The last event's reason or problem. */
  readonly last: string;
}

type Delta = Readonly<Record<string, unknown>>;

/** A stream of server-sent events in OpenAI's form. */
function sse(deltas: readonly Delta[], { finish = 'stop' as string | null, isDone = true } = {}): string {
  const frame = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
  const chunk = (delta: Delta, finish_reason: string | null = null) =>
    frame({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });
  const end = finish === null ? '' : chunk({}, finish);
  return deltas.map(delta => chunk(delta)).join('') + end + (isDone ? 'data: [DONE]\n\n' : '');
}

const contents = (...texts: readonly string[]): readonly Delta[] => texts.map(content => ({ content }));

/** Ollama's lines. */
function ndjson(messages: readonly Delta[], last: Delta = { done: true, done_reason: 'stop' }): string {
  const lines = messages.map(message => ({
    model: 'm',
    message: { role: 'assistant', ...message },
    done: false,
  }));
  return [...lines, { model: 'm', message: { role: 'assistant', content: '' }, ...last }]
    .map(line => `${JSON.stringify(line)}\n`)
    .join('');
}

const thinking = 'Loop until b is 0.\nSwap.';
const answer = 'L1-2: 求最大公约数 🙂.\nL3: ends.';
const halves = (text: string): readonly string[] => [text.slice(0, 7), text.slice(7, 8), text.slice(8)];
const inline = (before: string, between: string): readonly Delta[] =>
  contents(...halves(before + thinking + between + answer));

const base = { kind: 'openai', protocol: 'openai', thinking, answer, last: 'stop' } as const;

export const written: readonly WrittenStream[] = [
  {
    ...base,
    name: 'vllm-reasoning',
    kind: 'vllm',
    fact: 'vLLM sends thoughts as `delta.reasoning`; the former name has no alias in streams (vllm#27755, PR #34030).',
    body: sse([
      { role: 'assistant', content: '' },
      ...halves(thinking).map(reasoning => ({ reasoning })),
      ...contents(answer),
    ]),
  },
  {
    ...base,
    name: 'vllm-both-names',
    kind: 'vllm',
    fact: 'Between the two names a server may send the same thoughts under both (vllm#27755).',
    body: sse([
      ...halves(thinking).map(text => ({ reasoning: text, reasoning_content: text })),
      ...contents(answer),
    ]),
  },
  {
    ...base,
    name: 'thinking-field',
    fact: 'A third name, `delta.thinking`, is met on proxies of Ollama (microsoft/vscode#322938).',
    body: sse([...halves(thinking).map(text => ({ thinking: text })), ...contents(answer)]),
  },
  {
    ...base,
    name: 'vllm-no-opener',
    kind: 'vllm',
    fact: 'Without a reasoning parser only the closing tag arrives: the opener sat in the prompt (lablup/backend.ai-webui PR #8584).',
    body: sse(inline('', '</think>\n\n')),
  },
  {
    ...base,
    name: 'koboldcpp-no-opener',
    kind: 'koboldcpp',
    fact: 'Templates that open `<think>` leave the closing tag alone in the content (koboldcpp.py, encapsulate_thinking).',
    body: sse(inline('\n', '\n</think>'), { isDone: true }),
    thinking: `${thinking}\n`,
  },
  {
    ...base,
    name: 'think',
    fact: 'Raw tags where a server has no setting for thoughts (lmstudio-bug-tracker#1368).',
    body: sse(inline('<think>\n', '\n</think>\n\n')),
    thinking: `${thinking}\n`,
  },
  ...['thinking', 'thought', 'reasoning'].map(tag => ({
    ...base,
    name: tag,
    fact: `Models trained on other data use <${tag}>.`,
    body: sse(inline(`<${tag}>`, `</${tag}>`)),
  })),
  {
    ...base,
    name: 'magistral',
    fact: "Magistral's tokenizer has [THINK] and [/THINK].",
    body: sse(inline('[THINK]', '[/THINK]')),
  },
  {
    ...base,
    name: 'lm-studio-harmony',
    kind: 'lm-studio',
    fact: 'Before 0.3.23 gpt-oss channels stand in the content (LM Studio change log; llama.vscode reads the same pair).',
    body: sse(
      inline('<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>').concat(
        contents('<|return|>'),
      ),
    ),
  },
  {
    ...base,
    name: 'gemma',
    fact: "Gemma 4's channel tags, by the soc and eoc tokens of its tokenizer.",
    body: sse(inline('<|channel>thought\n', '<channel|>')),
  },
  {
    ...base,
    name: 'never-closed',
    fact: 'A model that never ends its thoughts (lmstudio-bug-tracker#1602).',
    body: sse(contents('<think>', thinking), { finish: 'length' }),
    answer: '',
    last: 'only-thinking',
  },
  {
    ...base,
    name: 'empty-thoughts',
    fact: 'A pair with nothing inside (vercel/ai#12054).',
    body: sse(contents('<think></think>', answer)),
    thinking: '',
  },
  {
    ...base,
    name: 'literal-in-fence',
    fact: 'An answer about tags quotes them in a code fence and between backticks.',
    body: sse(contents('Use `<think>`:\n```html\n<think>x</th', 'ink>\n```\nL3: so `</think>` ends it.')),
    thinking: '',
    answer: 'Use `<think>`:\n```html\n<think>x</think>\n```\nL3: so `</think>` ends it.',
  },
  {
    ...base,
    name: 'llama-doubles',
    kind: 'llama.cpp',
    fact: '`deepseek-legacy` sends thoughts in the content, with tags, and in reasoning_content (llama.cpp server README).',
    body: sse([
      { content: '<think>' },
      ...halves(thinking).map(text => ({ reasoning_content: text, content: text })),
      ...contents('</think>', answer),
    ]),
  },
  {
    ...base,
    name: 'llama-doubles-no-opener',
    kind: 'llama.cpp',
    fact: 'The same where the template holds the opener.',
    body: sse([
      ...halves(thinking).map(text => ({ reasoning_content: text, content: text })),
      ...contents('</think>', answer),
    ]),
  },
  {
    ...base,
    name: 'jan-progress',
    kind: 'jan',
    fact: 'Jan runs llama.cpp: prompt_progress with an empty delta, timings (jan.ai/docs/local-api).',
    body: [
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { role: 'assistant', content: null } }], prompt_progress: { total: 20, cache: 4, processed: 12, time_ms: 3 } })}\n\n`,
      sse([...halves(thinking).map(text => ({ reasoning_content: text })), ...contents(answer)]),
    ].join(''),
  },
  {
    ...base,
    name: 'pings-and-crlf',
    kind: 'llama.cpp',
    fact: 'Comment lines while the server is silent (sse_ping_interval), and line ends of the older standard.',
    body: sse(inline('<think>', '</think>')).replaceAll('\n\n', '\n\n: ping\n\n').replaceAll('\n', '\r\n'),
  },
  {
    ...base,
    name: 'llama-bare-error',
    kind: 'llamafile',
    fact: 'Older builds write `error: {…}` as a field of its own (server-common.cpp, format_oai_sse).',
    body: `${sse(contents(answer), { finish: null, isDone: false })}error: {"code":500,"message":"slot failed","type":"server_error"}\n\n`,
    thinking: '',
    last: 'stream-error',
  },
  {
    ...base,
    name: 'llama-error-frame',
    kind: 'llama.cpp',
    fact: 'An error after the first token comes inside the open 200 stream (server-common.cpp).',
    body: `${sse(contents(answer), { finish: null, isDone: false })}data: {"error":{"code":500,"message":"slot failed","type":"server_error"}}\n\n`,
    thinking: '',
    last: 'stream-error',
  },
  {
    ...base,
    name: 'lm-studio-error-event',
    kind: 'lm-studio',
    fact: 'LM Studio names its error events (lmstudio.ai/docs/developer).',
    body: `${sse(contents(answer), { finish: null, isDone: false })}event: error\ndata: {"message":"model crashed"}\n\n`,
    thinking: '',
    last: 'stream-error',
  },
  {
    ...base,
    name: 'lm-studio-no-deltas',
    kind: 'lm-studio',
    fact: 'A GGUF prompt that is too long: 200 and no delta at all (lmstudio-bug-tracker#2339).',
    body: '',
    thinking: '',
    answer: '',
    last: 'empty-answer',
  },
  {
    ...base,
    name: 'lm-studio-only-thoughts',
    kind: 'lm-studio',
    fact: 'Thoughts, no content, `stop`, usage of zeros (lmstudio-bug-tracker#1602).',
    body: sse(halves(thinking).map(text => ({ reasoning_content: text }))),
    answer: '',
    last: 'only-thinking',
  },
  {
    ...base,
    name: 'koboldcpp-error',
    kind: 'koboldcpp',
    fact: '`finish_reason: "error"` with HTTP 200 (koboldcpp#2481).',
    body: sse(contents(answer), { finish: 'error' }),
    thinking: '',
    last: 'stream-error',
  },
  {
    ...base,
    name: 'vllm-too-long-frame',
    kind: 'vllm',
    fact: 'An error as the first frame, then [DONE] (vllm, create_streaming_error_response).',
    body: `data: {"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","code":400}}\n\ndata: [DONE]\n\n`,
    thinking: '',
    answer: '',
    last: 'too-long',
  },
  {
    ...base,
    name: 'no-reason',
    fact: 'Some servers end with [DONE] and no finish_reason.',
    body: sse(contents(answer), { finish: null }),
    thinking: '',
    last: 'other',
  },
  {
    ...base,
    name: 'unknown-reason',
    fact: 'Unknown reasons are shown, not failed (abort, cancelled, content_filter are met).',
    body: sse(contents(answer), { finish: 'content_filter' }),
    thinking: '',
    last: 'other',
  },
  {
    ...base,
    name: 'done-twice',
    fact: 'Proxies repeat the end.',
    body: `${sse(contents(answer))}data: [DONE]\n\n${sse(contents('never shown'))}`,
    thinking: '',
  },
  {
    ...base,
    name: 'no-end-marker',
    fact: 'A stream that stops without finish_reason and [DONE], as Ollama’s /v1 does after an error.',
    body: sse(contents(answer), { finish: null, isDone: false }),
    thinking: '',
    last: 'cut-short',
  },
  {
    ...base,
    name: 'last-line-unended',
    fact: 'The last frame without its empty line.',
    body: sse(contents(answer), { isDone: false }).trimEnd(),
    thinking: '',
  },
  {
    ...base,
    name: 'content-parts',
    fact: 'Content as a list of parts, as newer multimodal servers send it.',
    body: sse([{ content: [{ type: 'text', text: answer }] }]),
    thinking: '',
  },
  {
    ...base,
    name: 'ollama-raw-tags',
    kind: 'ollama',
    protocol: 'ollama',
    fact: 'Models that Ollama does not know to think send their tags in the content.',
    body: ndjson(inline('<think>', '</think>')),
  },
  {
    ...base,
    name: 'ollama-remote',
    kind: 'ollama',
    protocol: 'ollama',
    fact: '`remote_host` on lines of a cloud model (api/types.go ChatResponse).',
    body: ndjson([{ content: answer }], {
      done: true,
      done_reason: 'stop',
      remote_model: 'big',
      remote_host: 'https://ollama.com:443',
    }),
    thinking: '',
  },
  {
    ...base,
    name: 'ollama-closed-runner',
    kind: 'ollama',
    protocol: 'ollama',
    fact: 'A closed engine ends with an empty reason.',
    body: ndjson([{ content: answer }], { done: true, done_reason: '' }),
    thinking: '',
    last: 'cut-short',
  },
];
