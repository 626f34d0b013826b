// The HTTP port and the whole conversation over real sockets: what only a socket can do wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as net from 'node:net';
import { chat } from '../../src/core/endpoint/chat';
import { discover } from '../../src/core/endpoint/discovery/discover';
import type { ChatRequest, Endpoint, EndpointEvent } from '../../src/core/endpoint/endpoint';
import { HttpFailure, type HttpRequest } from '../../src/core/ports';
import { systemClock } from '../../src/host/systemClock';
import { nodeHttp } from '../../src/node/http';
import { webHttp } from '../../src/web/http';
import {
  type Script,
  type ScriptedEndpoint,
  type SeenRequest,
  scriptedEndpoint,
} from '../support/scriptedEndpoint';
import { nobody } from '../support/standIns';
import { told } from './play';
import { recording } from './recording';

const log = { trace() {}, info() {}, warn() {}, error() {} };
const clock = systemClock();
const pause = (delayMs: number) => new Promise<void>(resolve => setTimeout(resolve, delayMs));
const request: ChatRequest = {
  model: { id: 'm' },
  messages: [{ role: 'user', content: 'x' }],
  maxAnswerTokens: 9,
  thinking: 'auto',
  temperature: 0,
};
const recorded = recording('llama-server-chat-thinking');

