import assert from 'node:assert/strict';
import { type ChatPorts, chat } from '../../../src/core/endpoint/chat';
import type { ChatRequest, Endpoint, EndpointEvent } from '../../../src/core/endpoint/endpoint';
import { type Http, HttpFailure } from '../../../src/core/ports';
import { json, type PlayedHttp, playedHttp, type Route } from './playedHttp';
import { type SteppedClock, settle, steppedClock } from './steppedClock';

const llama: Endpoint = {
  url: 'http://127.0.0.1:8080',
  protocol: 'openai',
  kind: 'llama.cpp',
  name: 'llama.cpp b1',
  models: [],
};
const ollama: Endpoint = {
  ...llama,
  url: 'http://127.0.0.1:11434',
  protocol: 'ollama',
  kind: 'ollama',
  name: 'Ollama 1',
};
const other: Endpoint = { ...llama, kind: 'openai', name: 'a server' };

const request: ChatRequest = {
  model: { id: 'm' },
  messages: [
    { role: 'system', content: 'Explain.' },
    { role: 'user', content: 'secret code' },
  ],
  maxAnswerTokens: 64,
  thinking: 'auto',
  temperature: 0,
};

interface Talk {
  readonly events: EndpointEvent[];
  readonly http: PlayedHttp;
  readonly clock: SteppedClock;
  readonly logged: string[];
  /** What only a reader who asked for everything sees. */
  readonly traced: string[];
  readonly stop: () => void;
  readonly isOver: () => boolean;
}

/** Starts a conversation and lets everything happen that does not wait for the clock. */
async function talk(
  endpoint: Endpoint,
  routes: Readonly<Record<string, Route>>,
  more: Partial<ChatRequest> = {},
  key?: string,
): Promise<Talk> {
  const http = playedHttp(routes);
  const clock = steppedClock();
  const logged: string[] = [];
  const traced: string[] = [];
  const log = {
    trace: (message: string) => traced.push(message),
    info: (message: string) => logged.push(message),
    warn: (message: string) => logged.push(message),
    error: (message: string) => logged.push(message),
  };
  const ports: ChatPorts = { http, clock, log, key };
  const controller = new AbortController();
  const events: EndpointEvent[] = [];
  let isOver = false;
  void (async () => {
    for await (const event of chat(endpoint, { ...request, ...more }, ports, controller.signal))
      events.push(event);
    isOver = true;
  })();
  await settle();
  return { events, http, clock, logged, traced, stop: () => controller.abort(), isOver: () => isOver };
}

const frame = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const done = 'data: [DONE]\n\n';
const answered: Route = { chunks: [frame({ content: 'yes' }), frame({}, 'stop'), done] };
const chatRoute = 'POST /v1/chat/completions';
const types = ({ events }: Talk) => events.map(({ type }) => type);
const last = ({ events }: Talk) => events.at(-1);
const bodyOf = ({ http }: Talk, at = -1) => JSON.parse(http.requests.at(at)?.body ?? '{}');

function problemOf(conversation: Talk): string | undefined {
  const end = last(conversation);
  return end?.type === 'failed' ? end.problem.code : end?.type;
}

