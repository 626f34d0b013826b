// How many processors the local model takes, and where it is kept for `npm start` and the tests.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cacheFolder } from '../../../src/node/localModel/layout';
import { restrainedThreads } from '../../../src/node/localModel/server';

describe('the local server', () => {
  it('leaves processors for the editor, and takes at least one', () => {
    assert.deepEqual([1, 2, 3, 8, 16].map(restrainedThreads), [1, 1, 1, 4, 8]);
  });

  it('is kept below the cache folder that the reader names', () => {
    assert.equal(cacheFolder({ MARGINALIA_CACHE: 'mine', XDG_CACHE_HOME: 'x' }), join('mine', 'local-model'));
    assert.equal(cacheFolder({ XDG_CACHE_HOME: 'x' }), join('x', 'marginalia', 'local-model'));
  });
});
