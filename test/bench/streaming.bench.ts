// How fast a recorded stream becomes events, beside a bare reader, eventsource-parser with JSON.parse, and the `openai`
// and `ollama` packages on the same bytes.
import { performance } from 'node:perf_hooks';
import { createParser } from 'eventsource-parser';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { chat } from '../../src/core/endpoint/chat';
import type { ChatRequest, Protocol } from '../../src/core/endpoint/endpoint';
import type { Http } from '../../src/core/ports';
import { nodeHttp } from '../../src/node/http';
import { recording } from '../conformance/recording';
import { scriptedEndpoint } from '../support/scriptedEndpoint';
import { inTurns } from './measure';
import type { Bench, Row } from './row';
import { cut, endpointOf, from, longStream, restingClock, silentLog, streamOf } from './streams';

const readSizes = [64, 1460, 16_384];
const rounds = 40;
const request: ChatRequest = {
  model: { id: 'm' },
  messages: [{ role: 'user', content: 'x' }],
  maxAnswerTokens: 200,
  thinking: 'auto',
  temperature: 0,
};

/** Reads a stream to its end. */
type Reader = (chunks: readonly Uint8Array[]) => Promise<unknown>;

interface Peer {
  readonly name: string;
  readonly protocol: Protocol;
  readonly read: Reader;
  readonly targets?: Readonly<Record<number, number>>;
}

const peers: readonly Peer[] = [
  { name: 'eventsource-parser + JSON.parse', protocol: 'openai', read: parserAndJson },
  { name: 'the openai package', protocol: 'openai', read: openaiPackage, targets: { 64: 5 } },
  { name: 'the ollama package', protocol: 'ollama', read: ollamaPackage, targets: { 64: 5 } },
];

export const bench: Bench = async () => {
  const rows: Row[] = [];
  for (const peer of peers) for (const size of readSizes) rows.push(await throughput(peer, size));
  for (const protocol of ['openai', 'ollama'] as const) rows.push(await processorTime(protocol));
  return [...rows, await firstEvent()];
};

async function throughput({ name, protocol, read, targets = {} }: Peer, size: number): Promise<Row> {
  const { bytes, frames } = streamIn(protocol);
  const chunks = cut(bytes, size);
  const perSecond = (reader: Reader) => async () => {
    const startedAt = performance.now();
    await reader(chunks);
    return frames / ((performance.now() - startedAt) / 1000);
  };
  const figures = await inTurns(rounds, { ours: perSecond(ours(protocol)), peer: perSecond(read) });
  const target = targets[size];
  return {
    name: `frames of ${protocol === 'ollama' ? 'NDJSON' : 'SSE'}, reads of ${size} B`,
    ...figures,
    unit: 'per s',
    peerName: name,
    ...(target === undefined ? {} : { target: { atLeast: target } }),
  };
}

/** Beside a reader that only counts bytes: what understanding a stream costs. */
async function processorTime(protocol: Protocol): Promise<Row> {
  const { bytes } = streamIn(protocol);
  const chunks = cut(bytes, 1460);
  const perMegabyte = (reader: Reader) => async () => {
    const before = process.cpuUsage();
    await reader(chunks);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / (bytes.length / 1e6);
  };
  return {
    name: `processor time a MB of ${protocol === 'ollama' ? 'NDJSON' : 'SSE'}`,
    ...(await inTurns(rounds, { ours: perMegabyte(ours(protocol)), peer: perMegabyte(bare) })),
    unit: 'ms',
    peerName: 'a bare reader that counts bytes',
  };
}

/** Over a real socket, from the request to the first byte (bare) or the first thought (ours). */
async function firstEvent(): Promise<Row> {
  const server = await scriptedEndpoint(() => ({
    body: recording('llama-server-chat-thinking').body,
    // A model writes word by word: the first bytes do not come with all the others.
    cuts: 1460,
    gapMs: 5,
  }));
  const http = nodeHttp();
  const url = `${server.url}/v1/chat/completions`;
  const body = JSON.stringify({ messages: request.messages });
  const bareMs = async () => {
    const hangUp = new AbortController();
    const startedAt = performance.now();
    const response = await http.request({ method: 'POST', url, headers: {}, body }, hangUp.signal);
    for await (const _ of response.body) break;
    const tookMs = performance.now() - startedAt;
    hangUp.abort();
    return tookMs;
  };
  const ports = { http, clock: restingClock, log: silentLog };
  const oursMs = async () => {
    const startedAt = performance.now();
    const events = chat(endpointOf('openai', server.url), request, ports, new AbortController().signal);
    for await (const event of events) if (event.type === 'thinking') break;
    return performance.now() - startedAt;
  };
  const figures = await inTurns(200, { ours: oursMs, peer: bareMs });
  http.dispose();
  await server.close();
  return {
    name: 'request → first event, over a socket',
    ...figures,
    unit: 'ms',
    peerName: 'a bare socket reader: first byte',
    target: { atMost: 1.1 },
  };
}

function streamIn(protocol: Protocol) {
  const name = protocol === 'ollama' ? 'ollama-chat-thinking' : 'llama-server-chat-thinking';
  return longStream(protocol, recording(name).body);
}

function ours(protocol: Protocol): Reader {
  const type = protocol === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
  return async chunks => {
    const http: Http = {
      async request({ method }) {
        const isChat = method === 'POST';
        return {
          status: isChat ? 200 : 404,
          headers: { 'content-type': type },
          body: from(isChat ? chunks : []),
        };
      },
    };
    const ports = { http, clock: restingClock, log: silentLog };
    for await (const _ of chat(endpointOf(protocol), request, ports, new AbortController().signal));
  };
}

async function bare(chunks: readonly Uint8Array[]): Promise<number> {
  let length = 0;
  for await (const chunk of from(chunks)) length += chunk.length;
  return length;
}

async function parserAndJson(chunks: readonly Uint8Array[]): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ data }) {
      if (data !== '[DONE]') text += JSON.parse(data).choices[0]?.delta.content ?? '';
    },
  });
  for await (const chunk of from(chunks)) parser.feed(decoder.decode(chunk, { stream: true }));
  return text;
}

async function openaiPackage(chunks: readonly Uint8Array[]): Promise<void> {
  const client = new OpenAI({
    apiKey: 'none',
    baseURL: 'http://127.0.0.1:1/v1',
    fetch: async () => new Response(streamOf(chunks), { headers: { 'content-type': 'text/event-stream' } }),
  });
  for await (const _ of await client.chat.completions.create({ model: 'm', messages: [], stream: true }));
}

async function ollamaPackage(chunks: readonly Uint8Array[]): Promise<void> {
  const client = new Ollama({
    host: 'http://127.0.0.1:1',
    fetch: async () =>
      new Response(streamOf(chunks), { headers: { 'content-type': 'application/x-ndjson' } }),
  });
  for await (const _ of await client.chat({ model: 'm', messages: [], stream: true }));
}