describe('one event stream', () => {
  it('begins with connecting, ends with one last event', async () => {
    const conversation = await talk(llama, {
      [chatRoute]: {
        chunks: [
          'data: {"choices":[],"prompt_progress":{"total":9,"cache":2,"processed":5}}\n\n',
          frame({ reasoning_content: 'hm' }),
          frame({ content: 'yes' }),
          frame({}, 'stop'),
          'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\n',
          done,
        ],
      },
    });
    assert.deepEqual(conversation.events, [
      { type: 'connecting', address: '127.0.0.1:8080' },
      { type: 'reading', total: 9, processed: 5, cached: 2 },
      { type: 'thinking', text: 'hm' },
      { type: 'text', text: 'yes' },
      { type: 'usage', usage: { promptTokens: 9, answerTokens: 2 } },
      { type: 'done', reason: 'stop' },
    ]);
    assert.ok(conversation.isOver());
  });

  it('joins words that nobody has fetched yet', async () => {
    const chunk = frame({ content: 'a' }) + frame({ content: 'b' }) + frame({ content: 'c' });
    const { events } = await talk(llama, { [chatRoute]: { chunks: [chunk, frame({}, 'stop'), done] } });
    const texts = events.flatMap(event => (event.type === 'text' ? [event.text] : []));
    assert.equal(texts.join(''), 'abc');
    assert.ok(texts.length < 3);
  });

  it('asks llama.cpp for progress and usage, and others for nothing they may not know', async () => {
    const first = await talk(llama, { [chatRoute]: answered }, { thinking: 'off', seed: 7 });
    assert.deepEqual(bodyOf(first), {
      model: 'm',
      messages: request.messages,
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 64,
      temperature: 0,
      seed: 7,
      return_progress: true,
      chat_template_kwargs: { enable_thinking: false },
    });
    const second = await talk(other, { [chatRoute]: answered }, { thinking: 'off' });
    assert.ok(!('return_progress' in bodyOf(second)) && !('chat_template_kwargs' in bodyOf(second)));
  });

  it('takes an answer that was not streamed', async () => {
    const message = { content: 'yes', reasoning_content: 'hm' };
    const whole = JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }, undefined, 2);
    const conversation = await talk(other, {
      [chatRoute]: { headers: { 'content-type': 'application/json; charset=utf-8' }, chunks: [whole] },
    });
    assert.deepEqual(types(conversation), ['connecting', 'thinking', 'text', 'done']);
  });

  it('takes a stream under a wrong name', async () => {
    for (const contentType of ['application/json', 'text/plain', '']) {
      const conversation = await talk(other, {
        [chatRoute]: { headers: { 'content-type': contentType }, chunks: [frame({ content: 'yes' }), done] },
      });
      assert.deepEqual(types(conversation), ['connecting', 'text', 'done'], contentType);
    }
  });

  it('counts the prompt by timings only together with the cache', async () => {
    const counted = async (timings: object) => {
      const end = `data: ${JSON.stringify({ choices: [], timings })}\n\n`;
      const { events } = await talk(llama, { [chatRoute]: { chunks: [frame({ content: 'a' }), end, done] } });
      return events.flatMap(event => (event.type === 'usage' ? [event.usage.promptTokens] : []));
    };
    assert.deepEqual(await counted({ prompt_n: 5, cache_n: 7 }), [12]);
    assert.deepEqual(await counted({ prompt_n: 5, predicted_n: 1 }), [undefined]);
  });

  it('reads what begins with a byte order mark, and what is no UTF-8 as far as it is', async () => {
    const mark = '\ufeff';
    const whole = JSON.stringify({ choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] });
    const routes: readonly Route[] = [
      { chunks: [mark, frame({ content: 'yes' }), done] },
      { chunks: [mark + frame({ content: 'yes' }), done] },
      { headers: { 'content-type': 'application/json' }, chunks: [mark + whole] },
      {
        chunks: [
          Uint8Array.of(0xff, 0xfe, 10),
          frame({ content: 'yes' }),
          Uint8Array.of(0xc3),
          `\n\n${done}`,
        ],
      },
    ];
    for (const route of routes) {
      const conversation = await talk(other, { [chatRoute]: route });
      assert.equal(textOf(conversation.events), 'yes');
      assert.equal(problemOf(conversation), 'done');
    }
    const line = `${mark}${JSON.stringify({ message: { content: 'yes' }, done: true })}\n`;
    const native = await talk(ollama, {
      'GET /api/ps': json({ models: [{ model: 'm' }] }),
      'POST /api/chat': { chunks: [line] },
    });
    assert.equal(textOf(native.events), 'yes');
  });

  it('streams under a wrong name, and holds nothing back', async () => {
    const headers = { 'content-type': 'application/json' };
    const conversation = await talk(other, {
      [chatRoute]: { headers, chunks: ['\n', frame({ content: 'yes' })], ends: 'hang' },
    });
    assert.deepEqual(types(conversation), ['connecting', 'text']);
  });

  it('needs no end of the body after the end marker, nor the marker after a reason', async () => {
    const marked = await talk(llama, {
      [chatRoute]: { chunks: [frame({ content: 'a' }), done], ends: 'hang' },
    });
    assert.equal(problemOf(marked), 'done');
    const reasoned = await talk(llama, {
      [chatRoute]: { chunks: [frame({ content: 'a' }), frame({}, 'stop')], ends: 'hang' },
    });
    assert.equal(problemOf(reasoned), 'text');
    await reasoned.clock.advance(2100);
    assert.equal(problemOf(reasoned), 'done');
    const broken = await talk(llama, {
      [chatRoute]: { chunks: [frame({ content: 'a' }), frame({}, 'stop')], ends: 'cut' },
    });
    assert.equal(problemOf(broken), 'done');
  });
});

