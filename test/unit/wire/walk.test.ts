import assert from 'node:assert/strict';
import { walkLeft } from '../../../src/core/wire/walk';

describe('walking that the host asks for', () => {
  it('is done once', () => {
    assert.equal(walkLeft({ asked: 3, to: 'next' }, 2), 'next');
    assert.equal(walkLeft({ asked: 3, to: 'next' }, 3), undefined);
    assert.equal(walkLeft({ asked: 0 }, 0), undefined);
  });

  it('leads a page that opens now to its step, and repeats nothing that was meant for one before', () => {
    assert.equal(walkLeft({ asked: 3, to: 4 }, undefined), 4);
    assert.equal(walkLeft({ asked: 3, to: 'next' }, undefined), undefined);
    assert.equal(walkLeft({ asked: 3, to: 'play' }, undefined), undefined);
  });
});
