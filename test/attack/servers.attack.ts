// Servers that say anything at all, through the way of a run: whatever comes, the run fits its own schema, ends once,
// and stays of a size that can be shown and kept.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { chat } from '../../src/core/endpoint/chat';
import { holdsToSchema, readsGrammar } from '../../src/core/endpoint/constraints';
import type { Endpoint } from '../../src/core/endpoint/endpoint';
import { tokenCounter } from '../../src/core/endpoint/window/tokens';
import type { Http, HttpResponse } from '../../src/core/ports';
import { advance } from '../../src/core/reasoning/advance';
import { isFinished, newRun, Run, type TimedEvent } from '../../src/core/reasoning/run';
import { replay } from '../../src/core/reasoning/runLog';
import { stepsFrom } from '../../src/core/reasoning/steps';
import { json, playedHttp } from '../unit/endpoint/playedHttp';
import { steppedClock } from '../unit/endpoint/steppedClock';
import { report, rounds } from './rounds';

const openai: Endpoint = {
  url: 'http://127.0.0.1:1',
  protocol: 'openai',
  kind: 'llama.cpp',
  name: 'l',
  models: [],
};
const ollama: Endpoint = { ...openai, protocol: 'ollama', kind: 'ollama' };
const routeOf = (endpoint: Endpoint) => (endpoint === ollama ? '/api/chat' : '/v1/chat/completions');
const excerpt = {
  uri: 'file:///a.ts',
  name: 'a.ts',
  languageId: 'typescript',
  firstLine: 1,
  text: 'a\nb\nc',
};
const silent = { trace() {}, info() {}, warn() {}, error() {} };

interface Lived {
  readonly run: Run;
  readonly events: readonly TimedEvent[];
}

/** A run against this server, from its first event to its last; every run on the way must be one. */
async function live(endpoint: Endpoint, http: Http, isEachChecked = true): Promise<Lived> {
  const events: TimedEvent[] = [];
  let run = newRun('r', 1, excerpt);
  const request = {
    model: { id: 'm' },
    messages: [{ role: 'user' as const, content: 'x' }],
    maxAnswerTokens: 100,
    thinking: 'auto' as const,
    temperature: 0,
  };
  const ports = { http, clock: steppedClock(), log: silent };
  const stream = stepsFrom(chat(endpoint, request, ports, new AbortController().signal), {
    first: 1,
    last: 3,
  });
  for await (const event of stream) {
    assert.ok(!isFinished(run), 'nothing comes after the last event');
    const timed = { at: events.length, event };
    events.push(timed);
    run = advance(run, timed);
    if (isEachChecked) v.parse(Run, run);
  }
  v.parse(Run, run);
  assert.ok(isFinished(run));
  const kept: unknown = JSON.parse(JSON.stringify(run));
  assert.deepEqual(kept, run, 'what is kept is what was shown');
  return { run, events };
}

const hostileNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-5, -1, -0, 0, 1.5, -1.5, 1e300, -1e300, 2 ** 53, Number.MAX_VALUE, 5e-324),
);
const hostileWord = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'null',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'stop',
    'error',
    '\ud800',
    '\u202e',
  ),
  fc.constantFrom(
    '<think>',
    '</think>',
    '`',
    '```\n',
    '\n',
    'L1: reads.\n',
    'L2-3: adds.\n',
    '<|im_end|>',
    '<|channel|>analysis<|message|>',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const hostile = fc.oneof(
  hostileNumber,
  hostileWord,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, true, false, [], {}),
);
const seldom = fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: hostile });
/** An object with some of these members. */
const some = (members: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(members, { requiredKeys: [] });
const words = fc.oneof({ weight: 4, arbitrary: hostileWord }, { weight: 1, arbitrary: hostile });
const numbers = (...names: readonly string[]) =>
  some(
    Object.fromEntries(
      names.map(name => [
        name,
        fc.oneof({ weight: 4, arbitrary: hostileNumber }, { weight: 1, arbitrary: hostile }),
      ]),
    ),
  );

const openaiFrame = some({
  choices: fc.oneof(
    { weight: 1, arbitrary: hostile },
    {
      weight: 6,
      arbitrary: fc.array(
        some({
          index: hostile,
          delta: fc.oneof(
            hostile,
            some({ content: words, reasoning: words, reasoning_content: words, role: words }),
          ),
          message: hostile,
          finish_reason: words,
        }),
        { maxLength: 3 },
      ),
    },
  ),
  prompt_progress: fc.oneof(hostile, numbers('total', 'processed', 'cache')),
  usage: fc.oneof(hostile, numbers('prompt_tokens', 'completion_tokens')),
  timings: fc.oneof(hostile, numbers('prompt_n', 'cache_n', 'prompt_ms', 'predicted_ms', 'predicted_n')),
  error: seldom,
});
const ollamaLine = fc
  .tuple(
    some({
      message: fc.oneof(hostile, some({ content: words, thinking: words })),
      done: fc.oneof(fc.boolean(), hostile),
      done_reason: words,
      remote_host: words,
      error: seldom,
    }),
    numbers('prompt_eval_count', 'eval_count', 'load_duration', 'prompt_eval_duration', 'eval_duration'),
  )
  .map(([line, counts]) => ({ ...line, ...counts }));
const loaded = some({
  models: fc.oneof(
    hostile,
    fc.array(some({ model: fc.constant('m'), context_length: hostile, size: hostile }), { maxLength: 2 }),
  ),
});
const status = fc.oneof(
  { weight: 30, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constantFrom(400, 401, 404, 429, 500) },
);

/** Infinity has no JSON of its own, but servers write numbers that are read as it. */
const written = (value: unknown): string =>
  JSON.stringify(value)?.replaceAll('1.7976931348623157e+308', '1e999') ?? '';

describe('a server that says anything', () => {
  it('makes runs that fit their own schema, and end once', async () => {
    const ends = { runs: 0, done: 0, failed: 0, steps: 0 };
    const frames = fc.oneof(
      fc.tuple(fc.constant(openai), fc.array(openaiFrame, { maxLength: 14 })),
      fc.tuple(fc.constant(ollama), fc.array(ollamaLine, { maxLength: 14 })),
    );
    await fc.assert(
      fc.asyncProperty(frames, loaded, status, fc.boolean(), async ([endpoint, list], ps, code, isMarked) => {
        const chunks = list.map(frame =>
          endpoint === ollama ? `${written(frame)}\n` : `data: ${written(frame)}\n\n`,
        );
        if (endpoint === openai && isMarked) chunks.push('data: [DONE]\n\n');
        const { run } = await live(
          endpoint,
          playedHttp({ 'GET /api/ps': json(ps), [`POST ${routeOf(endpoint)}`]: { status: code, chunks } }),
        );
        ends.runs += 1;
        ends.steps += run.steps.length;
        if (run.state === 'failed') ends.failed += 1;
        else ends.done += 1;
      }),
      { numRuns: rounds(400) },
    );
    report('servers that say anything', ends);
    assert.ok(ends.done > 0 && ends.failed > 0 && ends.steps > 0);
  });

  it('counts tokens that can be, or is not believed', async () => {
    const text = 'a line of code\n'.repeat(2000);
    let estimated = 0;
    const kinds = fc.constantFrom('llama.cpp' as const, 'vllm' as const, 'koboldcpp' as const);
    await fc.assert(
      fc.asyncProperty(
        kinds,
        some({ count: hostile, value: hostile, tokens: hostile }),
        async (kind, reply) => {
          const played = { status: 200, headers: {}, chunks: [written(reply)] };
          const http = playedHttp({ 'POST /tokenize': played, 'POST /api/extra/tokencount': played });
          const counter = tokenCounter(
            { ...openai, kind },
            { id: 'm' },
            { http },
            new AbortController().signal,
          );
          const count = await counter.count(text);
          assert.ok(Number.isSafeInteger(count) && count > 100 && count < 1e6, `${count}`);
          if (counter.isEstimate) estimated += 1;
        },
      ),
      { numRuns: rounds(200) },
    );
    report('tokenizers that say anything', { asked: rounds(200), estimated });
  });
});

/** Bytes over and over; counts how many were taken. */
function endless(chunk: string, most = Number.POSITIVE_INFINITY) {
  const bytes = new TextEncoder().encode(chunk);
  const taken = { bytes: 0 };
  const http = (status: number, first = ''): Http => ({
    async request({ method }): Promise<HttpResponse> {
      if (method === 'GET') return { status: 404, headers: {}, body: (async function* () {})() };
      const body = (async function* () {
        if (first !== '') yield new TextEncoder().encode(first);
        for (let count = 0; count < most; count += 1) {
          taken.bytes += bytes.length;
          yield bytes;
        }
      })();
      return { status, headers: {}, body };
    },
  });
  return { http, taken };
}

const frame = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;

describe('a server that never stops', () => {
  const count = rounds(20_000, 33);
  const progress = (processed: number, total: number) =>
    `data: {"choices":[],"prompt_progress":{"total":${total},"processed":${processed},"cache":0}}\n\n`;
  const floods: Readonly<Record<string, readonly [Endpoint, (at: number) => string, string?]>> = {
    progress: [openai, at => progress(at % 7, 7)],
    'progress that grows': [openai, at => progress(at, count)],
    'progress and its total that grow': [openai, at => progress(at, at)],
    thoughts: [openai, at => frame({ reasoning: at % 2 ? 'hm ' : '. ' })],
    'thoughts and words in turns': [openai, at => frame(at % 2 ? { reasoning: 'hm ' } : { content: 'so ' })],
    steps: [openai, () => frame({ content: 'L1: reads.\n' }), 'cut'],
    'closing tags': [openai, () => frame({ content: 'a\n</think>\n' })],
    choices: [
      openai,
      at =>
        `data: ${JSON.stringify({ choices: [{ index: at, delta: { content: 'a' }, finish_reason: 'x' }] })}\n\n`,
    ],
    warnings: [ollama, at => `{"remote_host":"h${at}","message":{"content":""}}\n`],
    usage: [openai, at => `data: {"choices":[],"usage":{"prompt_tokens":${at}}}\n\n`],
  };
  for (const [what, [endpoint, part, reason]] of Object.entries(floods)) {
    it(`of ${what} makes a document of bounded size`, async () => {
      const batches = Math.ceil(count / 500);
      const chunks = Array.from({ length: batches }, (_, batch) =>
        Array.from({ length: 500 }, (_, at) => part(batch * 500 + at)).join(''),
      );
      const last =
        endpoint === ollama
          ? '{"message":{"content":"L1: a"},"done":true}\n'
          : `${frame({ content: 'L1: a' })}data: [DONE]\n\n`;
      const { run, events } = await live(
        endpoint,
        playedHttp({
          'GET /api/ps': json({ models: [{ model: 'm' }] }),
          [`POST ${routeOf(endpoint)}`]: { chunks: [...chunks, last] },
        }),
        false,
      );
      const size = JSON.stringify({ run, events }).length;
      report(`a flood of ${what}`, { sent: batches * 500, events: events.length, 'bytes kept': size });
      assert.ok(size < 16e6 && events.length < 100_000, `${events.length} events, ${size} bytes`);
      assert.ok(run.steps.length <= 1000 && run.warnings.length <= 8);
      const readings = events.filter(({ event }) => event.type === 'reading').length;
      assert.ok(readings <= 401, `${readings} times how far it has read`);
      if (reason !== undefined) assert.equal(run.reason, reason);
      assert.deepEqual(
        replay({ first: newRun(run.id, run.startedAt, run.excerpt), events }),
        run,
        'the document grows into the run again',
      );
    });
  }

  const bodies: Readonly<Record<string, readonly [number, string, string, string]>> = {
    'a refusal of gigabytes': [401, '', 'x'.repeat(1 << 16), 'unauthorized'],
    'a refusal of brackets': [400, '{"error":', '{"error":', 'bad-request'],
    'words without end': [200, '', frame({ content: 'L1: reads and reads. '.repeat(50) }), 'too-much'],
    'thoughts without end': [200, '', frame({ reasoning: 'hm '.repeat(500) }), 'too-much'],
    'pings without end': [200, '', `: ${'x'.repeat(1 << 16)}\n\n`, 'too-much'],
    'a line without end': [200, 'data: ', 'x'.repeat(1 << 16), 'too-much'],
    'lines of one event without end': [200, '', `data: ${'x'.repeat(1 << 12)}\n`, 'too-much'],
  };
  for (const [what, [status, first, chunk, code]] of Object.entries(bodies)) {
    it(`of ${what} is cut, and that is said`, async () => {
      const { http, taken } = endless(chunk);
      const { run } = await live(openai, http(status, first), false);
      assert.equal(run.problem?.code, code);
      assert.ok(taken.bytes < 80 << 20);
    });
  }
});

describe('JSON nested a hundred thousand deep', () => {
  const deep = (open: string, close: string, inner = '1') =>
    open.repeat(100_000) + inner + close.repeat(100_000);
  const values = {
    'of errors': deep('{"error":', '}'),
    'of lists': deep('[', ']'),
    'of messages': deep('{"message":', '}', '"x"'),
    'never closed': '{"error":'.repeat(100_000),
  };
  for (const [what, body] of Object.entries(values)) {
    it(`${what} breaks nothing, wherever it comes`, async () => {
      for (const endpoint of [openai, ollama]) {
        for (const status of [200, 400, 401, 503]) {
          const played = { status, headers: { 'content-type': 'application/json' }, chunks: [body] };
          const framed = {
            status,
            chunks: [`data: ${body}\n\n`, `event: error\ndata: ${body}\n\n`, `error: ${body}\n\n`],
          };
          const quoted = { status, chunks: [JSON.stringify({ error: body }), '\n\n'] };
          for (const route of [played, framed, quoted]) {
            const ps = { status, chunks: [body] };
            const { run } = await live(
              endpoint,
              playedHttp({ 'GET /api/ps': ps, [`POST ${routeOf(endpoint)}`]: route }),
            );
            assert.equal(run.state, 'failed');
            assert.notEqual(run.problem?.code, 'internal');
          }
        }
      }
      const http = playedHttp({
        'POST /tokenize': { chunks: [body] },
        'POST /v1/chat/completions': { status: 400, chunks: [body] },
      });
      const { signal } = new AbortController();
      assert.ok((await tokenCounter(openai, { id: 'm' }, { http }, signal).count('a b c')) > 0);
      assert.equal(await holdsToSchema(openai, { id: 'm' }, { http }, signal), false);
      assert.equal(await readsGrammar(openai, { id: 'm' }, { http }, signal), undefined);
    });
  }
});
