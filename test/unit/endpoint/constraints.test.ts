import assert from 'node:assert/strict';
import { holdsToSchema, readsGrammar } from '../../../src/core/endpoint/constraints';
import type { Endpoint } from '../../../src/core/endpoint/endpoint';
import { answerForms } from '../../../src/core/endpoint/forms';
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
      const { schema, grammar } = await constraints(failure);
      assert.notEqual(schema, true);
      assert.equal(grammar, undefined);
    }
  });

  it('a schema only on Ollama, which has no grammars', async () => {
    const route = json({ message: { content: '{"word":"marginalia-7"}' }, done: true });
    const answer = await constraints(route, { protocol: 'ollama', kind: 'ollama' });
    assert.deepEqual(answer, { schema: true, grammar: false });
  });
});

describe('the form of an answer', () => {
  const quick = { id: 'm', thinks: false };
  const formsBy = (route: Route) => {
    const http = playedHttp({ [chatRoute]: route, 'POST /api/chat': route });
    return { http, forms: answerForms({ http, clock: steppedClock() }) };
  };

  it('is a grammar where the server reads one, which is asked once a model', async () => {
    const { http, forms } = formsBy(refusesGrammar);
    for (const id of ['m', 'm', 'n']) {
      assert.equal(await forms.of(endpoint, { ...quick, id }, undefined, signal), 'grammar');
    }
    assert.equal(http.requests.length, 2);
  });

  it('is a schema where only that holds, and free where nothing does', async () => {
    const lmStudio: Endpoint = { ...endpoint, kind: 'lm-studio' };
    assert.equal(await formsBy(held).forms.of(lmStudio, { id: 'm' }, undefined, signal), 'schema');
    assert.equal(await formsBy(says('Hello!')).forms.of(lmStudio, { id: 'm' }, undefined, signal), 'free');
    const ollama: Endpoint = { ...endpoint, kind: 'ollama', protocol: 'ollama' };
    const route = json({ message: { content: '{"word":"marginalia-7"}' }, done: true });
    assert.equal(await formsBy(route).forms.of(ollama, quick, undefined, signal), 'schema');
    // A llama.cpp that ignores grammars, as behind some doors.
    assert.equal(await formsBy(held).forms.of(endpoint, quick, undefined, signal), 'schema');
  });

  it('is asked again where it could not be told', async () => {
    const { forms } = formsBy((_, timesBefore) => (timesBefore === 0 ? json({}, 503) : refusesGrammar));
    assert.equal(await forms.of(endpoint, quick, undefined, signal), 'free');
    assert.equal(await forms.of(endpoint, quick, undefined, signal), 'grammar');
  });

  it('is free for a model that shows its thoughts or would have to be loaded, which nobody is asked about', async () => {
    const { http, forms } = formsBy(refusesGrammar);
    for (const more of [{ startsThinking: true }, { isLoaded: false }]) {
      assert.equal(await forms.of(endpoint, { ...quick, ...more }, undefined, signal), 'free');
    }
    assert.equal(http.requests.length, 0);
  });

  it('is a schema for a model that thinks, where the server leaves its thoughts free', async () => {
    const { http, forms } = formsBy(held);
    const thinker = { id: 'm', thinks: true };
    assert.equal(await forms.of(endpoint, thinker, undefined, signal), 'schema');
    assert.ok(http.requests.every(({ body }) => !body?.includes('root ::=')));
    const before = http.requests.length;
    const ollama: Endpoint = { ...endpoint, kind: 'ollama', protocol: 'ollama' };
    assert.equal(await forms.of(ollama, thinker, undefined, signal), 'free');
    assert.equal(http.requests.length, before);
  });

  it('is no grammar where nobody says whether the model thinks: that would hold its thoughts', async () => {
    const { http, forms } = formsBy(held);
    assert.equal(await forms.of(endpoint, { id: 'm' }, undefined, signal), 'schema');
    assert.ok(http.requests.every(({ body }) => !body?.includes('root ::=')));
  });

  it('does not hold up a run where the server is busy, and hangs up', async () => {
    const http = playedHttp({ [chatRoute]: { isMute: true } });
    const clock = steppedClock();
    const answer = answerForms({ http, clock }).of(endpoint, quick, undefined, signal);
    await clock.advance(1600);
    assert.equal(await answer, 'free');
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
