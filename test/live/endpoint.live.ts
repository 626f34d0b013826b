// The endpoint beside a real llama.cpp server with a real model: streaming, thoughts, stop, prefix cache,
// constraints, a prompt that is too long, loading, death in the middle, life after it.
import assert from 'node:assert/strict';
import { chat } from '../../src/core/endpoint/chat';
import { holdsToSchema, readsGrammar } from '../../src/core/endpoint/constraints';
import { describe as describeServer, discover } from '../../src/core/endpoint/discovery/discover';
import type { ChatRequest, Endpoint, EndpointEvent } from '../../src/core/endpoint/endpoint';
import { fit } from '../../src/core/endpoint/window/budget';
import { tokenLengths } from '../../src/core/endpoint/window/tokenLengths';
import { estimateTokens, tokenCounter } from '../../src/core/endpoint/window/tokens';
import { expectedGrammar } from '../../src/core/reasoning/forms/expectedGrammar';
import { pieceGrammar } from '../../src/core/reasoning/forms/pieceGrammar';
import { pieceSchema } from '../../src/core/reasoning/forms/pieceSchema';
import { pieceReader } from '../../src/core/reasoning/forms/reader';
import { answerTokens } from '../../src/core/reasoning/prompt';
import { systemClock } from '../../src/host/systemClock';
import { nodeHttp } from '../../src/node/http';
import { isInstalled } from '../../src/node/localModel/install';
import { cacheFolder } from '../../src/node/localModel/layout';
import { type LocalServer, startLocalServer } from '../../src/node/localModel/server';
import { thinkingTemplate } from '../../src/node/localModel/thinkingTemplate';
import { nobody } from '../support/standIns';

const model = 'smol-135m';
/** Small, so that filling it takes seconds. */
const windowTokens = 1024;
const folder = cacheFolder();
const http = nodeHttp();
const log = { trace() {}, info() {}, warn() {}, error() {} };
const clock = systemClock();
const ports = { http, clock, log };
const code = Array.from(
  { length: 30 },
  (_, at) => `${at + 1}| const value${at} = compute(${at}) + value${at - 1};`,
).join('\n');
const never = new AbortController().signal;