describe('a reason for the end', () => {
  const role = { role: 'assistant' };
  const yes = frame({ content: 'yes' });
  /** Frames, and how long the server takes before the next one; after the last it keeps the connection. */
  const paced: Readonly<Record<string, readonly (string | number)[]>> = {
    'in the first, empty frame': [frame(role, 'stop'), 3000, yes, frame({ content: ' no' }), done],
    'in the first, long before the words': [
      frame(role, 'stop'),
      300_000,
      yes,
      frame({ content: ' no' }),
      done,
    ],
    'in every frame': [
      frame(role, 'stop'),
      2500,
      frame({ content: 'yes' }, 'stop'),
      9000,
      frame({ content: ' no' }, 'stop'),
      done,
    ],
    'in every frame with words': [
      frame({ content: 'yes' }, 'stop'),
      9000,
      frame({ content: ' no' }, 'stop'),
      done,
    ],
    'after the first word': [yes, frame({}, 'stop'), 1500, frame({ content: ' no' }), 9000, done],
    'after thoughts': [
      frame({ reasoning: 'hm' }),
      frame({}, 'stop'),
      40_000,
      yes,
      frame({ content: ' no' }),
      done,
    ],
    'that is none': [
      frame(role, 'null'),
      9000,
      yes,
      frame({}, 'null'),
      9000,
      frame({ content: ' no' }, 'stop'),
      done,
    ],
    'in every frame, without an end': [
      frame({ content: 'yes' }, 'stop'),
      9000,
      frame({ content: ' no' }, 'stop'),
      600_000,
    ],
  };
  for (const [where, steps] of Object.entries(paced)) {
    it(`${where} does not end the answer`, async () => {
      const clock = steppedClock();
      const events = await eventsOf(other, clock, steps);
      assert.equal(textOf(events), 'yes no');
      assert.deepEqual(events.at(-1), { type: 'done', reason: 'stop' });
    });
  }

  it('in every line of an Ollama does not either', async () => {
    const line = (content: string) => `${JSON.stringify({ message: { content }, done: true })}\n`;
    const events = await eventsOf(ollama, steppedClock(), [line(''), 3000, line('yes'), 3000, line(' no')]);
    assert.equal(textOf(events), 'yes no');
    assert.deepEqual(events.at(-1), { type: 'done', reason: 'stop' });
  });

  it('that words had contradicted does not make a broken stream whole', async () => {
    const chunks = [frame(role, 'stop'), yes];
    const conversation = await talk(other, { [chatRoute]: { chunks, ends: 'cut' } });
    assert.equal(problemOf(conversation), 'cut-short');
  });

  it('ends an answer whose connection stays open, soon after the last word', async () => {
    const conversation = await talk(llama, {
      [chatRoute]: { chunks: [frame({ content: 'a' }, 'stop'), frame({}, 'stop')], ends: 'hang' },
    });
    await conversation.clock.advance(4100);
    assert.equal(problemOf(conversation), 'done');
  });

  async function eventsOf(endpoint: Endpoint, clock: SteppedClock, steps: readonly (string | number)[]) {
    const encoder = new TextEncoder();
    const http: Http = {
      async request({ method }, signal) {
        const body = (async function* () {
          for (const step of method === 'POST' ? steps : []) {
            if (typeof step === 'number') await clock.sleep(step, signal);
            else yield encoder.encode(step);
            if (signal.aborted) throw new HttpFailure('aborted', 'aborted');
          }
        })();
        return { status: method === 'POST' ? 200 : 404, headers: {}, body };
      },
    };
    const ports = { http, clock, log: { trace() {}, info() {}, warn() {}, error() {} } };
    const events: EndpointEvent[] = [];
    void (async () => {
      for await (const event of chat(endpoint, request, ports, new AbortController().signal))
        events.push(event);
    })();
    await clock.advance(400_000);
    return events;
  }
});

const textOf = (events: readonly EndpointEvent[]) =>
  events.map(event => (event.type === 'text' ? event.text : '')).join('');

