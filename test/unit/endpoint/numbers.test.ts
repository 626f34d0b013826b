import assert from 'node:assert/strict';
import { durationOf, plausibleCount, tokensOf } from '../../../src/core/endpoint/protocol/numbers';
import { tokenCounter } from '../../../src/core/endpoint/window/tokens';
import { json, playedHttp } from './playedHttp';

const notNumbers = [undefined, null, '', '5', true, {}, [], [5], Number.NaN];
const notCounts = [-1, -5, 1.5, 1e300, 1e10, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

describe('numbers of a server', () => {
  it('are whole, not below zero, and none that no model reaches, or they are missing', () => {
    for (const value of [...notNumbers, ...notCounts])
      assert.equal(tokensOf(value), undefined, String(value));
    for (const value of [0, 1, 131_072]) assert.equal(tokensOf(value), value);
  });

  it('are times of at most a month', () => {
    for (const value of [...notNumbers, -1, 1e300, Number.POSITIVE_INFINITY]) {
      assert.equal(durationOf(value), undefined, String(value));
    }
    assert.equal(durationOf(2_500_000, 1e6), 2.5);
    assert.deepEqual([tokensOf(-0), durationOf(-5e-324, 1e6)], [0, 0]);
  });

  it('are counts that a text of this length can have', () => {
    const text = 'x'.repeat(1000);
    for (const value of [-1.5, 0, 1, 3, 1e6])
      assert.equal(plausibleCount(value, text), undefined, String(value));
    for (const value of [4, 250, 3000]) assert.equal(plausibleCount(value, text), value);
  });

  it('are not believed of a tokenizer that says what cannot be: it is estimated', async () => {
    const text = 'line of code;\n'.repeat(1000);
    const replies = [{ count: -1.5 }, { count: 0 }, { count: 1e300 }, { count: '12' }, {}, [], null];
    for (const reply of replies) {
      const http = playedHttp({ 'POST /tokenize': json(reply) });
      const endpoint = {
        url: 'http://127.0.0.1:1',
        protocol: 'openai',
        kind: 'vllm',
        name: '',
        models: [],
      } as const;
      const counter = tokenCounter(endpoint, { id: 'm' }, { http }, new AbortController().signal);
      assert.ok((await counter.count(text)) > 1000, JSON.stringify(reply));
      assert.ok(counter.isEstimate);
    }
  });
});
