// Where a model runs: what servers say, what nobody says, and which one a run is sent to.
import assert from 'node:assert/strict';
import { describe as describeServer, discover } from '../../../src/core/endpoint/discovery/discover';
import type { Endpoint, Model } from '../../../src/core/endpoint/endpoint';
import {
  isCloudName,
  mayBeHandedOn,
  type Preference,
  placeOf,
  preferred,
  whereaboutsOf,
} from '../../../src/core/endpoint/whereabouts/whereabouts';
import type { Clock, Http } from '../../../src/core/ports';
import { advance } from '../../../src/core/reasoning/advance';
import { newRun, type RunEvent, whereaboutsOfRun } from '../../../src/core/reasoning/run';
import { json, network, type Played, playedHttp, type Route } from './playedHttp';
import { type SteppedClock, steppedClock } from './steppedClock';

const log = { trace() {}, info() {}, warn() {}, error() {} };
const cloud = 'gpt-oss:120b-cloud';
const list = (...ids: readonly string[]) => json({ data: ids.map(id => ({ id, object: 'model' })) });

/** An Ollama whose answers come after so many milliseconds; missing: never. */
function slowOllama(
  clock: Clock,
  facts: { readonly tags: object; readonly show?: object },
  delaysMs: {
    readonly list?: number;
    readonly tags?: number | undefined;
    readonly show?: number | undefined;
  } = {},
): Http {
  const { tags, show = { capabilities: ['completion'] } } = facts;
  const routes: Readonly<Record<string, readonly [Played, number | undefined]>> = {
    '/v1/models': [list(cloud), delaysMs.list ?? 0],
    '/': [{ chunks: ['Ollama is running'] }, 0],
    '/api/version': [json({ version: '0.12.3' }), 0],
    '/api/tags': [json(tags), 'tags' in delaysMs ? delaysMs.tags : 0],
    '/api/ps': [json({ models: [] }), 0],
    '/api/show': [json(show), 'show' in delaysMs ? delaysMs.show : 0],
  };
  const at = playedHttp(
    Object.fromEntries(
      Object.entries(routes).flatMap(([path, [played]]) => [
        [`GET ${path}`, played],
        [`POST ${path}`, played],
      ]),
    ),
  );
  const nobody = network({});
  return {
    async request(request, signal) {
      const { host, pathname } = new URL(request.url);
      if (host !== '127.0.0.1:11434') return nobody.request(request, signal);
      const [, delayMs] = routes[pathname] ?? [undefined, 0];
      await clock.sleep(delayMs ?? 1e9, signal);
      return at.request(request, signal);
    },
  };
}

async function found(clock: SteppedClock, http: Http, forMs: number): Promise<readonly Endpoint[]> {
  const discovered = discover({ http, clock, log });
  await clock.advance(forMs);
  return (await discovered).endpoints;
}

function only(endpoints: readonly Endpoint[]): { readonly endpoint: Endpoint; readonly model: Model } {
  const [endpoint] = endpoints;
  const model = endpoint?.models[0];
  assert.ok(endpoint && model);
  return { endpoint, model };
}