describe('over real sockets', () => {
  let server: ScriptedEndpoint | undefined;
  let http = nodeHttp();

  beforeEach(() => {
    http = nodeHttp();
  });
  afterEach(async () => {
    http.dispose();
    await server?.close();
    server = undefined;
  });

  async function serve(play: Script | ((request: SeenRequest) => Script | undefined), where = {}) {
    server = await scriptedEndpoint(typeof play === 'function' ? play : () => play, where);
    return server;
  }

  const endpointAt = (url: string): Endpoint => ({
    url,
    protocol: 'openai',
    kind: 'llama.cpp',
    name: 's',
    models: [],
  });

  async function talk(url: string, signal = new AbortController().signal): Promise<EndpointEvent[]> {
    const events: EndpointEvent[] = [];
    for await (const event of chat(endpointAt(url), request, { http, clock, log }, signal))
      events.push(event);
    return events;
  }

  const get = (url: string, signal = new AbortController().signal) =>
    http.request({ method: 'GET', url, headers: {} } satisfies HttpRequest, signal);

  const failureOf = (url: string) => exchanged({ method: 'GET', url, headers: {} });

  async function exchanged(request: HttpRequest): Promise<string> {
    try {
      const { body } = await http.request(request, new AbortController().signal);
      for await (const _ of body);
      return 'none';
    } catch (error) {
      return error instanceof HttpFailure ? error.reason : String(error);
    }
  }

  it('reads a recorded stream in writes of any size', async () => {
    let size = 7;
    const { url } = await serve(() => ({ body: recorded.body, cuts: size }));
    const whole = told(await talk(url));
    assert.ok(whole.thinking.startsWith('The function') && whole.answer.startsWith('<1>-<2>'));
    for (size of [64, 1460, 16_384]) assert.deepEqual(told(await talk(url)), whole);
  });

  it('waits for headers that come late, with no time limit anywhere', async () => {
    const { url } = await serve({ body: recorded.body, delayMs: 700 });
    assert.equal(told(await talk(url)).last, 'length');
    // Node's fetch gives up on headers after 300 s; node:http only where it is told to.
    const source = readFileSync('src/node/http.ts', 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(source, /timeout|setTimeout|\bfetch\b/i);
  });

  for (const [when, ends] of [
    ['before the headers', 'mute'],
    ['in the middle of the answer', 'hang'],
  ] as const) {
    it(`closes the socket at a stop ${when}`, async () => {
      const { requests, url } = await serve({ body: recorded.body.subarray(0, 2000), ends });
      const controller = new AbortController();
      const conversation = talk(url, controller.signal);
      while (requests.length === 0) await pause(5);
      await pause(30);
      controller.abort();
      const events = await conversation;
      assert.deepEqual(events.at(-1), { type: 'done', reason: 'stopped' });
      assert.ok((await requests[0]?.closed) !== undefined);
    });
  }

  it('keeps the words of a body that breaks off, wherever it breaks', async () => {
    for (const length of [1, 300, 5000, 5001, 9999]) {
      const { url, close } = await serve({ body: recorded.body.subarray(0, length), ends: 'cut' });
      const { thinking, last } = told(await talk(url));
      assert.equal(last, 'cut-short');
      assert.ok(length < 1000 || thinking.startsWith('The function'));
      await close();
    }
  });

  it('tells a chunked body that breaks off from one that ends', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n';
    const { url } = await serve(({ path }) => ({
      raw: path === '/cut' ? `${head}5\r\nhello\r\n` : `${head}5\r\nhello\r\n0\r\n\r\n`,
    }));
    assert.equal(await failureOf(`${url}/cut`), 'cut');
    assert.equal(await failureOf(`${url}/well`), 'none');
  });

  it('names what failed', async () => {
    const { url, port } = await serve({ raw: 'SSH-2.0-OpenSSH_9\r\n' });
    assert.equal(await failureOf(url), 'unknown');
    assert.equal(await failureOf(`https://127.0.0.1:${port}`), 'tls');
    assert.equal(await failureOf(`http://127.0.0.1:${await freePort()}`), 'refused');
    assert.equal(await failureOf(`http://localhost:${await freePort()}`), 'refused');
    assert.equal(await failureOf('http://nobody.invalid'), 'dns');
    assert.equal(await failureOf('nonsense'), 'unknown');
  });

  it('finds a server on either loopback under the name localhost', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const { port, close } = await serve({ body: 'hi' }, { host });
      assert.equal(await failureOf(`http://localhost:${port}`), 'none', host);
      await close();
    }
  });

  it('asks again once on a kept connection that the server let go of, and only then', async () => {
    const served = await keptThenDropped();
    server = undefined;
    try {
      assert.equal(await failureOf(served.url), 'none');
      assert.equal(await failureOf(served.url), 'none');
      assert.equal(served.connections(), 2);
    } finally {
      served.close();
    }
    const { url, requests } = await serve({ raw: '' });
    assert.equal(await failureOf(url), 'cut');
    assert.equal(requests.length, 1);
  });

  it('never sends a POST twice, nor on a kept connection', async () => {
    const served = await keptThenDropped();
    try {
      assert.equal(await failureOf(served.url), 'none');
      const post = { method: 'POST', url: served.url, headers: {}, body: '{}' } satisfies HttpRequest;
      const { status, body } = await http.request(post, new AbortController().signal);
      for await (const _ of body);
      assert.equal(status, 200);
      assert.equal(served.reads(), 2);
    } finally {
      served.close();
    }
  });

  it('settles whatever stands in the place of an answer', async () => {
    const oddities: readonly (readonly [string, string, string])[] = [
      ['a change to no protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'unknown'],
      ['one with a body', 'HTTP/1.1 101 Switching Protocols\r\ncontent-length: 2\r\n\r\nhi', 'unknown'],
      [
        'a change of protocol',
        'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
        'unknown',
      ],
      ['"wait" without end', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(5000), 'unknown'],
      ['hints and then nothing', 'HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n', 'cut'],
      [
        '"go on" and an answer',
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi',
        'none',
      ],
      ['two answers', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\n\r\n', 'none'],
      ['headers without end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(50_000)}`, 'unknown'],
      ['one header of a megabyte', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1 << 20)}\r\n\r\n`, 'unknown'],
      ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nhi', 'unknown'],
      ['a refusal to listen', 'HTTP/1.1 417 Expectation Failed\r\ncontent-length: 0\r\n\r\n', 'none'],
      ['nothing', '', 'cut'],
      ['half a line', 'HTTP/1.1 20', 'cut'],
    ];
    for (const [what, raw, reason] of oddities) {
      for (const method of ['GET', 'POST'] as const) {
        const { url, requests, close } = await serve({ raw });
        const asked = exchanged({ method, url, headers: {}, ...(method === 'POST' ? { body: '{}' } : {}) });
        const given = await Promise.race([asked, pause(3000).then(() => 'never')]);
        assert.equal(given, reason, `${what}, ${method}`);
        assert.equal(requests.length, 1, `${what}: asked once`);
        await close();
      }
    }
  });

  it('settles on a change of protocol that is left open', async () => {
    const server = net.createServer(socket => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nx: y\r\n\r\n');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const given = await Promise.race([
      failureOf(`http://127.0.0.1:${port}`),
      pause(3000).then(() => 'never'),
    ]);
    assert.equal(given, 'unknown');
    server.close();
  });

  it('tells of a request that cannot be written', async () => {
    const headers = { authorization: 'Bearer a\r\nx: y' };
    assert.equal(await exchanged({ method: 'GET', url: 'http://127.0.0.1:1', headers }), 'unknown');
  });

  it('does not mind proxies in the environment', async () => {
    const { url } = await serve({ body: 'hi' });
    const before = { ...process.env };
    try {
      for (const name of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY']) process.env[name] = 'http://127.0.0.1:9';
      assert.equal(await failureOf(url), 'none');
    } finally {
      process.env = before;
    }
  });

  it('follows no redirect by itself, on node and in a browser', async () => {
    const { url, requests } = await serve({ status: 307, headers: { location: 'http://127.0.0.1:9/' } });
    assert.equal((await get(url)).status, 307);
    const web = await webHttp().request({ method: 'GET', url, headers: {} }, new AbortController().signal);
    assert.ok(web.status >= 300 && web.status < 400);
    assert.equal(requests.length, 2);
  });

  it('reads, stops and tells a break in a browser too', async () => {
    http = { ...webHttp(), dispose() {} };
    const whole = await serve({ body: recorded.body, cuts: 1460 });
    assert.equal(told(await talk(whole.url)).last, 'length');
    await whole.close();
    const broken = await serve({ body: recorded.body.subarray(0, 2000), cuts: 700, gapMs: 5, ends: 'cut' });
    assert.equal(told(await talk(broken.url)).last, 'cut-short');
    await broken.close();
    const hanging = await serve({ body: recorded.body.subarray(0, 2000), ends: 'hang' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    assert.equal(told(await talk(hanging.url, controller.signal)).last, 'stopped');
    await hanging.requests[0]?.closed;
  });

  it('ends a line of gigabytes early', async () => {
    const { url } = await serve({ body: new Uint8Array(64 << 20).fill(120), cuts: 65_536 });
    const events = await talk(url);
    assert.deepEqual(events.at(-1), { type: 'failed', problem: { code: 'too-much', limitBytes: 1 << 20 } });
  });

  it('discovers although something listens and says nothing', async () => {
    const { url } = await serve({ ends: 'mute' });
    const { tried } = await discover({ http, clock, log, standIns: nobody }, { extra: [url] });
    assert.equal(tried[0]?.outcome, 'no-answer');
  });

  it('leaves no connection behind', async () => {
    const { url, connections } = await serve({ body: recorded.body });
    for (let times = 0; times < 5; times += 1) await talk(url);
    http.dispose();
    await pause(50);
    assert.equal(connections(), 0);
  });
});

async function freePort(): Promise<number> {
  const { port, close } = await scriptedEndpoint(() => undefined);
  await close();
  return port;
}

/**
 * Answers one request a connection, keeps it, and lets go of it in the moment in which the next request
 * comes.
 */
async function keptThenDropped() {
  let count = 0;
  let reads = 0;
  const server = net.createServer(socket => {
    count += 1;
    let hasAnswered = false;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      reads += 1;
      if (hasAnswered) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nhi');
      hasAnswered = true;
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => count,
    reads: () => reads,
    close: () => server.close(),
  };
}
