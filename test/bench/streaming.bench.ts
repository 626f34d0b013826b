// How fast a recorded stream becomes events, beside a bare reader, eventsource-parser with JSON.parse, and
// the `openai` and `ollama` packages on the same bytes; and what the AI SDK's reasoning middleware makes of
// the corpus. Peers that are not installed are left out and said so. BENCH_PEERS names another folder to find
// them in.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { createParser } from 'eventsource-parser';
import { chat } from '../../src/core/endpoint/chat';
import type { ChatRequest, Endpoint, Protocol } from '../../src/core/endpoint/endpoint';
import type { Clock, Http } from '../../src/core/ports';
import { nodeHttp } from '../../src/node/http';
import { play, told } from '../conformance/play';
import { recording } from '../conformance/recording';
import { written } from '../conformance/written';
import { scriptedEndpoint } from '../support/scriptedEndpoint';

const readSizes = [64, 1460, 16_384];
const request: ChatRequest = {
  model: { id: 'm' },
  messages: [{ role: 'user', content: 'x' }],
  maxAnswerTokens: 200,
  thinking: 'auto',
  temperature: 0,
};
const log = { trace() {}, info() {}, warn() {}, error() {} };
const clock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) => new Promise(resolve => signal?.addEventListener('abort', () => resolve())),
};

const streams = {
  openai: longStream('openai', recording('llama-server-chat-thinking').body),
  ollama: longStream('ollama', recording('ollama-chat-thinking').body),
};

/** Reads a stream to its end; returns how many events or frames it told. */
type Reader = (chunks: readonly Uint8Array[]) => Promise<number>;

const contestants: Readonly<Record<Protocol, Readonly<Record<string, Reader | undefined>>>> = {
  openai: {
    'a bare reader': bare,
    'eventsource-parser + JSON.parse': parserAndJson,
    Marginalia: ours('openai'),
    'openai package': await openaiPackage(),
  },
  ollama: {
    'a bare reader': bare,
    Marginalia: ours('ollama'),
    'ollama package': await ollamaPackage(),
  },
};

for (const protocol of ['openai', 'ollama'] as const) await throughput(protocol);
await timeToFirstEvent();
await thoughtsBesideTheAiSdk();

async function throughput(protocol: Protocol): Promise<void> {
  const { bytes, frames } = streams[protocol];
  console.log(
    `\n${protocol}: ${frames} frames, ${(bytes.length / 1e6).toFixed(2)} MB; frames a second (CPU ms a MB)`,
  );
  console.log(`${'read size'.padEnd(34)}${readSizes.map(size => `${size} B`.padStart(22)).join('')}`);
  const rates: Record<string, readonly number[]> = {};
  for (const [name, reader] of Object.entries(contestants[protocol])) {
    if (!reader) {
      console.log(`${name.padEnd(34)}${'not installed'.padStart(22)}`);
      continue;
    }
    const cells: string[] = [];
    for (const size of readSizes) {
      const { perSecond, cpuMsPerMb } = await measure(reader, cut(bytes, size), frames, bytes.length);
      rates[name] = [...(rates[name] ?? []), perSecond];
      cells.push(`${Math.round(perSecond).toLocaleString('en')} (${cpuMsPerMb.toFixed(1)})`.padStart(22));
    }
    console.log(name.padEnd(34) + cells.join(''));
  }
  for (const [name, theirs] of Object.entries(rates)) {
    if (name === 'Marginalia' || name === 'a bare reader') continue;
    const ratios = theirs.map((rate, index) => (rates.Marginalia?.[index] ?? 0) / rate);
    console.log(`  Marginalia / ${name}: ${ratios.map(ratio => `${ratio.toFixed(2)}×`).join('  ')}`);
  }
}

/** The best of many rounds, after warming up: the rest of the machine only ever takes away. */
async function measure(reader: Reader, chunks: readonly Uint8Array[], frames: number, length: number) {
  for (let round = 0; round < 20; round += 1) await reader(chunks);
  let bestMs = Number.POSITIVE_INFINITY;
  let bestCpuMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round += 1) {
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    await reader(chunks);
    bestMs = Math.min(bestMs, performance.now() - startedAt);
    const { user, system } = process.cpuUsage(cpuBefore);
    bestCpuMs = Math.min(bestCpuMs, (user + system) / 1000);
  }
  return { perSecond: frames / (bestMs / 1000), cpuMsPerMb: bestCpuMs / (length / 1e6) };
}