describe('what Ollama says of where a model runs', () => {
  const elsewhere = { models: [{ model: cloud, remote_host: 'https://ollama.com:443', remote_model: 'g' }] };

  it('is waited for, although it comes after the 300 ms in which servers are found', async () => {
    for (let times = 0; times < 20; times += 1) {
      const clock = steppedClock();
      const http = slowOllama(clock, { tags: elsewhere }, { list: 60, tags: 245 + times * 100 });
      const { endpoint, model } = only(await found(clock, http, 3000));
      assert.equal(whereaboutsOf(endpoint.url, model), 'elsewhere');
      assert.equal(model.remoteHost, 'https://ollama.com');
    }
  });

  it('may stand in either answer, and in any of its words', async () => {
    const here = { models: [{ model: 'mine:7b' }] };
    const says: readonly (readonly [tags: object, show: object, where: string])[] = [
      [here, {}, 'here'],
      [here, { remote_host: 'https://ollama.com' }, 'elsewhere'],
      [here, { remote_model: 'x' }, 'elsewhere'],
      [{ models: [{ model: 'mine:7b', remote_model: 'x' }] }, {}, 'elsewhere'],
      [{ models: [{ model: 'mine:7b', remote_host: { a: 1 } }] }, {}, 'elsewhere'],
      // Another port of this machine is no answer to where it ends.
      [{ models: [{ model: 'mine:7b', remote_host: 'http://127.0.0.1:9' }] }, {}, 'elsewhere'],
      [{ models: [{ model: 'mine:7b', remote_host: '', remote_model: null }] }, {}, 'here'],
      [{ models: [{ model: 'mine:cloud' }] }, {}, 'elsewhere'],
      // The same name twice: the worse word counts.
      [{ models: [{ model: 'mine:7b' }, { model: 'mine:7b', remote_host: 'a.example' }] }, {}, 'elsewhere'],
      [{ models: [{ model: 'mine:7b', remote_host: 'a.example' }, { model: 'mine:7b' }] }, {}, 'elsewhere'],
    ];
    for (const [tags, show, where] of says) {
      const clock = steppedClock();
      const { endpoint, model } = only(await found(clock, slowOllama(clock, { tags, show }), 1500));
      assert.equal(whereaboutsOf(endpoint.url, model), where, JSON.stringify([tags, show]));
      assert.ok(model.remoteHost === undefined || !model.remoteHost.includes('127.0.0.1'));
    }
  });

  it('is not known where one of its answers never comes', async () => {
    for (const delays of [{ tags: undefined }, { show: undefined }]) {
      const clock = steppedClock();
      const http = slowOllama(clock, { tags: { models: [{ model: 'mine:7b' }] } }, delays);
      const { endpoint, model } = only(await found(clock, http, 6000));
      assert.notEqual(
        whereaboutsOf(endpoint.url, { ...model, id: 'mine:7b' }),
        'here',
        JSON.stringify(delays),
      );
    }
  });

  it('is not known where one of its answers is none', async () => {
    const shows: readonly Played[] = [
      { status: 500, chunks: ['{"error":"x"}'] },
      { status: 503, chunks: [''] },
      { chunks: ['{"remote_host":"https://olla'] },
      { chunks: ['[]'] },
      { chunks: ['null'] },
    ];
    for (const show of shows) {
      const clock = steppedClock();
      const ollama = slowOllama(clock, { tags: { models: [{ model: 'mine:7b' }] } });
      const played = playedHttp({ 'POST /api/show': show });
      const http: Http = {
        request: (request, signal) =>
          (new URL(request.url).pathname === '/api/show' ? played : ollama).request(request, signal),
      };
      const { endpoint, model } = only(await found(clock, http, 1500));
      assert.equal(whereaboutsOf(endpoint.url, model), 'unknown', JSON.stringify(show));
    }
  });

  it('is told by weights that lie here, of models too many to be asked about', async () => {
    const models = Array.from({ length: 15 }, (_, index) => ({ model: `m${index}:7b` }));
    const tags = {
      models: [...models, { model: 'renamed', size: 384 }, { model: 'large', size: 4_700_000_000 }],
    };
    const clock = steppedClock();
    const [endpoint] = await found(clock, slowOllama(clock, { tags }), 1500);
    assert.ok(endpoint);
    const where = new Map(endpoint.models.map(model => [model.id, whereaboutsOf(endpoint.url, model)]));
    assert.deepEqual(
      ['m0:7b', 'm14:7b', 'renamed', 'large'].map(id => where.get(id)),
      ['here', 'unknown', 'unknown', 'here'],
    );
  });

  it('is here where all was asked and nothing else was said, with a show that it does not know', async () => {
    const clock = steppedClock();
    const http = slowOllama(clock, {
      tags: { models: [{ model: 'mine:7b', capabilities: ['completion'] }] },
    });
    const without: Http = {
      request: (request, signal) =>
        http.request({ ...request, url: request.url.replace('/api/show', '/nothing') }, signal),
    };
    const { endpoint, model } = only(await found(clock, without, 1500));
    assert.equal(whereaboutsOf(endpoint.url, model), 'here');
  });
});

