import assert from 'node:assert/strict';
import {
  describeLoaded,
  describe as describeServer,
  discover,
} from '../../../src/core/endpoint/discovery/discover';
import type { Protocol } from '../../../src/core/endpoint/endpoint';
import { type Http, HttpFailure } from '../../../src/core/ports';
import { jsonOf, recording } from '../../conformance/recording';
import { json, network, type Played, playedHttp, type Route } from './playedHttp';
import { settle, steppedClock } from './steppedClock';

const log = { trace() {}, info() {}, warn() {}, error() {} };

function recorded(name: string): Played {
  const { status, headers, body } = recording(name);
  return { status, headers, chunks: [body] };
}

const ollama: Readonly<Record<string, Route>> = {
  'GET /v1/models': recorded('ollama-v1-models'),
  'GET /': recorded('ollama-root'),
  'GET /api/version': recorded('ollama-version'),
  'GET /api/tags': recorded('ollama-tags'),
  'GET /api/ps': recorded('ollama-ps'),
  'POST /api/show': request =>
    recorded(request.body?.includes('thinker') ? 'ollama-show-thinking' : 'ollama-show'),
};
const llama: Readonly<Record<string, Route>> = {
  'GET /v1/models': recorded('llama-server-models'),
  'GET /props': recorded('llama-server-props'),
  'GET /': { headers: { server: 'llama.cpp' }, chunks: ['<html>'] },
};
const list = (...models: readonly object[]) => json({ object: 'list', data: models });

async function describeAt(routes: Readonly<Record<string, Route>>, protocol: Protocol | 'auto' = 'auto') {
  const http = network({ '127.0.0.1:9': routes });
  return describeServer('127.0.0.1:9/v1/', protocol, { http, clock: steppedClock(), log });
}

const problems = async (routes: Readonly<Record<string, Route>>) => {
  const described = await describeAt(routes);
  return described.isFound ? 'found' : described.problem.code;
};

