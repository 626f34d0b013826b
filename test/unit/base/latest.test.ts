import assert from 'node:assert/strict';
import { Latest } from '../../../src/core/base/latest';

describe('the latest of several', () => {
  it('is the only one that counts', () => {
    const lights = new Latest();
    const on = lights.begin();
    assert.equal(on(), true);
    const off = lights.begin();
    assert.deepEqual([on(), off()], [false, true]);
  });
});
