// What servers say of their models, odd in every way: what is bad is left out, the rest is shown, and nothing takes long.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe as describeServer } from '../../src/core/endpoint/discovery/discover';
import type { Model } from '../../src/core/endpoint/endpoint';
import { whereaboutsOf } from '../../src/core/endpoint/whereabouts/whereabouts';
import { Destination } from '../../src/core/reasoning/run';
import { json, network, type Route } from '../unit/endpoint/playedHttp';
import { steppedClock } from '../unit/endpoint/steppedClock';
import { assertGrowth } from './growth';
import { report, rounds } from './rounds';

const log = { trace() {}, info() {}, warn() {}, error() {} };
const url = 'http://127.0.0.1:9';

async function models(routes: Readonly<Record<string, Route>>): Promise<readonly Model[]> {
  const clock = steppedClock();
  const described = describeServer(url, 'auto', { http: network({ '127.0.0.1:9': routes }), clock, log });
  const found = await described;
  return found.isFound ? found.endpoint.models : [];
}

type Facts = Readonly<Record<string, unknown>>;

/** A server of each kind that says this of one model, beside an honest one. */
const kinds: Readonly<Record<string, (odd: Facts) => Readonly<Record<string, Route>>>> = {
  ollama: odd => ({
    'GET /v1/models': json({ data: [odd, { id: 'honest' }] }),
    'GET /': { chunks: ['Ollama is running'] },
    'GET /api/tags': json({ models: [{ model: 'odd', ...odd }, { model: 'honest' }] }),
    'GET /api/ps': json({ models: [{ model: 'odd', ...odd }] }),
    'POST /api/show': json({ capabilities: ['completion'] }),
  }),
  'llama.cpp': odd => ({
    'GET /v1/models': json({ data: [{ id: 'odd', meta: odd, ...odd }, { id: 'honest' }] }),
    'GET /props': json({ default_generation_settings: odd, ...odd }),
  }),
  'lm-studio': odd => ({
    'GET /v1/models': json({ data: [{ id: 'honest' }] }),
    'GET /api/v0/models': json({
      data: [
        { id: 'odd', state: 'loaded', ...odd },
        { id: 'honest', state: 'x' },
      ],
    }),
  }),
  koboldcpp: odd => ({
    'GET /v1/models': json({ data: [{ id: 'honest', ...odd }] }),
    'GET /api/v1/model': json({ result: 'honest' }),
    'GET /api/extra/version': json({ result: 'KoboldCpp', ...odd }),
    'GET /api/extra/true_max_context_length': json(odd),
  }),
  openai: odd => ({ 'GET /v1/models': json({ data: [{ id: 'odd', ...odd }, { id: 'honest' }] }) }),
};

/** Fit for every place that a model goes to. */
function check(model: Model, from: unknown): void {
  const said = JSON.stringify([model, from]).slice(0, 400);
  const { id, contextTokens = 1, sizeBytes = 0, remoteHost } = model;
  assert.ok(id.length > 0 && id.length <= 1000 && !/[\p{Cc}\u202e]/u.test(id), said);
  assert.ok(Number.isSafeInteger(contextTokens) && contextTokens > 0, said);
  assert.ok(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0, said);
  assert.ok(remoteHost === undefined || URL.canParse(remoteHost), said);
  const where = whereaboutsOf(url, model);
  const destination = { url, protocol: 'openai', server: 's', model: id, isLocal: false, whereabouts: where };
  assert.ok(v.is(Destination, { ...destination, contextTokens }), said);
}

describe('what a server says of its models', () => {
  const numbers = [
    -5,
    1.5,
    -0,
    0,
    1e300,
    -1e300,
    2 ** 53,
    2 ** 31,
    4096.9,
    null,
    true,
    '4096',
    [4096],
    { a: 1 },
  ];
  const names = [
    ...[
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      '',
      ' ',
      '\u0000',
      'a\nb',
      'a\u202eb',
      '..',
      '/',
      '😀',
    ],
    ...['x'.repeat(1 << 17), 'x'.repeat(1001), '\ud800', 5, null, [], {}],
  ];
  const members = ['size', 'context_length', 'n_ctx', 'max_model_len', 'loaded_context_length', 'value'];
  const nameMembers = [
    'id',
    'model',
    'name',
    'state',
    'owned_by',
    'version',
    'remote_host',
    'build_info',
    'result',
  ];

  it('is checked at the door, whatever stands in whatever member', async () => {
    const counts = { answers: 0, models: 0, 'without the honest one': 0 };
    const tell = async (kind: string, odd: Facts) => {
      const found = await models(kinds[kind]?.(odd) ?? {});
      counts.answers += 1;
      counts.models += found.length;
      for (const model of found) check(model, odd);
      assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
      return found;
    };
    for (const kind of Object.keys(kinds)) {
      for (const member of members) {
        for (const value of numbers) {
          const found = await tell(kind, { [member]: value });
          assert.ok(
            found.some(({ id }) => id === 'honest'),
            `${kind} ${member} ${JSON.stringify(value)}`,
          );
        }
      }
      for (const member of nameMembers) {
        for (const value of names) {
          const found = await tell(kind, JSON.parse(JSON.stringify({ [member]: value })));
          if (!found.some(({ id }) => id === 'honest')) counts['without the honest one'] += 1;
        }
      }
    }
    const anything = fc.dictionary(fc.constantFrom(...members, ...nameMembers, '__proto__'), fc.jsonValue());
    const samples = fc.sample(anything, { numRuns: rounds(100), seed: 8 });
    for (const [index, odd] of samples.entries()) {
      await tell(Object.keys(kinds)[index % 5] ?? '', odd);
    }
    report('facts about models', counts);
  });

  it('is left alone where there is too much of it', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ model: `m${index}`, id: `m${index}` }));
    const everything = {
      'GET /v1/models': json({ data: many }),
      'GET /': { chunks: ['Ollama is running'] },
      'GET /api/tags': json({ models: many }),
      'GET /api/ps': json({ models: many }),
      'POST /api/show': json({ capabilities: ['completion'] }),
    };
    const found = await models(everything);
    assert.ok(found.length >= 1000 && found.length <= 5000, String(found.length));
    assert.equal(found[0]?.id, 'm0');
  });

  it('takes no longer for a body that is deep', async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const routes = Object.fromEntries(
      [
        'GET /',
        'GET /props',
        'GET /api/version',
        'GET /api/v0/models',
        'GET /api/extra/version',
        'GET /version',
      ].map(route => [route, { chunks: [deep] }] as const),
    );
    const found = await models({ ...routes, 'GET /v1/models': json({ data: [{ id: 'honest' }] }) });
    assert.deepEqual(
      found.map(({ id }) => id),
      ['honest'],
    );
  });

  it('is read in proportion to its length', async () => {
    await assertGrowth(
      'names of a cloud',
      rounds(50_000, 4),
      length => ({ id: '-cloudy:'.repeat(length / 8) }),
      model => void whereaboutsOf(url, model),
    );
  });
});