/**
 * Over a real socket, from the request to the first byte (bare) or the first thought (ours), half of them
 * below.
 */
async function timeToFirstEvent(): Promise<void> {
  const server = await scriptedEndpoint(() => ({
    body: recording('llama-server-chat-thinking').body,
    // A model writes word by word: the first bytes do not come with all the others.
    cuts: 1460,
    gapMs: 5,
  }));
  const http = nodeHttp();
  const [bareMs, oursMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < 300; round += 1) {
    const hangUp = new AbortController();
    let startedAt = performance.now();
    const body = JSON.stringify({ messages: request.messages });
    const url = `${server.url}/v1/chat/completions`;
    const response = await http.request({ method: 'POST', url, headers: {}, body }, hangUp.signal);
    for await (const _ of response.body) break;
    bareMs.push(performance.now() - startedAt);
    hangUp.abort();
    startedAt = performance.now();
    for await (const event of chat(
      endpointOf('openai', server.url),
      request,
      { http, clock, log },
      new AbortController().signal,
    )) {
      if (event.type !== 'thinking') continue;
      oursMs.push(performance.now() - startedAt);
      break;
    }
  }
  http.dispose();
  await server.close();
  const [bareMedian, ourMedian] = [median(bareMs), median(oursMs)];
  console.log(
    `\ntime to first event over a socket, median: bare reader ${bareMedian.toFixed(3)} ms, ` +
      `Marginalia ${ourMedian.toFixed(3)} ms (${(ourMedian / bareMedian).toFixed(2)}×)`,
  );
}

/**
 * The middleware gets what the best of providers could hand it: every thinking field as reasoning, content as
 * text.
 */
async function thoughtsBesideTheAiSdk(): Promise<void> {
  const ai = await peer('ai');
  const corpus = written.filter(
    ({ protocol, answer, thinking }) => protocol === 'openai' && answer + thinking !== '',
  );
  console.log(`\nthinking and answer exactly right, of ${corpus.length} written streams:`);
  let ours = 0;
  let theirs = 0;
  const missed: string[] = [];
  for (const stream of corpus) {
    const mine = told(play('openai', [new TextEncoder().encode(stream.body)]));
    if (mine.thinking === stream.thinking && mine.answer === stream.answer) ours += 1;
    if (!ai) continue;
    const got = await throughMiddleware(ai.extractReasoningMiddleware, stream.body).catch(() => ({
      thinking: '',
      answer: 'threw',
    }));
    // White space at the tags is each reader's own affair.
    const isRight =
      got.thinking.trim() === stream.thinking.trim() && got.answer.trim() === stream.answer.trim();
    if (isRight) theirs += 1;
    else missed.push(stream.name);
  }
  console.log(`  Marginalia ${ours}`);
  console.log(
    ai
      ? `  AI SDK extractReasoningMiddleware ${theirs}; not: ${missed.join(', ')}`
      : '  AI SDK: not installed',
  );
}

// biome-ignore lint/suspicious/noExplicitAny: peers are optional, so their types are not there to check against
type Peer = any;

async function throughMiddleware(extractReasoningMiddleware: Peer, body: string) {
  const parts: object[] = [{ type: 'text-start', id: 't' }];
  let isOver = false;
  createParser({
    onEvent({ data }) {
      isOver ||= data === '[DONE]';
      if (isOver) return;
      const delta = JSON.parse(data).choices?.[0]?.delta ?? {};
      const reasoning = delta.reasoning_content ?? delta.reasoning ?? delta.thinking;
      if (reasoning) parts.push({ type: 'reasoning-delta', id: 'r', delta: reasoning });
      const text = Array.isArray(delta.content) ? delta.content[0].text : delta.content;
      if (text) parts.push({ type: 'text-delta', id: 't', delta: text });
    },
  }).feed(body);
  parts.push({ type: 'text-end', id: 't' });
  const middleware = extractReasoningMiddleware({ tagName: 'think' });
  const { stream } = await middleware.wrapStream({
    doStream: async () => ({ stream: streamOf(parts) }),
  });
  let [thinking, answer] = ['', ''];
  for await (const part of stream) {
    if (part.type === 'reasoning-delta') thinking += part.delta;
    if (part.type === 'text-delta') answer += part.delta;
  }
  return { thinking, answer };
}

