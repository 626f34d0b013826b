import assert from 'node:assert/strict';
import { constraintsOf } from '../../../src/core/endpoint/constraints';
import type { Endpoint } from '../../../src/core/endpoint/endpoint';
import { countMessages, tokenCounter } from '../../../src/core/endpoint/tokens';
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

const constraints = (route: Route, more: Partial<Endpoint> = {}) =>
  constraintsOf(
    { ...endpoint, ...more },
    { id: 'm' },
    { http: playedHttp({ [chatRoute]: route, 'POST /api/chat': route }) },
    signal,
  );

describe('constraints are tried, not believed', () => {
  it('both where the schema holds and the broken grammar is refused', async () => {
    const route: Route = request => (request.body?.includes('root ::=') ? refusesGrammar : held);
    assert.deepEqual(await constraints(route), { schema: true, grammar: true });
  });

  it('none where the server ignores the fields', async () => {
    assert.deepEqual(await constraints(says('Hello!')), { schema: false, grammar: false });
  });

  it('none where JSON comes, but not the one word that the schema allows', async () => {
    for (const answer of ['{"word": "hello"}', '{"word": "marginalia-7", "more": 1}', '"marginalia-7"']) {
      assert.deepEqual(await constraints(says(answer)), { schema: false, grammar: false }, answer);
    }
  });

  it('none where the server fails, for another reason too', async () => {
    assert.deepEqual(await constraints(json({ error: 'boom' }, 500)), { schema: false, grammar: false });
  });

  it('a schema only on Ollama, which has no grammars', async () => {
    const route = json({ message: { content: '{"word":"marginalia-7"}' }, done: true });
    const answer = await constraints(route, { protocol: 'ollama', kind: 'ollama' });
    assert.deepEqual(answer, { schema: true, grammar: false });
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

  it('counts whole messages where the server can', async () => {
    const recorded = recording('llama-server-input-tokens');
    const http = playedHttp({
      'POST /v1/chat/completions/input_tokens': { headers: recorded.headers, chunks: [recorded.body] },
    });
    const messages = [{ role: 'user', content: 'hi' }] as const;
    assert.equal(await countMessages(endpoint, messages, { http }, signal), 30);
    assert.equal(await countMessages({ ...endpoint, kind: 'openai' }, messages, { http }, signal), undefined);
  });
});
