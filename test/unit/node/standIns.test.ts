// Ports of the tests: read from the environment whole, or not at all.
import assert from 'node:assert/strict';
import { discover } from '../../../src/core/endpoint/discovery/discover';
import { type Clock, type Http, HttpFailure } from '../../../src/core/ports';
import { standInsIn } from '../../../src/node/standIns';
import { nobody } from '../../support/standIns';

describe('ports that stand in for the usual ones', () => {
  it('are read in pairs', () => {
    assert.deepEqual(standInsIn('11434:20001,8080:20002'), { 11434: 20001, 8080: 20002 });
  });

  for (const text of [
    undefined,
    '',
    '8080',
    '8080:',
    '8080:1.2.3.4',
    '8080:99999',
    '8080:0',
    '8080:1 ',
    'a:b',
    '8080:1,',
  ])
    it(`are not read from ${JSON.stringify(text)}`, () => assert.equal(standInsIn(text), undefined));
});

describe('looking for servers where ports stand in', () => {
  it('asks each of them for its usual one, and no other place', async () => {
    const asked = new Set<string>();
    const http: Http = {
      async request({ url }) {
        asked.add(new URL(url).port);
        throw new HttpFailure('refused', '');
      },
    };
    const clock: Clock = { now: () => 0, sleep: async () => undefined };
    const log = { trace() {}, info() {}, warn() {}, error() {} };
    const usual = Object.keys(nobody).map(Number);
    const standIns = Object.fromEntries(usual.map((port, index) => [port, 20_001 + index]));
    const { tried } = await discover({ http, clock, log, standIns });
    assert.deepEqual([...asked].sort(), Object.values(standIns).map(String).sort());
    assert.equal(tried.find(({ address }) => address === `127.0.0.1:${standIns[11434]}`)?.usually, 'Ollama');
  });
});