describe('who answers', () => {
  it('Ollama: version, capabilities, windows, what is loaded', async () => {
    const described = await describeAt(ollama);
    assert.ok(described.isFound);
    assert.deepEqual(described.endpoint, {
      url: 'http://127.0.0.1:9',
      protocol: 'ollama',
      kind: 'ollama',
      name: 'Ollama 0.0.0',
      models: [
        {
          id: 'thinker:1.5b',
          whereabouts: 'here',
          contextTokens: 8192,
          thinks: true,
          isLoaded: false,
          sizeBytes: 1117321366,
        },
        {
          id: 'qwen2.5-coder:1.5b',
          whereabouts: 'here',
          contextTokens: 8192,
          thinks: false,
          isLoaded: true,
          sizeBytes: 1117320936,
        },
      ],
    });
  });

  it('Ollama: the window that a loaded model has goes before its own setting', async () => {
    const ps = json({ models: [{ model: 'qwen2.5-coder:1.5b', context_length: 16384 }] });
    const described = await describeAt({ ...ollama, 'GET /api/ps': ps });
    assert.ok(described.isFound);
    assert.deepEqual(
      described.endpoint.models.map(({ contextTokens }) => contextTokens),
      [8192, 16384],
    );
  });

  it('Ollama: models that only embed are left out, those that run elsewhere are named', async () => {
    const tags = json({
      models: [
        { model: 'embed', capabilities: ['embedding'] },
        { model: 'big:cloud', capabilities: ['completion'], remote_host: 'https://ollama.com' },
      ],
    });
    const described = await describeAt({
      ...ollama,
      'GET /api/tags': tags,
      'POST /api/show': { status: 404 },
    });
    assert.ok(described.isFound);
    assert.deepEqual(described.endpoint.models, [
      {
        id: 'big:cloud',
        whereabouts: 'elsewhere',
        thinks: false,
        isLoaded: false,
        remoteHost: 'https://ollama.com',
      },
    ]);
  });

  it('Ollama asked as OpenAI when the reader says so', async () => {
    const described = await describeAt(ollama, 'openai');
    assert.ok(described.isFound);
    assert.deepEqual([described.endpoint.protocol, described.endpoint.kind], ['openai', 'ollama']);
  });

  it('llama.cpp: the window of a slot, not what the model was trained on', async () => {
    const described = await describeAt(llama);
    assert.ok(described.isFound);
    const { kind, name, models } = described.endpoint;
    assert.deepEqual([kind, name], ['llama.cpp', 'llama.cpp']);
    assert.deepEqual(models, [
      {
        id: 'qwen2.5-coder-1.5b',
        whereabouts: 'here',
        contextTokens: 8192,
        thinks: false,
        isLoaded: true,
        sizeBytes: 1111370240,
      },
    ]);
  });

  it('llama.cpp: how many it answers at once, where that can be true', async () => {
    for (const [told, slots] of [
      [4, 4],
      [256, 256],
      [undefined, undefined],
      ...[0, -1, 1.5, 257, 1e9, '4', null, {}].map(odd => [odd, undefined]),
    ]) {
      const props = { ...(jsonOf('llama-server-props') as object), total_slots: told };
      const described = await describeAt({ ...llama, 'GET /props': json(props) });
      assert.ok(described.isFound);
      assert.equal(described.endpoint.slots, slots, JSON.stringify(told));
    }
  });

  it('llama.cpp: build number, and thoughts that the prompt opens and nobody takes out', async () => {
    const props = jsonOf('llama-server-props') as { default_generation_settings: { params: object } };
    props.default_generation_settings.params = {
      reasoning_format: 'none',
      generation_prompt: '<|im_start|>assistant\n<think>\n',
    };
    const routes = {
      ...llama,
      'GET /props': json({ ...props, build_info: 'b6899-abc', chat_template: '…<think>…' }),
    };
    const described = await describeAt(routes);
    assert.ok(described.isFound);
    assert.equal(described.endpoint.name, 'llama.cpp b6899');
    const [model] = described.endpoint.models;
    assert.deepEqual([model?.thinks, model?.startsThinking], [true, true]);
  });

  const kinds: readonly (readonly [string, Readonly<Record<string, Route>>, string, object])[] = [
    [
      'LM Studio',
      {
        'GET /v1/models': list({ id: 'q' }),
        'GET /api/v0/models': list(
          { id: 'q', type: 'llm', state: 'loaded', loaded_context_length: 4096, max_context_length: 32768 },
          { id: 'e', type: 'embeddings', state: 'not-loaded' },
        ),
      },
      'lm-studio',
      { id: 'q', isLoaded: true, contextTokens: 4096 },
    ],
    [
      'vLLM',
      {
        'GET /v1/models': list({ id: 'q', owned_by: 'vllm', max_model_len: 2048 }),
        'GET /version': json({ version: '0.12.0' }),
      },
      'vllm',
      { id: 'q', contextTokens: 2048 },
    ],
    [
      'KoboldCpp',
      {
        'GET /v1/models': list({ id: 'koboldcpp/q' }),
        'GET /api/version': json({ version: '0.7.0' }),
        'GET /api/extra/version': json({ result: 'KoboldCpp', version: '1.99' }),
        'GET /api/extra/true_max_context_length': json({ value: 8192 }),
      },
      'koboldcpp',
      { id: 'koboldcpp/q', whereabouts: 'here', isLoaded: true, contextTokens: 8192 },
    ],
    [
      'llamafile',
      {
        ...llama,
        'GET /v1/models': { ...recorded('llama-server-models'), headers: { server: 'llamafile/0.9' } },
      },
      'llamafile',
      {
        id: 'qwen2.5-coder-1.5b',
        whereabouts: 'here',
        contextTokens: 8192,
        thinks: false,
        isLoaded: true,
        sizeBytes: 1111370240,
      },
    ],
    ['any other', { 'GET /v1/models': list({ id: 'q' }) }, 'openai', { id: 'q' }],
  ];
  for (const [what, routes, kind, model] of kinds) {
    it(`${what}, by its own routes`, async () => {
      const described = await describeAt(routes);
      assert.ok(described.isFound);
      assert.equal(described.endpoint.kind, kind);
      assert.deepEqual(described.endpoint.models[0], model);
      assert.equal(described.endpoint.protocol, 'openai');
    });
  }

  it('or why nobody does', async () => {
    const answers: readonly (readonly [Readonly<Record<string, Route>>, string])[] = [
      [{ 'GET /v1/models': json({ error: 'no key' }, 401) }, 'unauthorized'],
      [
        { 'GET /v1/models': { headers: { 'content-type': 'text/html' }, chunks: ['<html>'] } },
        'not-a-model-server',
      ],
      [{}, 'not-a-model-server'],
      [{ 'GET /v1/models': list() }, 'no-model'],
      [{ 'GET /v1/models': recorded('llama-server-health-loading') }, 'still-loading'],
      [{ 'GET /v1/models': { status: 302, headers: { location: 'http://evil.example/' } } }, 'redirected'],
      [{ 'GET /v1/models': json({ error: 'boom' }, 500) }, 'server-error'],
      [{ 'GET /v1/models': { failure: new HttpFailure('refused', 'x') } }, 'refused'],
      [{ 'GET /v1/models': { failure: new HttpFailure('dns', 'x') } }, 'dns'],
      [{ 'GET /v1/models': { failure: new HttpFailure('unknown', 'Parse Error') } }, 'not-a-model-server'],
    ];
    for (const [routes, code] of answers) assert.equal(await problems(routes), code);
    const bad = await describeServer('ftp://x', 'auto', { http: network({}), clock: steppedClock(), log });
    assert.ok(!bad.isFound && bad.problem.code === 'bad-address');
  });

  it('is waited for while it loads', async () => {
    const clock = steppedClock();
    const loading = recorded('llama-server-health-loading');
    const http = network({
      '127.0.0.1:9': {
        ...llama,
        'GET /v1/models': (_request, before) => (before < 3 ? loading : recorded('llama-server-models')),
      },
    });
    let told = 0;
    const onLoading = () => {
      told += 1;
    };
    const described = describeLoaded(
      '127.0.0.1:9',
      'auto',
      { http, clock, log },
      new AbortController().signal,
      { onLoading },
    );
    await clock.advance(2000);
    assert.ok((await described).isFound);
    assert.equal(told, 3);
  });

  it('gives up on an address that does not answer', async () => {
    const clock = steppedClock();
    const http = network({ '127.0.0.1:9': { 'GET /v1/models': { isMute: true } } });
    const described = describeServer('http://127.0.0.1:9', 'auto', { http, clock, log });
    await clock.advance(5100);
    const { isFound, ...rest } = await described;
    assert.ok(!isFound && 'problem' in rest && rest.problem.code === 'unreachable');
  });
});