describe('patience', () => {
  it('waits an hour for the first byte, and says that it is quiet', async () => {
    const conversation = await talk(other, { [chatRoute]: { isMute: true } });
    await conversation.clock.advance(3_600_000);
    assert.deepEqual(types(conversation), ['connecting', 'reading', 'warning']);
    assert.deepEqual(conversation.events[2], { type: 'warning', warning: { kind: 'quiet', forMs: 120_000 } });
    conversation.stop();
    await settle();
    assert.deepEqual(last(conversation), { type: 'done', reason: 'stopped' });
  });

  it('says so when words stop coming', async () => {
    const conversation = await talk(llama, {
      [chatRoute]: { chunks: [frame({ content: 'a' })], ends: 'hang' },
    });
    await conversation.clock.advance(61_000);
    assert.deepEqual(types(conversation), ['connecting', 'text', 'warning']);
  });

  it('waits for a model that is still loading, then asks again', async () => {
    const loading = json({ error: { message: 'Loading model', code: 503 } }, 503);
    const conversation = await talk(llama, {
      [chatRoute]: (_request, before) => (before === 0 ? loading : (answered as object)),
      'GET /health': (_request, before) => (before < 3 ? loading : json({ status: 'ok' })),
    });
    assert.deepEqual(types(conversation), ['connecting', 'loading']);
    await conversation.clock.advance(2500);
    assert.deepEqual(types(conversation), ['connecting', 'loading', 'text', 'done']);
    assert.equal(conversation.http.requests.filter(({ method }) => method === 'POST').length, 2);
  });

  it('sends nothing twice for any other refusal', async () => {
    for (const status of [429, 500, 502, 503]) {
      const conversation = await talk(llama, { [chatRoute]: json({ error: 'busy' }, status) });
      await conversation.clock.advance(10_000);
      assert.equal(conversation.http.requests.length, 1);
      assert.ok(conversation.isOver());
    }
  });

  it('loads a cold Ollama model by itself first, so that loading and reading are told apart', async () => {
    const line =
      '{"message":{"content":"yes"},"done":false}\n{"done":true,"done_reason":"stop","load_duration":5000000}\n';
    const conversation = await talk(
      ollama,
      {
        'GET /api/ps': json({ models: [] }),
        'POST /api/chat': (_request, before) =>
          before === 0
            ? json({ done: true, done_reason: 'load' })
            : { headers: { 'content-type': 'application/x-ndjson' }, chunks: [line] },
      },
      { model: { id: 'm', sizeBytes: 9, contextTokens: 8192 } },
    );
    assert.deepEqual(conversation.events, [
      { type: 'connecting', address: '127.0.0.1:11434' },
      { type: 'loading', model: 'm', sizeBytes: 9 },
      { type: 'text', text: 'yes' },
      { type: 'usage', usage: { loadMs: 5 } },
      { type: 'done', reason: 'stop' },
    ]);
    const sent = bodyOf(conversation);
    assert.deepEqual([sent.truncate, sent.shift, sent.options.num_ctx], [false, false, 8192]);
    assert.equal(bodyOf(conversation, 1).options.num_ctx, 8192);
    assert.ok(!('think' in sent));
  });

  it('does not wait for a server that will not say what it has loaded', async () => {
    const conversation = await talk(ollama, {
      'GET /api/ps': { isMute: true },
      'POST /api/chat': json({ message: { content: 'a' }, done: true, done_reason: 'stop' }),
    });
    assert.deepEqual(types(conversation), ['connecting']);
    await conversation.clock.advance(1600);
    assert.equal(problemOf(conversation), 'done');
  });

  it('does not load what is loaded, and sends think only to models that can', async () => {
    const routes = {
      'GET /api/ps': json({ models: [{ model: 'm:latest', context_length: 4096 }] }),
      'POST /api/chat': json({ message: { content: 'a' }, done: true, done_reason: 'stop' }),
    };
    const sent = async (more: Partial<ChatRequest>) => bodyOf(await talk(ollama, routes, more)).think;
    assert.equal(await sent({ model: { id: 'm', thinks: true } }), true);
    assert.equal(await sent({ model: { id: 'm', thinks: true }, thinking: 'off' }), false);
    assert.equal(await sent({ model: { id: 'm', thinks: false }, thinking: 'on' }), undefined);
    assert.equal(await sent({ model: { id: 'gpt-oss:20b', thinks: true }, thinking: 'off' }), 'low');
  });
});

