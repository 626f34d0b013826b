import assert from 'node:assert/strict';
import { chat } from '../../../src/core/endpoint/chat';
import type { ChatRequest, Endpoint } from '../../../src/core/endpoint/endpoint';
import { json, type Played, playedHttp } from './playedHttp';
import { settle, steppedClock } from './steppedClock';

const llama: Endpoint = {
  url: 'http://127.0.0.1:8080',
  protocol: 'openai',
  kind: 'llama.cpp',
  name: 'llama.cpp b1',
  models: [],
};
const request: ChatRequest = {
  model: { id: 'm', thinks: true },
  messages: [{ role: 'user', content: 'q' }],
  maxAnswerTokens: 64,
  thinking: 'auto',
  temperature: 0,
};
const control = 'POST /v1/chat/completions/control';
const frame = (delta: object) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-7', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
const silent = { trace() {}, info() {}, warn() {}, error() {} };
/** As llama.cpp answers, recorded. */
const notActive = json({ success: false, message: 'no active completion for this id' });

/** A model that thinks, and what was offered to whoever waits. */
async function thinking(parts: {
  readonly endpoint?: Endpoint;
  readonly words?: readonly object[];
  readonly control?: (body: { readonly id: string }) => Played | undefined;
}) {
  const { endpoint = llama, words = [{ reasoning_content: 'Hm.' }] } = parts;
  const http = playedHttp({
    'POST /v1/chat/completions': { chunks: words.map(frame), ends: 'hang' },
    [control]: asked => parts.control?.(JSON.parse(asked.body ?? '{}')),
  });
  const offered: (() => Promise<boolean>)[] = [];
  const stop = new AbortController();
  const onSkippable = (skip: () => Promise<boolean>) => void offered.push(skip);
  const ports = { http, clock: steppedClock(), log: silent, onSkippable };
  void (async () => {
    for await (const _event of chat(endpoint, request, ports, stop.signal));
  })();
  await settle();
  const asked = () =>
    http.requests.filter(({ url }) => url.endsWith('/control')).map(({ body }) => JSON.parse(body ?? '{}'));
  return { offered, asked, http, stop };
}

describe('ending the thoughts of a model', () => {
  it('is offered where the server has the route, and names the answer that is under way', async () => {
    const { offered, asked, http } = await thinking({
      control: ({ id }) => (id === 'chatcmpl-7' ? json({ success: true }) : notActive),
    });
    assert.equal(JSON.parse(http.requests[0]?.body ?? '{}').reasoning_control, true);
    assert.equal(offered.length, 1);
    assert.equal(await offered[0]?.(), true);
    assert.deepEqual(asked().at(-1), { id: 'chatcmpl-7', action: 'reasoning_end' });
  });

  it('is not offered by a server from before there was such a route', async () => {
    assert.equal((await thinking({ control: () => undefined })).offered.length, 0);
    const notFound = { ...json({ error: { code: 404, message: 'File Not Found' } }), status: 404 };
    assert.equal((await thinking({ control: () => notFound })).offered.length, 0);
  });

  it('is asked of nobody else, and of nobody who does not think', async () => {
    const other = await thinking({ endpoint: { ...llama, kind: 'openai' }, control: () => notActive });
    assert.deepEqual([other.offered.length, other.asked().length], [0, 0]);
    const plain = await thinking({ words: [{ content: 'Yes.' }], control: () => notActive });
    assert.deepEqual([plain.offered.length, plain.asked().length], [0, 0]);
  });

  it('comes to nothing where the server refuses, and the answer goes on', async () => {
    const { offered } = await thinking({ control: () => notActive });
    assert.equal(await offered[0]?.(), false);
  });
});