describe('a slow server', () => {
  const never = () => new AbortController().signal;

  it('is waited for, and who it is does not hang on its details', async () => {
    const clock = steppedClock();
    let answer = false;
    const http: Http = {
      async request(request, signal) {
        while (!answer && !signal.aborted) await clock.sleep(500, signal);
        return network({ '127.0.0.1:9': { ...ollama, 'POST /api/show': { isMute: true } } }).request(
          request,
          signal,
        );
      },
    };
    const described = describeServer('127.0.0.1:9', 'auto', { http, clock, log }, undefined, never());
    await clock.advance(60_000);
    answer = true;
    await clock.advance(8000);
    const result = await described;
    assert.ok(result.isFound);
    assert.equal(result.endpoint.kind, 'ollama');
    assert.equal(result.endpoint.models.length, 2);
  });

  it('is left at once when the reader stops', async () => {
    const clock = steppedClock();
    const http = playedHttp({ 'GET /v1/models': { isMute: true } });
    const controller = new AbortController();
    const described = describeServer('127.0.0.1:9', 'auto', { http, clock, log }, 'k', controller.signal);
    const discovered = discover({ http, clock, log }, { signal: controller.signal });
    await settle();
    controller.abort();
    const result = await described;
    assert.ok(!result.isFound && result.problem.code === 'unreachable');
    assert.deepEqual((await discovered).endpoints, []);
    assert.equal(http.aborted, http.requests.length);
  });

  it('is discovered although its details are late, and asked with its key', async () => {
    const clock = steppedClock();
    const http = network({
      '127.0.0.1:11434': { ...ollama, 'GET /api/tags': { isMute: true }, 'POST /api/show': { isMute: true } },
    });
    const keys: string[] = [];
    const keyFor = async (url: string) => {
      keys.push(url);
      return undefined;
    };
    const discovered = discover({ http, clock, log }, { keyFor });
    await clock.advance(6000);
    const { endpoints } = await discovered;
    assert.deepEqual([endpoints[0]?.kind, endpoints[0]?.models.length], ['ollama', 2]);
    assert.ok(keys.includes('http://127.0.0.1:11434'));
  });

  it('counts a window of nothing as unknown', async () => {
    const props = json({ role: 'router', default_generation_settings: { params: null, n_ctx: 0 } });
    const described = await describeAt({
      'GET /v1/models': list({ id: 'q', status: { value: 'unloaded' } }),
      'GET /props': props,
    });
    assert.ok(described.isFound);
    assert.deepEqual(described.endpoint.models, [{ id: 'q', whereabouts: 'here', isLoaded: false }]);
  });
});