describe('signs of life', () => {
  it('are words, not pings, and a stream of pings ends', async () => {
    const pinging = await talk(other, { [chatRoute]: { chunks: [': ping\n\n'], ends: 'hang' } });
    await pinging.clock.advance(121_000);
    assert.deepEqual(types(pinging), ['connecting', 'reading', 'warning']);
    const ping = new TextEncoder().encode(`:${'x'.repeat(1 << 18)}\n\n`);
    const endless = await talk(other, { [chatRoute]: { chunks: Array.from({ length: 300 }, () => ping) } });
    while (!endless.isOver()) await settle();
    assert.equal(problemOf(endless), 'too-much');
  });

  it('are missed while a model loads, and loading has an end', async () => {
    const quiet = await talk(
      llama,
      { [chatRoute]: { isMute: true } },
      { model: { id: 'm', isLoaded: false } },
    );
    await quiet.clock.advance(121_000);
    assert.deepEqual(types(quiet), ['connecting', 'loading', 'warning']);
  });

  it('of a model that never gets loaded end after an hour', async () => {
    const clock = steppedClock();
    const body = new TextEncoder().encode('{"error":{"message":"Loading model"}}');
    const http: Http = {
      request: async () => ({
        status: 503,
        headers: {},
        body: (async function* () {
          yield body;
        })(),
      }),
    };
    const ports = { http, clock, log: { trace() {}, info() {}, warn() {}, error() {} } };
    const events: EndpointEvent[] = [];
    void (async () => {
      for await (const event of chat(llama, request, ports, new AbortController().signal)) events.push(event);
    })();
    await clock.advance(3_602_000);
    const end = events.at(-1);
    assert.ok(end?.type === 'failed' && end.problem.code === 'still-loading');
  }).timeout(20_000);
});

describe('a server without measure', () => {
  const progress = (processed: number, total: number) =>
    `data: ${JSON.stringify({ choices: [], prompt_progress: { processed, total, cache: 0 } })}\n\n`;
  const told = (events: readonly EndpointEvent[], type: EndpointEvent['type']) =>
    events.filter(event => event.type === type);

  it('is heard no more often than one can see its progress', async () => {
    const chunks = Array.from({ length: 20_000 }, (_, at) => progress(at, 20_000)).concat(
      frame({ content: 'a' }, 'stop'),
      done,
    );
    const steady = await over(await talk(llama, { [chatRoute]: { chunks } }));
    assert.ok(told(steady.events, 'reading').length <= 200);
    const growing = Array.from({ length: 20_000 }, (_, at) => progress(at, at)).concat(
      frame({ content: 'a' }, 'stop'),
      done,
    );
    const endless = await over(await talk(llama, { [chatRoute]: { chunks: growing } }));
    assert.ok(told(endless.events, 'reading').length <= 400);
    assert.equal(problemOf(endless), 'done');
  });

  it('tells progress that can be, and none once words came', async () => {
    const chunks = [
      progress(9, 4),
      progress(5, 4),
      progress(-1, 4),
      progress(2, 1.5),
      frame({ content: 'a' }),
      progress(1, 2),
      done,
    ];
    const { events } = await talk(llama, { [chatRoute]: { chunks } });
    assert.deepEqual(told(events, 'reading'), [{ type: 'reading', processed: 4, total: 4, cached: 0 }]);
  });

  it('is warned of once a machine, and three times at most', async () => {
    const lines = Array.from(
      { length: 500 },
      (_, at) => `${JSON.stringify({ remote_host: `h${at % 9}`, done: false })}\n`,
    );
    const conversation = await over(
      await talk(ollama, {
        'GET /api/ps': json({ models: [{ model: 'm' }] }),
        'POST /api/chat': { chunks: [...lines, '{"message":{"content":"a"},"done":true}\n'] },
      }),
    );
    assert.equal(told(conversation.events, 'warning').length, 3);
  });

  it('is quiet where it sends only blanks, warnings and the same progress', async () => {
    for (const chunks of [
      [frame({ content: ' ' }), frame({ content: '\n' }), frame({ reasoning: '  ' })],
      [progress(1, 9), progress(1, 9), progress(0, 9)],
    ]) {
      const conversation = await talk(llama, { [chatRoute]: { chunks, ends: 'hang' } });
      await conversation.clock.advance(121_000);
      assert.equal(types(conversation).at(-1), 'warning');
    }
  });

  async function over(conversation: Talk): Promise<Talk> {
    while (!conversation.isOver()) await settle();
    return conversation;
  }
});