describe('beside a real llama.cpp server', function () {
  this.timeout(120_000);
  let server: LocalServer | undefined;
  let endpoint: Endpoint;

  async function start(
    options: { readonly chatTemplate?: string; readonly port?: number; readonly key?: string } = {},
  ): Promise<void> {
    const started = await startLocalServer({ folder, model, contextTokens: windowTokens, ...options });
    if (!started.ok) throw new Error(JSON.stringify(started.problem));
    server = started.value;
    const described = await describeServer(server.url, 'auto', ports, server.key);
    if (!described.isFound) throw new Error(JSON.stringify(described.problem));
    endpoint = described.endpoint;
  }

  async function stop(): Promise<void> {
    await server?.stop();
    server = undefined;
  }

  before(async () => {
    assert.ok(await isInstalled(folder, model), 'the small model is not installed (npm test does it)');
    await start();
  });
  after(async () => {
    await stop();
    http.dispose();
  });

  function ask(
    more: Partial<ChatRequest> = {},
    signal = never,
    key = server?.key,
  ): AsyncIterable<EndpointEvent> {
    const [first] = endpoint.models;
    if (!first) throw new Error('no model');
    const request: ChatRequest = {
      model: first,
      messages: [
        { role: 'system', content: 'Explain the code.' },
        { role: 'user', content: `${code}\n\nWhat does it do?` },
      ],
      maxAnswerTokens: 24,
      thinking: 'auto',
      temperature: 0,
      seed: 1,
      ...more,
    };
    return chat(endpoint, request, { ...ports, key }, signal);
  }

  async function all(events: AsyncIterable<EndpointEvent>): Promise<EndpointEvent[]> {
    const list: EndpointEvent[] = [];
    for await (const event of events) list.push(event);
    return list;
  }

  const textOf = (events: readonly EndpointEvent[]) =>
    events.map(event => (event.type === 'text' ? event.text : '')).join('');
  const usageOf = (events: readonly EndpointEvent[]) => {
    const event = events.find(({ type }) => type === 'usage');
    return event?.type === 'usage' ? event.usage : {};
  };

  async function isIdle(): Promise<boolean> {
    const slots = await (
      await fetch(`${endpoint.url}/slots`, { headers: { authorization: `Bearer ${server?.key}` } })
    ).json();
    return Array.isArray(slots) && slots.every(slot => slot.is_processing === false);
  }

  it('is known by its answers, with the window that it gives', async () => {
    assert.equal(endpoint.kind, 'llama.cpp');
    assert.equal(endpoint.protocol, 'openai');
    assert.equal(endpoint.models[0]?.contextTokens, windowTokens);
    assert.equal(endpoint.models[0]?.isLoaded, true);
    const { endpoints } = await discover(
      { ...ports, standIns: nobody },
      { extra: [endpoint.url], keyFor: async () => server?.key },
    );
    assert.ok(endpoints.some(({ url }) => url === endpoint.url));
  });

  it('streams an answer, with reading before it and counters after it', async () => {
    const events = await all(ask());
    const types = events.map(({ type }) => type);
    assert.equal(types[0], 'connecting');
    assert.ok(types.indexOf('reading') > 0 && types.indexOf('reading') < types.indexOf('text'));
    assert.deepEqual(types.slice(-2), ['usage', 'done']);
    assert.ok(textOf(events).trim() !== '');
    const { promptTokens = 0, answerTokens = 0 } = usageOf(events);
    assert.ok(promptTokens > 300 && answerTokens > 0 && answerTokens <= 24);
  });

  it('serves a follow-up from its cache: a tenth of the prompt is read anew at most', async () => {
    const messages = [
      { role: 'system', content: 'Explain the code.' },
      { role: 'user', content: `${code}\n\nWhat does line 7 do?` },
    ] as const;
    const first = await all(ask({ messages }));
    const followUp = [
      ...messages,
      { role: 'assistant', content: textOf(first) },
      { role: 'user', content: 'And line 8?' },
    ] as const;
    const { promptTokens = 0, cachedTokens = 0 } = usageOf(await all(ask({ messages: followUp })));
    const anew = (promptTokens - cachedTokens) / promptTokens;
    console.log(
      `      read anew: ${promptTokens - cachedTokens} of ${promptTokens} tokens (${(anew * 100).toFixed(1)} %)`,
    );
    assert.ok(promptTokens > 0 && anew <= 0.1, `${anew}`);
  });

  it('is idle soon after a stop', async () => {
    const controller = new AbortController();
    const events: EndpointEvent[] = [];
    let stoppedAt = 0;
    for await (const event of ask({ maxAnswerTokens: 1500 }, controller.signal)) {
      events.push(event);
      if (event.type === 'text' && stoppedAt === 0) {
        stoppedAt = Date.now();
        controller.abort();
      }
    }
    const toldMs = Date.now() - stoppedAt;
    assert.deepEqual(events.at(-1), { type: 'done', reason: 'stopped' });
    while (!(await isIdle()));
    console.log(`      told after ${toldMs} ms, idle after ${Date.now() - stoppedAt} ms`);
  });

  it('is held to a schema and to a grammar', async () => {
    const [first] = endpoint.models;
    assert.ok(first);
    assert.equal(await holdsToSchema(endpoint, first, { http, key: server?.key }, never), true);
    assert.equal(await readsGrammar(endpoint, first, { http, key: server?.key }, never), true);
    const schema = {
      type: 'object',
      properties: { n: { type: 'integer', minimum: 1, maximum: 9 } },
      required: ['n'],
      additionalProperties: false,
    };
    const answer = JSON.parse(textOf(await all(ask({ constraint: { schema } }))));
    assert.ok(answer.n >= 1 && answer.n <= 9);
    assert.equal(textOf(await all(ask({ constraint: { grammar: 'root ::= "L1-2: adds"' } }))), 'L1-2: adds');
  });

  it('tells of every piece in order where it is held to them, by a grammar or a schema, and keeps its cache', async () => {
    const bounds = { first: 1, last: 30 };
    const pieces = [1, 4, 9].map((first, at, all) => ({
      lines: { first, last: (all[at + 1] ?? 13) - 1 },
      quote: `const value${first - 1} = compute("a\\b`,
    }));
    const messages = [
      { role: 'system', content: 'Explain the code.' },
      { role: 'user', content: `${code}\n\nExplain lines 1 to 12 step by step.` },
    ] as const;
    const [first] = endpoint.models;
    assert.ok(first && (await readsGrammar(endpoint, first, { http, key: server?.key }, never)));
    const askedFor = { text: code, firstLine: 1 };
    // Briefly: so small a model may begin to say one thing over and over, until the longest sentence is full.
    const held = [
      ['grammar', { grammar: pieceGrammar(pieces, { depth: 'brief', hasSummary: true }) }],
      ['schema', { schema: pieceSchema(pieces, { depth: 'brief', hasSummary: true }) }],
    ] as const;
    for (const [form, constraint] of held) {
      const events = await all(ask({ messages, maxAnswerTokens: answerTokens, constraint }));
      const reader = pieceReader({ form, pieces, code: askedFor }, bounds, []);
      const told = [...reader.push(textOf(events)), ...reader.end()];
      const steps = told.flatMap(event => (event.type === 'step' ? [event.step] : []));
      assert.ok(told.some(event => event.type === 'summary' && event.text.trim() !== ''));
      assert.deepEqual(
        steps.map(({ lines }) => lines),
        pieces.map(({ lines }) => lines),
        textOf(events),
      );
      const { promptTokens = 0, cachedTokens = 0, answerTokens: written } = usageOf(events);
      console.log(`      ${form}: ${steps.length} steps, ${written} tokens`);
      if (form === 'schema') assert.ok(cachedTokens >= promptTokens - 1, 'the cache was taken away');
    }
  });

  it('is held to a trace: whichever part runs next, and the values that it expects', async () => {
    const parts = [1, 2, 3].map(line => ({
      lines: { first: line, last: line },
      quote: `const value${line}`,
    }));
    const messages = [{ role: 'user', content: `${code}\n\nTrace it.` }] as const;
    const constraint = { grammar: expectedGrammar(parts) };
    const events = await all(ask({ messages, maxAnswerTokens: 160, constraint }));
    const asked = {
      form: 'grammar',
      pieces: parts,
      code: { text: code, firstLine: 1 },
      isTrace: true,
      hasSummary: false,
    } as const;
    const reader = pieceReader(asked, { first: 1, last: 30 }, []);
    const told = [...reader.push(textOf(events)), ...reader.end()];
    const steps = told.flatMap(event => (event.type === 'step' ? [event.step] : []));
    assert.ok(steps.length > 0 && steps.every(({ lines }) => lines && lines.last <= 3), textOf(events));
    console.log(`      ${steps.length} lines of a trace: ${textOf(events).split('\n')[0]?.slice(0, 80)}`);
  });

  it('counts like the server, and our estimate is near it', async () => {
    const [first] = endpoint.models;
    assert.ok(first);
    const counter = tokenCounter(endpoint, first, { http, key: server?.key }, never);
    const counted = await counter.count(code);
    const estimate = estimateTokens(code);
    console.log(`      ${counted} tokens counted, ${estimate} estimated`);
    assert.ok(!counter.isEstimate && counted > 100);
    assert.ok(estimate >= counted * 0.9 && estimate <= counted * 1.6);
  });

  it('says where it cuts a text into tokens, as many as it counts', async () => {
    const text = `${code}\n行 é 😀\n`;
    const [first] = endpoint.models;
    assert.ok(first);
    const keyed = { ...ports, key: server?.key };
    const lengths = await tokenLengths(endpoint, text, keyed, never);
    assert.equal(lengths?.length, await tokenCounter(endpoint, first, keyed, never).count(text));
    assert.equal(
      lengths?.reduce((sum, one) => sum + one),
      text.length,
    );
  });

  it('refuses what is too long with both numbers, and takes it once it is fitted', async () => {
    const [first] = endpoint.models;
    assert.ok(first);
    const lines = Array.from({ length: 400 }, (_, at) => `${at + 1}| const value${at} = compute(${at});`);
    const events = await all(ask({ messages: [{ role: 'user', content: lines.join('\n') }] }));
    const last = events.at(-1);
    assert.ok(last?.type === 'failed' && last.problem.code === 'too-long');
    assert.equal(last.problem.limit, windowTokens);
    assert.ok((last.problem.tokens ?? 0) > windowTokens);

    const fitted = await fit({
      parts: {
        instructions: 'Explain the code.',
        code: { firstLine: 1, lines },
        question: 'What does it do?',
      },
      window: first.contextTokens,
      answerTokens: 64,
      counter: tokenCounter(endpoint, first, { http, key: server?.key }, never),
    });
    assert.ok(fitted.fits);
    const kept = fitted.code.flatMap(span => lines.slice(span.first - 1, span.last)).join('\n');
    const answered = await all(
      ask({ messages: [{ role: 'user', content: `${kept}\nWhat does it do?` }], maxAnswerTokens: 8 }),
    );
    assert.equal(answered.at(-1)?.type, 'done');
    const { promptTokens = 0 } = usageOf(answered);
    console.log(`      ${promptTokens} of ${windowTokens} tokens used, ${fitted.budget.leftOut.length} gap`);
    assert.ok(promptTokens > 0.75 * windowTokens, 'the window is used');
  });

  it('cuts the answer short when it is killed in the middle, and answers again once it is back', async () => {
    assert.ok(server);
    const { url, pid, ended } = server;
    const events: EndpointEvent[] = [];
    for await (const event of ask({ maxAnswerTokens: 1500 })) {
      events.push(event);
      if (event.type === 'text' && events.filter(({ type }) => type === 'text').length === 3)
        process.kill(pid, 'SIGKILL');
    }
    const last = events.at(-1);
    assert.ok(last?.type === 'failed' && last.problem.code === 'cut-short', JSON.stringify(last));
    assert.ok(textOf(events) !== '');

    assert.equal(await ended, 'died');
    const refused = (await all(ask())).at(-1);
    assert.ok(refused?.type === 'failed' && refused.problem.code === 'refused', JSON.stringify(refused));

    await stop();
    await start({ port: Number(new URL(url).port) });
    assert.equal((await all(ask())).at(-1)?.type, 'done');
  });

  it('waits for a model that is still loading, and says so', async () => {
    assert.ok(server);
    const port = Number(new URL(server.url).port);
    const { key } = server;
    await stop();
    const started = start({ port, key });
    let events: readonly EndpointEvent[] = [];
    do events = await all(ask({ maxAnswerTokens: 4 }, never, key));
    while (events.some(event => event.type === 'failed' && event.problem.code === 'refused'));
    await started;
    console.log(`      ${events.map(({ type }) => type).join(', ')}`);
    assert.equal(events.at(-1)?.type, 'done');
  });

  it('keeps thoughts apart from the answer', async () => {
    await stop();
    await start({ chatTemplate: thinkingTemplate });
    assert.equal(endpoint.models[0]?.thinks, true);
    const events = await all(ask({ maxAnswerTokens: 40 }));
    assert.ok(events.some(({ type }) => type === 'thinking'));
    const off = await all(ask({ maxAnswerTokens: 12, thinking: 'off' }));
    assert.ok(off.every(({ type }) => type !== 'thinking'));
    assert.ok(textOf(off) !== '');
  });

  it('ends its thoughts when it is asked to, in the middle of an answer', async () => {
    // It still has the template that makes it think.
    const [first] = endpoint.models;
    assert.ok(first?.thinks);
    const request: ChatRequest = {
      model: first,
      messages: [{ role: 'user', content: 'Think for long about twelve numbers, then name one.' }],
      maxAnswerTokens: 300,
      thinking: 'auto',
      temperature: 0,
    };
    let skipped: Promise<boolean> | undefined;
    let events = 0;
    const onSkippable = (skip: () => Promise<boolean>) => {
      skipped = skip();
    };
    for await (const { type } of chat(endpoint, request, { ...ports, key: server?.key, onSkippable }, never))
      if (type === 'thinking') events += 1;
    assert.equal(await skipped, true);
    // Unasked it thinks to the end of what it may write.
    assert.ok(events < 150, `${events} pieces of thoughts`);
  });
});
