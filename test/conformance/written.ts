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

/** A line of thoughts that quotes a closing tag, and the answer after it. */
const tornThoughts = 'it has a `</think>` block';
const tornAnswer = 'L1: reads.';
const markedAnswer =
  'L1: ends with `<|im_end|>`.\n```\n</s>\n```\nL2: a <|eot_id|> and <|im_end|>\n<|im_start|>user are marks, <s>not</s>.';

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
  {
    ...base,
    name: 'reason-first',
    fact: 'A reason in the first, empty chunk, long before the words (proxies that fill in every field).',
    body: `data: {"choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":"stop"}]}\n\n${sse(contents(answer), { finish: null })}`,
    thinking: '',
  },
  {
    ...base,
    name: 'reason-everywhere',
    fact: 'The same reason in every chunk.',
    body: `${sse([...halves(thinking).map(reasoning => ({ reasoning })), ...contents(...halves(answer))]).replaceAll('"finish_reason":null', '"finish_reason":"stop"')}`,
  },
  {
    ...base,
    name: 'reason-null-word',
    fact: 'No reason yet, written as a word: "null".',
    body: sse(contents(...halves(answer))).replaceAll('"finish_reason":null', '"finish_reason":"null"'),
    thinking: '',
  },
  {
    ...base,
    name: 'reason-empty-word',
    fact: 'No reason yet, written as an empty text, and one in capitals.',
    body: sse(contents(...halves(answer)), { finish: 'STOP' }).replaceAll(
      '"finish_reason":null',
      '"finish_reason":""',
    ),
    thinking: '',
  },
  ...['__proto__', 'constructor', 'toString'].map(finish => ({
    ...base,
    name: `reason-${finish}`,
    fact: 'A reason may be any word, also one that every object of ours knows.',
    body: sse(contents(answer), { finish }),
    thinking: '',
    last: 'other',
  })),
  {
    ...base,
    name: 'done-with-blank',
    fact: 'A blank after the end marker.',
    body: `${sse(contents(answer), { isDone: false })}data: [DONE] \n\n${sse(contents('never shown'))}`,
    thinking: '',
  },
  {
    ...base,
    name: 'done-with-cr',
    fact: 'A carriage return that belongs to no line end after the end marker, as from a badly joined template.',
    body: `${sse(contents(answer), { isDone: false })}data: [DONE]\r\r\n\r\n${sse(contents('never shown'))}`,
    thinking: '',
  },
  {
    ...base,
    name: 'several-choices',
    fact: 'With n > 1 the choices come in turns; the first is the answer.',
    body: sse([{ role: 'assistant' }, ...contents(...halves(answer))]).replaceAll(
      /data: (\{.*\})\n\n/g,
      (frame, chunk) => `${frame}data: ${chunk.replace('"index":0', '"index":1')}\n\n`,
    ),
    thinking: '',
  },
  {
    ...base,
    name: 'usage-after',
    fact: 'The usage comes in a chunk of its own after the reason (stream_options.include_usage).',
    body: `${sse(contents(answer), { isDone: false })}data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\ndata: [DONE]\n\n`,
    thinking: '',
  },
  {
    ...base,
    name: 'bad-numbers',
    fact: 'Counts and times that cannot be are left out; the rest is shown.',
    body: `data: {"choices":[],"prompt_progress":{"total":-20,"cache":0.5,"processed":1e300}}\n\n${sse(contents(answer), { isDone: false })}data: {"choices":[],"usage":{"prompt_tokens":-9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1.5}},"timings":{"prompt_n":1e999,"cache_n":-1,"predicted_n":3,"predicted_ms":12.5,"prompt_ms":-4}}\n\ndata: [DONE]\n\n`,
    thinking: '',
  },
  {
    ...base,
    name: 'closer-in-backticks',
    fact: 'Thoughts about a tag quote it (raw, without a reasoning parser).',
    body: sse(contents(`<think>\n${tornThoughts}\n</think>\n`, tornAnswer)),
    thinking: `${tornThoughts}\n`,
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-in-backticks-torn',
    kind: 'llama.cpp',
    fact: 'llama-server takes the quoted tag for the end of the thoughts (it looks for the first closing tag).',
    body: sse([
      ...halves('it has a `').map(reasoning_content => ({ reasoning_content })),
      ...contents('` bl', `ock\n</think>\n${tornAnswer}`),
    ]),
    thinking: `${tornThoughts}\n`,
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-in-backticks-torn-line',
    kind: 'llama.cpp',
    fact: 'The same where the thoughts end in the middle of a line, after a second quoted tag.',
    body: sse([
      { reasoning_content: 'it has a `' },
      ...contents('` and a `</think>', `\` too</think>${tornAnswer}`),
    ]),
    thinking: 'it has a `</think>` and a `</think>` too',
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-between-words',
    fact: 'Thoughts speak of a tag without quoting it; the closing tag on its own line shows that they did.',
    body: sse(contents('<think>I look for the </think> tag\n</think>\n', tornAnswer)),
    thinking: 'I look for the </think>tag\n',
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-after-stray-backtick',
    fact: 'A backtick without its pair, or a fence that is never closed, hides no closing tag.',
    body: sse(contents("<think>don't use ` here</think>\n", tornAnswer)),
    thinking: "don't use ` here",
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-after-open-fence',
    fact: 'The same with a fence.',
    body: sse(contents('<think>\n```py\nfoo()\n</think>\n', tornAnswer, '\n```py\nfoo()\n')),
    thinking: '```py\nfoo()\n',
    answer: `${tornAnswer}\n\`\`\`py\nfoo()\n`,
  },
  {
    ...base,
    name: 'closer-in-fence-torn',
    kind: 'llama.cpp',
    fact: 'The same where the tag was quoted in a fence.',
    body: sse([
      { reasoning_content: 'see\n```html\n<think>hm' },
      ...contents(`\n\`\`\`\nso\n</think>\n${tornAnswer}`),
    ]),
    thinking: 'see\n```html\n<think>hm</think>\n```\nso\n',
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-in-thoughts-fence',
    fact: 'Thoughts about tags quote them in a code fence.',
    body: sse(contents('<think>see\n```html\n<think>hm</think>\n```\nso\n</think>\n', tornAnswer)),
    thinking: 'see\n```html\n<think>hm</think>\n```\nso\n',
    answer: tornAnswer,
  },
  {
    ...base,
    name: 'closer-twice',
    fact: 'Models close their thoughts twice, the second time on a line of its own.',
    body: sse(contents(`<think>${thinking}</think>\n`, `${answer}\n`, '</think>\n', tornAnswer)),
    answer: `${answer}\n${tornAnswer}`,
  },
  ...[
    '<|im_end|>',
    '<|eot_id|>',
    '<|eom_id|>',
    '<end_of_turn>',
    '</s>',
    '<|endoftext|>',
    '<|end_of_text|>',
    '<|end|>',
    '<|return|>',
    '[/INST]',
    '<eos>',
    '<|END_OF_TURN_TOKEN|>',
    '<｜end▁of▁sentence｜>',
    '<|user|>',
    '<|im_end|>\n',
    '<|im_end|><|im_end|>',
    '<|im_end|>\n<|im_start|>',
    '<|im_end|>\n<|im_start|>user',
    '<|im_end|>\n<|im_start|>user\nExplain the next lines.<|im_end|>\n<|im_start|>assistant\nL9: never shown',
    '<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnd then?',
    '<end_of_turn>\n<start_of_turn>user\nAnd then?',
    '<|end|><|start|>assistant',
    '</s><s>[INST]',
    '<EOT>',
    '<end_of_utterance>',
    '<|eod|>',
    '<seed:eos>',
    '[e~[',
  ].map((mark, index) => ({
    ...base,
    name: `end-mark-${index}`,
    fact: `A model's end of turn arrives as text: ${JSON.stringify(mark)}.`,
    body: sse(contents(answer, mark)),
    thinking: '',
  })),
  {
    ...base,
    name: 'end-mark-quoted',
    fact: 'An answer about such marks keeps them: between backticks, in a fence, in the middle of a sentence.',
    body: sse(contents(markedAnswer)),
    thinking: '',
    answer: markedAnswer,
  },
  ...[
    'L1: joins them:\n```\n<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n```\nL3: sends it.',
    'L1: ends a turn:\n~~~\nHi<|im_end|>\n<|im_start|>user\nHo\n~~~\nL3: sends it.',
    'L1: gives <|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi.\nL3: sends it.',
  ].map((template, index) => ({
    ...base,
    name: `turns-shown-${index}`,
    fact: 'An answer about a chat template shows it, with turns of every role.',
    body: sse(contents(template)),
    thinking: '',
    answer: template,
  })),
  {
    ...base,
    name: 'cohere',
    fact: "Command A's template: <|START_THINKING|> and <|START_RESPONSE|> around the two parts.",
    body: sse(
      inline('<|START_THINKING|>', '<|END_THINKING|><|START_RESPONSE|>').concat(contents('<|END_RESPONSE|>')),
    ),
  },
  {
    ...base,
    name: 'granite',
    fact: 'Granite 3.2 writes sentences where others have tags (vllm, granite_reasoning_parser.py).',
    body: sse(inline('Here is my thought process:\n', '\n\nHere is my response:\n')),
    thinking: `${thinking}\n\n`,
  },
  {
    ...base,
    name: 'granite-short',
    fact: 'The same with "Here\'s".',
    body: sse(inline("Here's my thought process: ", "\nHere's my response: ")),
    thinking: `${thinking}\n`,
  },
  {
    ...base,
    name: 'answer-tags',
    fact: 'R1-Zero and its kin: <think>…</think> <answer>…</answer>.',
    body: sse(inline('<think>', '</think> <answer>').concat(contents('</answer>'))),
  },
  {
    ...base,
    name: 'answer-tags-alone',
    fact: 'The same from a model that did not think.',
    body: sse(contents('<answer>\n', answer, '</answer>\n')),
    thinking: '',
    answer: `${answer}\n`,
  },
  {
    ...base,
    name: 'capital-tag',
    fact: 'Tags in capitals, of which the second is not.',
    body: sse(inline('<Think>', '</think>')),
  },
  {
    ...base,
    name: 'magistral-small',
    fact: 'Magistral’s brackets in small letters.',
    body: sse(inline('[think]', '[/THINK]')),
  },
  {
    ...base,
    name: 'ollama-done-everywhere',
    kind: 'ollama',
    protocol: 'ollama',
    fact: '`done: true` in every line, as from proxies that take each for an answer of its own.',
    body: ndjson(contents(...halves(answer))).replaceAll('"done":false', '"done":true,"done_reason":"stop"'),
    thinking: '',
  },
  {
    ...base,
    name: 'ollama-done-first',
    kind: 'ollama',
    protocol: 'ollama',
    fact: '`done: true` before the words.',
    body: `{"message":{"role":"assistant","content":""},"done":true}\n${ndjson(contents(answer))}`,
    thinking: '',
  },
  {
    ...base,
    name: 'ollama-bad-numbers',
    kind: 'ollama',
    protocol: 'ollama',
    fact: 'Counts and durations that cannot be are left out.',
    body: ndjson(contents(answer), {
      done: true,
      done_reason: 'stop',
      prompt_eval_count: -5,
      eval_count: 1.5,
      load_duration: -1,
      prompt_eval_duration: 1e300,
      eval_duration: 2_000_000,
    }),
    thinking: '',
  },
];