describe('what other servers say of it', () => {
  const data = (...models: readonly object[]) => json({ data: models });
  const props = json({ default_generation_settings: { n_ctx: 4096 }, model_path: '/m.gguf' });
  const llama = { 'GET /v1/models': data({ id: 'q' }), 'GET /props': props };
  const servers: readonly (readonly [
    string,
    Readonly<Record<string, Route>>,
    'here' | 'elsewhere' | 'unknown',
  ])[] = [
    ['llama.cpp works itself', llama, 'here'],
    [
      'llama.cpp with a name of a cloud',
      { ...llama, 'GET /v1/models': data({ id: 'q:cloud' }) },
      'elsewhere',
    ],
    [
      'llama.cpp behind somebody who says so',
      { ...llama, 'GET /v1/models': { ...data({ id: 'q' }), headers: { via: '1.1 gateway' } } },
      'unknown',
    ],
    [
      'KoboldCpp works itself',
      {
        'GET /v1/models': data({ id: 'koboldcpp/q' }),
        'GET /api/extra/version': json({ result: 'KoboldCpp', version: '1.99' }),
      },
      'here',
    ],
    [
      'LM Studio, whose models may be on a linked device',
      { 'GET /v1/models': data({ id: 'q' }), 'GET /api/v0/models': data({ id: 'q', state: 'loaded' }) },
      'unknown',
    ],
    ['vLLM, or who passes its list on', { 'GET /v1/models': data({ id: 'q', owned_by: 'vllm' }) }, 'unknown'],
    ['any gateway', { 'GET /v1/models': data({ id: 'gpt-5', owned_by: 'openai' }) }, 'unknown'],
  ];
  for (const [what, routes, where] of servers) {
    it(`${what}: ${where}`, async () => {
      const described = await describeServer('127.0.0.1:9', 'auto', {
        http: network({ '127.0.0.1:9': routes }),
        clock: steppedClock(),
        log,
      });
      assert.ok(described.isFound);
      const [model] = described.endpoint.models;
      assert.ok(model);
      assert.equal(whereaboutsOf(described.endpoint.url, model), where);
      assert.equal(mayBeHandedOn(described.endpoint.url, model), where !== 'here');
      assert.equal(whereaboutsOf('http://192.168.1.5', model), 'elsewhere');
    });
  }

  it('counts no name of a cloud as here', () => {
    const names = [
      cloud,
      'GPT-OSS:120B-Cloud',
      'kimi-k2:cloud',
      'a/b:480b-cloud',
      'mine-cloud:latest',
      'x:20b:cloud',
    ];
    for (const id of names) {
      assert.ok(isCloudName(id), id);
      assert.equal(whereaboutsOf('http://127.0.0.1:11434', { id, whereabouts: 'here' }), 'elsewhere');
    }
    for (const id of ['cloudy:7b', 'qwen2.5-coder:1.5b', 'cloud-7b:q4', 'mycloud'])
      assert.ok(!isCloudName(id), id);
  });
});