describe('stopping', () => {
  it('ends at once, keeps the words that were held back, closes the connection', async () => {
    const conversation = await talk(llama, {
      [chatRoute]: { chunks: [frame({ content: 'a <thi' })], ends: 'hang' },
    });
    conversation.stop();
    await settle();
    const texts = conversation.events.flatMap(event => (event.type === 'text' ? [event.text] : []));
    assert.equal(texts.join(''), 'a <thi');
    assert.deepEqual(last(conversation), { type: 'done', reason: 'stopped' });
    assert.equal(conversation.http.aborted, 1);
  });

  it('works before it began, while it loads and before the headers', async () => {
    const loading = json({ error: { message: 'Loading model' } }, 503);
    const cases: readonly Readonly<Record<string, Route>>[] = [
      { [chatRoute]: { isMute: true } },
      { [chatRoute]: loading, 'GET /health': loading },
    ];
    for (const routes of cases) {
      const conversation = await talk(llama, routes);
      conversation.stop();
      await settle();
      assert.deepEqual(last(conversation), { type: 'done', reason: 'stopped' });
      const asked = conversation.http.requests.length;
      await conversation.clock.advance(5000);
      assert.equal(conversation.http.requests.length, asked, 'nothing is asked any more');
    }
  });

  it('asks KoboldCpp to stop too', async () => {
    const kobold: Endpoint = { ...llama, kind: 'koboldcpp' };
    const conversation = await talk(kobold, { [chatRoute]: { isMute: true } });
    conversation.stop();
    await settle();
    assert.equal(conversation.http.requests.at(-1)?.url, 'http://127.0.0.1:8080/api/extra/abort');
  });

  it('happens when the reader leaves', async () => {
    const http = playedHttp({ [chatRoute]: { chunks: [frame({ content: 'a' })], ends: 'hang' } });
    const ports = { http, clock: steppedClock(), log: { trace() {}, info() {}, warn() {}, error() {} } };
    for await (const event of chat(llama, request, ports, new AbortController().signal)) {
      if (event.type === 'text') break;
    }
    assert.equal(http.aborted, 1);
  });
});

