// Where an address leads, tried with thousands of spellings over the real HTTP port; and servers that point elsewhere.
// Every connection of this process is seen: what does not go to this machine is counted.
import assert from 'node:assert/strict';
import * as net from 'node:net';
import { chat } from '../../src/core/endpoint/chat';
import { describe as describeServer } from '../../src/core/endpoint/discovery/discover';
import type { Endpoint } from '../../src/core/endpoint/endpoint';
import {
  endsHere,
  isLoopback,
  isPrivate,
  mayConnect,
  normaliseAddress,
} from '../../src/core/endpoint/whereabouts/locality';
import { systemClock } from '../../src/host/systemClock';
import { nodeHttp } from '../../src/node/http';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { assertGrowth } from './growth';
import { report, rounds } from './rounds';

const log = { trace() {}, info() {}, warn() {}, error() {} };
const clock = systemClock();
const marker = 'theReadersOwnCode';
const isThisMachine = (host: string) => /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

/** Sees every connection that is begun while `work` is done. */
async function connectionsOf(work: () => Promise<void>) {
  const original = net.Socket.prototype.connect;
  const sockets: { readonly host: string; readonly socket: net.Socket }[] = [];
  net.Socket.prototype.connect = function (this: net.Socket, ...args: Parameters<typeof original>) {
    const [first] = args as unknown as readonly [readonly [net.TcpNetConnectOpts] | net.TcpNetConnectOpts];
    const options = 'length' in first ? first[0] : first;
    sockets.push({ host: options.host ?? 'localhost', socket: this });
    return original.apply(this, args);
  } as typeof original;
  try {
    await work();
  } finally {
    net.Socket.prototype.connect = original;
  }
  const away = sockets.filter(({ host }) => !isThisMachine(host));
  return {
    all: sockets.length,
    away: away.map(({ host }) => host),
    bytesAway: away.reduce((sum, { socket }) => sum + socket.bytesWritten, 0),
  };
}

