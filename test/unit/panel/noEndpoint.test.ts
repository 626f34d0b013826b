import assert from 'node:assert/strict';
import type { Tried } from '../../../src/core/base/problem';
import { bothLoopbacks } from '../../../src/panel/noEndpoint';

const at = (address: string, outcome: Tried['outcome'] = 'refused'): Tried => ({
  address,
  usually: 'Ollama',
  outcome,
});

describe('what was tried', () => {
  it('takes both loopback addresses of a port as one row', () => {
    const rows = bothLoopbacks([
      at('127.0.0.1:11434'),
      at('[::1]:11434'),
      at('127.0.0.1:8080'),
      at('[::1]:8080'),
    ]);
    assert.deepEqual(
      rows.map(({ address }) => address),
      ['localhost:11434', 'localhost:8080'],
    );
  });

  it('keeps them apart where they answered differently', () => {
    assert.equal(bothLoopbacks([at('127.0.0.1:8080', 'no-model'), at('[::1]:8080')]).length, 2);
  });
});