describe('failures', () => {
  const refused = (reason: HttpFailure['reason']): Route => ({ failure: new HttpFailure(reason, 'x') });
  const started = [frame({ content: 'kept' })];
  const huge = new Uint8Array(64 * 1024).fill(120);
  const cases: readonly (readonly [string, Route, string])[] = [
    ['nobody listens', refused('refused'), 'refused'],
    ['no such name', refused('dns'), 'dns'],
    ['a bad certificate', refused('tls'), 'tls'],
    ['no way there', refused('unreachable'), 'unreachable'],
    ['closed before the headers', refused('cut'), 'cut-short'],
    ['no key', json({ error: { message: 'no key' } }, 401), 'unauthorized'],
    ['no such model', json({ error: "model 'm' not found" }, 404), 'model-not-found'],
    ['too large', { status: 413 }, 'too-long'],
    ['busy', json({ error: 'queue full' }, 503), 'busy'],
    ['broken', json({ error: 'boom' }, 500), 'server-error'],
    ['a web page', { headers: { 'content-type': 'text/html' }, chunks: ['<html>'] }, 'not-a-model-server'],
    ['a web page without a name', { headers: {}, chunks: ['<!doctype html>\n<p>hi'] }, 'not-a-model-server'],
    ['an error frame', { chunks: [...started, 'data: {"error":{"message":"x"}}\n\n'] }, 'stream-error'],
    ['cut mid-frame', { chunks: [...started, 'data: {"choi'], ends: 'cut' }, 'cut-short'],
    ['cut mid-character', { chunks: [...started, Uint8Array.of(100, 0xe6, 0xb1)], ends: 'cut' }, 'cut-short'],
    ['no end marker', { chunks: started }, 'cut-short'],
    ['no delta at all', { chunks: [done] }, 'empty-answer'],
    ['an empty body', { chunks: [] }, 'empty-answer'],
    ['only thoughts', { chunks: [frame({ reasoning: 'hm' }), frame({}, 'length'), done] }, 'only-thinking'],
    ['a gigabyte line', { chunks: Array.from({ length: 40 }, () => huge) }, 'too-much'],
    [
      'an answer without end',
      { chunks: Array.from({ length: 6000 }, () => frame({ content: 'x'.repeat(1000) })) },
      'too-much',
    ],
    ['a redirect elsewhere', { status: 307, headers: { location: 'http://evil.example/' } }, 'redirected'],
    ['a redirect that drops the body', { status: 302, headers: { location: '/other' } }, 'redirected'],
    ['a redirect in a circle', { status: 307, headers: { location: '/v1/chat/completions' } }, 'redirected'],
  ];
  for (const [what, route, code] of cases) {
    it(`${what}: ${code}, told once, with the words that came`, async () => {
      const conversation = await talk(llama, { [chatRoute]: route });
      while (!conversation.isOver()) await settle();
      assert.equal(problemOf(conversation), code);
      const ends = conversation.events.filter(({ type }) => type === 'failed' || type === 'done');
      assert.equal(ends.length, 1);
      const hasStarted = typeof route !== 'function' && route.chunks?.[0] === started[0];
      assert.equal(
        conversation.events.some(({ type }) => type === 'text') || code === 'too-much',
        hasStarted || code === 'too-much',
      );
    });
  }

  it('skips a frame that is no JSON and goes on', async () => {
    const chunks = [frame({ content: 'a' }), 'data: {nonsense\n\n', frame({ content: 'b' }, 'stop'), done];
    const conversation = await talk(llama, { [chatRoute]: { chunks } });
    assert.equal(problemOf(conversation), 'done');
  });

  it('follows a redirect on the same host that keeps the body', async () => {
    const conversation = await talk(llama, {
      [chatRoute]: { status: 308, headers: { location: '/v2/chat' } },
      'POST /v2/chat': answered,
    });
    assert.equal(problemOf(conversation), 'done');
  });

  it('never sends the key elsewhere, and logs neither key nor code', async () => {
    const conversation = await talk(
      llama,
      { [chatRoute]: { status: 307, headers: { location: 'http://evil.example/' } } },
      {},
      'sk-secret',
    );
    assert.deepEqual(
      conversation.http.requests.map(({ url }) => new URL(url).host),
      ['127.0.0.1:8080'],
    );
    assert.equal(conversation.http.requests[0]?.headers.authorization, 'Bearer sk-secret');
    assert.ok(conversation.logged.length > 0);
    assert.ok(!/sk-secret|secret code/.test(conversation.logged.join('\n')));
  });

  it('shows the key nowhere, whatever the server repeats', async () => {
    const key = 'sk-secret-1234';
    const routes: readonly Route[] = [
      { chunks: [frame({ content: 'a' }, `${'x'.repeat(395)}${key}`), done] },
      { chunks: [`data: ${'x'.repeat(195)}${key}\n\n`, frame({ content: 'a' }, 'stop'), done] },
      { status: 404, headers: { 'content-type': `text/${key}` } },
      { status: 307, headers: { location: `http://evil.example/${key}?${key}` } },
      { headers: { 'content-type': `text/html;${key}` }, chunks: ['x'] },
      json({ error: `${'x'.repeat(1595)}${key}` }, 500),
    ];
    for (const route of routes) {
      const { events, logged, traced } = await talk(llama, { [chatRoute]: route }, {}, key);
      assert.doesNotMatch(JSON.stringify([events, logged, traced]), /sk-/);
    }
  });

  it('warns when the server saw half of the prompt, and of a model that runs elsewhere', async () => {
    const messages = [{ role: 'user' as const, content: 'word '.repeat(9000) }];
    const end = {
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 4098,
      remote_host: 'https://ollama.com',
    };
    const conversation = await talk(
      ollama,
      {
        'GET /api/ps': json({ models: [{ model: 'm', context_length: 8192 }] }),
        'POST /api/chat': json({ message: { content: 'a' }, ...end }),
      },
      { messages },
    );
    const warnings = conversation.events.flatMap(event =>
      event.type === 'warning' ? [event.warning.kind] : [],
    );
    assert.deepEqual(warnings, ['not-local', 'prompt-cut']);
  });
});