describe('addresses', () => {
  let here: ScriptedEndpoint;
  const http = nodeHttp();
  before(async () => {
    here = await scriptedEndpoint(() => ({ body: 'hi' }));
  });
  after(async () => {
    http.dispose();
    await here.close();
  });

  /** Each spelling, with the port of the server that listens here. */
  function spellings(): readonly string[] {
    const hosts = [
      ...[
        '127.0.0.1',
        '127.1',
        '0x7f.1',
        '0177.0.0.1',
        '2130706433',
        '0x7f000001',
        '017700000001',
        '127.0.1',
      ],
      ...['localhost', 'LOCALHOST', 'LocalHost', 'localhost.', 'x.localhost', 'localhost.localdomain'],
      ...['[::1]', '[0:0:0:0:0:0:0:1]', '[::0001]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
      ...['0.0.0.0', '[::]', '0', '127.0.0.2', '127.255.255.254', '126.255.255.255', '128.0.0.1', '[::2]'],
      ...[
        '１２７.0.0.1',
        '127。0。0。1',
        'ⓛocalhost',
        'locаlhost',
        'localhost%2e',
        '127.0.0.1%00',
        '%6cocalhost',
      ],
      ...['192.0.2.1', '10.0.0.1', '169.254.169.254', '[fe80::1]', '[2001:db8::1]', '[64:ff9b::7f00:1]'],
      ...[
        'elsewhere.invalid',
        '127.0.0.1.elsewhere.invalid',
        'localhost.elsewhere.invalid',
        'xn--localhost-.invalid',
      ],
    ];
    const wraps: readonly ((host: string) => string)[] = [
      host => `${host}:PORT`,
      host => `user@${host}:PORT`,
      host => `127.0.0.1:PORT@${host}:PORT`,
      host => `localhost@${host}:PORT`,
      host => `${host}:PORT@127.0.0.1:PORT`,
      host => `${host}:PORT#@127.0.0.1:PORT`,
      host => `${host}:PORT?@localhost:PORT`,
      host => `${host}:PORT\\@127.0.0.1:PORT`,
      host => `${host}:PORT/../127.0.0.1`,
      host => `${host}\t:PORT`,
      host => `\u202e${host}:PORT`,
    ];
    const schemes = [
      'http://',
      'HTTP://',
      '',
      '//',
      'http:',
      'http:\\\\',
      'http:///',
      ' http://',
      'ht\ntp://',
    ];
    return schemes.flatMap(scheme => hosts.flatMap(host => wraps.map(wrap => scheme + wrap(host))));
  }

  it('that may be used without a yes lead to this machine, in every spelling', async () => {
    const texts = spellings().map(text => text.replaceAll('PORT', String(here.port)));
    const before = here.requests.length;
    const seen = { used: 0, refused: 0 };
    const asked = new Set<string>();
    const { all, away, bytesAway } = await connectionsOf(async () => {
      for (const text of texts) {
        for (const url of [text, normaliseAddress(text) ?? text]) {
          if (!mayConnect({ url, allowNonLocal: false, confirmedHosts: [] }).isAllowed) {
            seen.refused += 1;
            continue;
          }
          seen.used += 1;
          assert.ok(isLoopback(url) && endsHere(url) && isPrivate(url), url);
          // A connection costs most of the time; the text is what differs.
          const isTried = asked.has(url) || asked.size >= rounds(400);
          asked.add(url);
          if (isTried) continue;
          const request = { method: 'POST', url, headers: {}, body: marker } as const;
          const response = await http.request(request, new AbortController().signal).catch(() => undefined);
          if (response) for await (const _ of response.body);
        }
      }
    });
    const received = here.requests.length - before;
    report('spellings of addresses', {
      spellings: texts.length,
      'used without a question': seen.used,
      refused: seen.refused,
      connections: all,
      'received here': received,
      'bytes elsewhere': bytesAway,
    });
    assert.deepEqual(away, []);
    assert.equal(bytesAway, 0);
    assert.ok(texts.length > 2392 && received > 250 && seen.refused > 2000);
  });

  it('of servers that point elsewhere are not followed, with code or without', async () => {
    const elsewhere = await scriptedEndpoint(() => ({ body: '{"data":[{"id":"m"}]}' }));
    const there = `//127.0.0.1:${elsewhere.port}`;
    const places = [
      `http:${there}/v1/models`,
      `HTTP:${there}`,
      there,
      `/\\127.0.0.1:${elsewhere.port}/`,
      `http:${there.replace('//', '//u:p@')}/x`,
      'https://elsewhere.invalid/',
      '//elsewhere.invalid/v1',
      'http://192.0.2.1/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'http://[',
      `\t http:${there}`,
    ];
    const status = [301, 302, 303, 307, 308, 300, 304];
    const cases = status.flatMap(code => places.map(location => ({ code, location })));
    let received = 0;
    const { away, bytesAway } = await connectionsOf(async () => {
      for (const { code, location } of cases) {
        const server = await scriptedEndpoint(() => ({
          raw: `HTTP/1.1 ${code} Moved\r\nlocation: ${location}\r\nrefresh: 0; url=http:${there}\r\ncontent-length: 0\r\n\r\n`,
        }));
        const described = await describeServer(server.url, 'auto', { http, clock, log });
        assert.equal(described.isFound, false, `${code} ${location}`);
        for (const protocol of ['openai', 'ollama'] as const) await ask(server.url, protocol);
        received += server.requests.length;
        await server.close();
      }
    });
    report('servers that point elsewhere', {
      servers: cases.length,
      'requests to them': received,
      'requests elsewhere': elsewhere.requests.length,
      'bytes elsewhere': bytesAway,
    });
    assert.deepEqual([elsewhere.requests.length, away], [0, []]);
    await elsewhere.close();
  });

  async function ask(url: string, protocol: Endpoint['protocol']): Promise<void> {
    const endpoint: Endpoint = { url, protocol, kind: 'openai', name: 's', models: [] };
    const request = {
      model: { id: 'm', isLoaded: true },
      messages: [{ role: 'user' as const, content: marker }],
      maxAnswerTokens: 9,
      thinking: 'auto' as const,
      temperature: 0,
    };
    let last = '';
    for await (const event of chat(endpoint, request, { http, clock, log }, new AbortController().signal)) {
      last = event.type;
    }
    assert.equal(last, 'failed');
  }

  it('take time in proportion to their length', async () => {
    const rows: readonly (readonly [string, (length: number) => string])[] = [
      ['slashes at the end', length => `http://x${'/'.repeat(length)}`],
      ['slashes and a letter', length => `http://x${'/'.repeat(length)}a`],
      ['"/v1" again and again', length => `http://x${'/v1'.repeat(length / 3)}x`],
      ['names before an @', length => `http://${'//a@'.repeat(length / 4)}`],
      ['dots', length => `http://${'a.'.repeat(length / 2)}x`],
      ['colons', length => `http://[${':'.repeat(length)}]`],
      ['blanks', length => `${' '.repeat(length)}x${' '.repeat(length)}`],
    ];
    const length = rounds(20_000, 5);
    for (const [what, make] of rows) {
      const ask = (url: string) => {
        normaliseAddress(url);
        isLoopback(url);
        isPrivate(url);
        mayConnect({ url, allowNonLocal: true, confirmedHosts: [] });
      };
      await assertGrowth(what, length, make, ask);
    }
  });
});