function endpointOf(protocol: Protocol, url = 'http://127.0.0.1:1'): Endpoint {
  return { url, protocol, kind: protocol === 'ollama' ? 'ollama' : 'llama.cpp', name: 's', models: [] };
}

function ours(protocol: Protocol): Reader {
  return async chunks => {
    const http: Http = {
      async request({ method }) {
        const type = protocol === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
        const isChat = method === 'POST';
        return {
          status: isChat ? 200 : 404,
          headers: { 'content-type': type },
          body: from(isChat ? chunks : []),
        };
      },
    };
    let count = 0;
    for await (const _ of chat(
      endpointOf(protocol),
      request,
      { http, clock, log },
      new AbortController().signal,
    ))
      count += 1;
    return count;
  };
}

async function bare(chunks: readonly Uint8Array[]): Promise<number> {
  let length = 0;
  for await (const chunk of from(chunks)) length += chunk.length;
  return length;
}

async function parserAndJson(chunks: readonly Uint8Array[]): Promise<number> {
  let text = '';
  let count = 0;
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') return;
      count += 1;
      text += JSON.parse(data).choices[0]?.delta.content ?? '';
    },
  });
  for await (const chunk of from(chunks)) parser.feed(decoder.decode(chunk, { stream: true }));
  return count + text.length;
}

async function openaiPackage(): Promise<Reader | undefined> {
  const OpenAI = (await peer('openai'))?.default;
  if (!OpenAI) return undefined;
  return async chunks => {
    const client = new OpenAI({
      apiKey: 'none',
      baseURL: 'http://127.0.0.1:1/v1',
      fetch: async () => new Response(streamOf(chunks), { headers: { 'content-type': 'text/event-stream' } }),
    });
    let count = 0;
    for await (const _ of await client.chat.completions.create({ model: 'm', messages: [], stream: true }))
      count += 1;
    return count;
  };
}

async function ollamaPackage(): Promise<Reader | undefined> {
  const Ollama = (await peer('ollama'))?.Ollama;
  if (!Ollama) return undefined;
  return async chunks => {
    const client = new Ollama({
      host: 'http://127.0.0.1:1',
      fetch: async () =>
        new Response(streamOf(chunks), { headers: { 'content-type': 'application/x-ndjson' } }),
    });
    let count = 0;
    for await (const _ of await client.chat({ model: 'm', messages: [], stream: true })) count += 1;
    return count;
  };
}

async function peer(name: string): Promise<Peer | undefined> {
  const require = createRequire(join(process.env.BENCH_PEERS ?? process.cwd(), 'package.json'));
  try {
    return await import(pathToFileURL(require.resolve(name)).href);
  } catch {
    return undefined;
  }
}

/** `ReadableStream.from` is not in the types of a browser. */
function streamOf<T>(values: readonly T[]): ReadableStream<T> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const value = values[next++];
      if (value === undefined) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function* from(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

/** The recorded answer many times over, with one end. */
function longStream(protocol: Protocol, bytes: Uint8Array) {
  const text = new TextDecoder().decode(bytes);
  const frames = text.split(protocol === 'ollama' ? '\n' : '\n\n').filter(frame => frame !== '');
  const isEnd = (frame: string) => /"done":true|finish_reason":"|"choices":\[\]|\[DONE\]/.test(frame);
  const middle = frames.filter(frame => !isEnd(frame));
  const all = [...Array.from({ length: 20 }, () => middle).flat(), ...frames.filter(isEnd)];
  const separator = protocol === 'ollama' ? '\n' : '\n\n';
  return {
    bytes: new TextEncoder().encode(all.map(frame => frame + separator).join('')),
    frames: all.length,
  };
}

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