describe('the model that a run is sent to', () => {
  const server = (port: number, ...models: readonly Model[]): Endpoint => ({
    url: `http://127.0.0.1:${port}`,
    protocol: 'openai',
    kind: 'openai',
    name: String(port),
    models,
  });
  const here = (id: string, isLoaded = false): Model => ({ id, whereabouts: 'here', isLoaded });
  const chosen = (endpoints: readonly Endpoint[], preference: Partial<Preference> = {}) => {
    const one = preferred(endpoints, { wanted: '', ...preference });
    return one && `${one.endpoint.name} ${one.model.id}`;
  };
  const used = { url: 'http://127.0.0.1:8080', model: 'used' };

  it('is one that is here, whoever answered first and whatever is in memory', () => {
    const unknown: Model = { id: 'x', isLoaded: true };
    assert.equal(
      chosen([server(1, unknown, { id: cloud, whereabouts: 'here' }), server(2, here('y'))]),
      '2 y',
    );
    assert.equal(chosen([server(1, unknown, here('a'), here('b', true)), server(2, here('y', true))]), '1 b');
  });

  it('stays in use in every order of servers, for twenty runs', () => {
    const servers = [
      server(11434, { id: cloud, isLoaded: true }, here('other', true)),
      server(8080, here('first', true), here('used')),
      server(1234, { id: 'used' }),
    ];
    for (let run = 0; run < 20; run += 1) {
      const turned = [...servers.slice(run % 3), ...servers.slice(0, run % 3)];
      assert.equal(chosen(turned, { inUse: used }), '8080 used');
      assert.equal(chosen(turned, { inUse: { ...used, url: 'http://[::1]:8080' } }), '8080 used');
    }
  });

  it('is no longer in use when it is gone, or turns out to be elsewhere', () => {
    assert.equal(chosen([server(1, here('a')), server(8080, here('b'))], { inUse: used }), '1 a');
    const gone: Model = { id: 'used', whereabouts: 'elsewhere' };
    assert.equal(chosen([server(8080, gone), server(1, here('a'))], { inUse: used }), '1 a');
  });

  it('is the one with the name that the reader gave, here if there is one', () => {
    const both = [server(1, { id: 'q' }), server(2, here('q')), server(8080, here('other'))];
    assert.equal(chosen(both, { wanted: 'q', inUse: used }), '2 q');
    assert.equal(chosen(both, { wanted: 'none' }), undefined);
    assert.equal(chosen([server(1, { id: 'q' })], { wanted: 'q' }), '1 q');
  });

  it('where none is here, is what the reader has agreed to', () => {
    const servers = [server(1, { id: 'x', isLoaded: true }), server(2, { id: 'y' })];
    assert.equal(chosen(servers), '1 x');
    assert.equal(chosen(servers, { isAgreed: ({ model }) => model.id === 'y' }), '2 y');
    assert.equal(chosen([]), undefined);
  });
});

describe('the place of a server', () => {
  it('is one by every name of this machine, and another on another port, path or machine', () => {
    const one = ['http://127.0.0.1:11434', 'http://[::1]:11434', 'http://localhost:11434'].map(placeOf);
    assert.equal(new Set(one).size, 1);
    const others = ['http://127.0.0.1:1', 'http://127.0.0.1:11434/a', 'http://192.168.1.2:11434'].map(
      placeOf,
    );
    assert.equal(new Set([...one, ...others]).size, 4);
  });
});

describe('where the code of a run went', () => {
  const destination = {
    url: 'http://127.0.0.1:11434',
    protocol: 'ollama',
    server: 'Ollama',
    model: 'q',
  } as const;
  const excerpt = { uri: 'file:///a', name: 'a', languageId: 'x', firstLine: 1, text: 'x' };
  const run = newRun('r', 0, excerpt);

  it('is read from runs of before there were three answers', () => {
    const where = (isLocal: boolean, model = 'q') =>
      whereaboutsOfRun({ ...run, destination: { ...destination, isLocal, model } });
    assert.deepEqual([where(true), where(false), where(true, cloud)], ['here', 'elsewhere', 'elsewhere']);
    assert.equal(whereaboutsOfRun(run), 'unknown');
  });

  it('is elsewhere once the server says so, whatever was known before', () => {
    const prepared: RunEvent = {
      type: 'prepared',
      destination: { ...destination, isLocal: true, whereabouts: 'here' },
      messages: [],
    };
    const warning = { type: 'warning', warning: { kind: 'not-local', host: 'ollama.com' } } as const;
    const sent = advance(run, { at: 1, event: prepared });
    assert.equal(whereaboutsOfRun(sent), 'here');
    assert.equal(whereaboutsOfRun(advance(sent, { at: 2, event: warning })), 'elsewhere');
  });
});
