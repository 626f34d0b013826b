// Ports of the tests: read from the environment whole, or not at all.
import assert from 'node:assert/strict';
import { standInsIn } from '../../../src/node/standIns';

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
