import assert from 'node:assert/strict';
import { holdsToSchema, readsGrammar } from '../../../src/core/endpoint/constraints';
import type { Endpoint } from '../../../src/core/endpoint/endpoint';
import { grammarReaders } from '../../../src/core/endpoint/grammarReaders';
import { tokenCounter } from '../../../src/core/endpoint/window/tokens';
import { recording } from '../../conformance/recording';
import { json, playedHttp, type Route } from './playedHttp';
import { steppedClock } from './steppedClock';

const endpoint: Endpoint = {
  url: 'http://127.0.0.1:8080',
  protocol: 'openai',
  kind: 'llama.cpp',
  name: 'llama.cpp',
  models: [],
};
const { signal } = new AbortController();
const chatRoute = 'POST /v1/chat/completions';
const says = (content: string) => json({ choices: [{ message: { content }, finish_reason: 'stop' }] });
const held = says('{"word": "marginalia-7"}');
const refusesGrammar = json({ error: { message: 'Failed to parse grammar' } }, 400);

const asked = (route: Route, more: Partial<Endpoint> = {}) =>
  [
    { ...endpoint, ...more },
    { id: 'm' },
    { http: playedHttp({ [chatRoute]: route, 'POST /api/chat': route }) },
    signal,
  ] as const;
const constraints = async (...[route, more]: Parameters<typeof asked>) => ({
  schema: await holdsToSchema(...asked(route, more)),
  grammar: await readsGrammar(...asked(route, more)),
});

describe('constraints are tried, not believed', () => {
  it('both where the schema holds and the broken grammar is refused', async () => {
    const route: Route = request => (request.body?.includes('root ::=') ? refusesGrammar : held);
    assert.deepEqual(await constraints(route), { schema: true, grammar: true });
  });

  it('none where the server ignores the fields', async () => {
    assert.deepEqual(await constraints(says('Hello!')), { schema: false, grammar: false });
  });

  it('no schema where JSON comes, but not the one word that the schema allows', async () => {
    for (const answer of ['{"word": "hello"}', '{"word": "marginalia-7", "more": 1}', '"marginalia-7"']) {
      assert.equal(await holdsToSchema(...asked(says(answer))), false, answer);
    }
  });

  it('nothing is known of grammars where the server fails for another reason', async () => {
    const failures = [
      json({ error: 'boom' }, 500),
      json({ error: 'bad grammar' }, 503),
      json({ error: 'boom' }, 400),
    ];
    for (const failure of failures) {
      assert.deepEqual(await constraints(failure), { schema: false, grammar: undefined });
    }
  });

  it('a schema only on Ollama, which has no grammars', async () => {
    const route = json({ message: { content: '{"word":"marginalia-7"}' }, done: true });
    const answer = await constraints(route, { protocol: 'ollama', kind: 'ollama' });
    assert.deepEqual(answer, { schema: true, grammar: false });
  });
});

describe('who reads grammars', () => {
  const quick = { id: 'm', thinks: false };
  const readers = (route: Route) => {
    const http = playedHttp({ [chatRoute]: route });
    return { http, readers: grammarReaders({ http, clock: steppedClock() }) };
  };

  it('is asked once a model', async () => {
    const { http, readers: asked } = readers(refusesGrammar);
    for (const id of ['m', 'm', 'n']) {
      assert.equal(await asked.reads(endpoint, { ...quick, id }, undefined, signal), true);
    }
    assert.equal(http.requests.length, 2);
  });

  it('is asked again where it could not be told', async () => {
    const { readers: asked } = readers((_, timesBefore) =>
      timesBefore === 0 ? json({}, 503) : refusesGrammar,
    );
    assert.equal(await asked.reads(endpoint, quick, undefined, signal), false);
    assert.equal(await asked.reads(endpoint, quick, undefined, signal), true);
  });

  it('is not asked of a model that thinks, may think, or would have to be loaded', async () => {
    const { http, readers: asked } = readers(refusesGrammar);
    for (const more of [
      { thinks: true },
      { thinks: undefined },
      { startsThinking: true },
      { isLoaded: false },
    ]) {
      const { thinks, ...rest } = { ...quick, ...more };
      const model = thinks === undefined ? rest : { ...rest, thinks };
      assert.equal(await asked.reads(endpoint, model, undefined, signal), false);
    }
    assert.equal(http.requests.length, 0);
  });

  it('does not hold up a run where the server is busy, and hangs up', async () => {
    const http = playedHttp({ [chatRoute]: { isMute: true } });
    const clock = steppedClock();
    const answer = grammarReaders({ http, clock }).reads(endpoint, quick, undefined, signal);
    await clock.advance(1600);
    assert.equal(await answer, false);
    assert.equal(http.aborted, 1);
  });
});

describe('counting tokens', () => {
  const { body, headers } = recording('llama-server-tokenize');

  it('asks the tokenizer of the server', async () => {
    const http = playedHttp({ 'POST /tokenize': { headers, chunks: [body] } });
    const counter = tokenCounter(endpoint, { id: 'm' }, { http }, signal);
    assert.equal(await counter.count('while (b !== 0)'), 7);
    assert.equal(counter.isEstimate, false);
  });

  it('estimates, and says so, after the tokenizer failed once', async () => {
    const http = playedHttp({});
    const counter = tokenCounter(endpoint, { id: 'm' }, { http }, signal);
    assert.deepEqual([await counter.count('while (b !== 0)'), await counter.count('abc')], [7, 1]);
    assert.equal(counter.isEstimate, true);
    assert.equal(http.requests.length, 1);
  });

  it('estimates after a tokenizer that says nothing, and hangs up', async () => {
    const http = playedHttp({ 'POST /tokenize': { isMute: true } });
    const clock = steppedClock();
    const counter = tokenCounter(endpoint, { id: 'm' }, { http, clock }, signal);
    const counted = counter.count('while (b !== 0)');
    await clock.advance(1600);
    assert.equal(await counted, 7);
    assert.deepEqual([counter.isEstimate, http.aborted], [true, 1]);
  });
});