describe('discovery', () => {
  it('asks the usual ports on both loopbacks, and names each that gave nothing', async () => {
    const http = network({});
    const { endpoints, tried } = await discover({ http, clock: steppedClock(), log });
    assert.deepEqual(endpoints, []);
    const addresses = tried.map(({ address }) => address);
    for (const port of [11434, 8080, 9931, 1234, 8000, 1337, 5001]) {
      assert.ok(addresses.includes(`127.0.0.1:${port}`) && addresses.includes(`[::1]:${port}`), String(port));
    }
    assert.deepEqual([...new Set(tried.map(({ outcome }) => outcome))], ['refused']);
    assert.equal(http.asked.length, addresses.length, 'a closed port costs one question');
  });

  it('finds several servers, one of them on both loopbacks once, wherever they listen', async () => {
    const http = network({
      '127.0.0.1:8080': ollama,
      '[::1]:8080': ollama,
      '[::1]:1234': llama,
      '127.0.0.1:4000': llama,
    });
    const { endpoints } = await discover(
      { http, clock: steppedClock(), log },
      { extra: ['localhost:1', '127.0.0.1:4000/v1'] },
    );
    assert.deepEqual(
      endpoints.map(({ kind, url }) => `${kind} ${url}`),
      ['llama.cpp http://127.0.0.1:4000', 'ollama http://127.0.0.1:8080', 'llama.cpp http://[::1]:1234'],
    );
  });

  it('is over after 300 ms, with what had answered, and hangs up on the rest', async () => {
    const slow = playedHttp({ 'GET /v1/models': { isMute: true } });
    const quick = network({ '127.0.0.1:8080': llama });
    const http: Http = {
      request: (request, signal) =>
        new URL(request.url).host === '127.0.0.1:11434'
          ? slow.request(request, signal)
          : quick.request(request, signal),
    };
    const clock = steppedClock();
    const found: Awaited<ReturnType<typeof discover>>[] = [];
    void discover({ http, clock, log }).then(discovery => found.push(discovery));
    await clock.advance(200);
    assert.equal(found.length, 0);
    await clock.advance(100);
    await settle();
    assert.equal(found[0]?.endpoints.length, 1);
    const mute = found[0]?.tried.find(({ address }) => address === '127.0.0.1:11434');
    assert.equal(mute?.outcome, 'no-answer');
    assert.equal(slow.aborted, 1);
  });

  it('does not count the time in which this process did not get to run', async () => {
    const clock = steppedClock();
    const starved = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms + 50, signal),
    };
    const quick = network({ '127.0.0.1:8080': llama });
    const late: Http = {
      request: async (request, signal) => {
        const response = await quick.request(request, signal);
        await clock.sleep(600, signal);
        return response;
      },
    };
    const found: Awaited<ReturnType<typeof discover>>[] = [];
    void discover({ http: late, clock: starved, log }).then(discovery => found.push(discovery));
    await clock.advance(10_000);
    assert.deepEqual(
      found[0]?.endpoints.map(({ kind }) => kind),
      ['llama.cpp'],
    );
  });

  it('says what is wrong with who answered', async () => {
    const http = network({
      '127.0.0.1:1337': { 'GET /v1/models': json({}, 401) },
      '127.0.0.1:8080': { 'GET /v1/models': recorded('llama-server-health-loading') },
      '127.0.0.1:8000': { 'GET /v1/models': { status: 404, chunks: ['nope'] } },
      '127.0.0.1:1234': { 'GET /v1/models': list() },
    });
    const { tried } = await discover({ http, clock: steppedClock(), log });
    const outcome = (port: number) => tried.find(({ address }) => address === `127.0.0.1:${port}`)?.outcome;
    assert.deepEqual([1337, 8080, 8000, 1234].map(outcome), [
      'unauthorized',
      'loading',
      'not-a-model-server',
      'no-model',
    ]);
  });
});
