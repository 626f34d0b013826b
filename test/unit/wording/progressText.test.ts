import assert from 'node:assert/strict';
import { progressText } from '../../../src/core/wording/progressText';

describe('progressText', () => {
  it('says how far a concept was read, for the eye and for the ear', () => {
    assert.deepEqual(progressText({ read: 2, of: 4, due: 0 }, 'en'), {
      brief: '2 of 4',
      spoken: '2 of 4 passages read.',
    });
    assert.deepEqual(progressText({ read: 2, of: 4, due: 0 }, 'zh-CN'), {
      brief: '2/4',
      spoken: '共 4 段，已读 2 段。',
    });
  });

  it('counts the cards that are due, one by one', () => {
    assert.equal(progressText({ read: 0, of: 1, due: 1 }, 'en').spoken, '0 of 1 passage read, 1 card due.');
    assert.equal(progressText({ read: 1, of: 1, due: 3 }, 'en').spoken, '1 of 1 passage read, 3 cards due.');
    assert.equal(
      progressText({ read: 1, of: 1, due: 3 }, 'zh-CN').spoken,
      '共 1 段，已读 1 段，3 张卡片待复习。',
    );
  });
});
