import assert from 'node:assert/strict';
import { frameLikeness } from '../../../src/core/endpoint/protocol/likeness';

const frame = (content: string, more = '') =>
  `{"at":"10:00","message":{"content":${JSON.stringify(content)}}${more}}`;

describe('frames that are alike', () => {
  it('give their word, escapes and all', () => {
    const likeness = frameLikeness();
    likeness.learn(frame('one'), 'content', 'one');
    for (const word of ['two', '', 'a "quoted" one', 'line\nend', '求', '\\']) {
      assert.equal(likeness.wordIn(frame(word)), word);
    }
  });

  it('are not alike when anything else differs, in front, behind, or by a member inside the word', () => {
    const likeness = frameLikeness();
    likeness.learn(frame('one'), 'content', 'one');
    const others = [
      frame('two', ',"done":true'),
      frame('two').replace('10:00', '10:01'),
      '{"at":"10:00","message":{"content":"a","thinking":"b"}}',
      '{"at":"10:00","message":{"content":"a\u0001"}}',
      '{"at":"10:00","message":{"content":1}}',
      frame('one').slice(0, -1),
      '',
    ];
    for (const other of others) assert.equal(likeness.wordIn(other), undefined, other);
  });

  it('are not alike when what follows is only as long', () => {
    const likeness = frameLikeness();
    likeness.learn(frame('one', ',"end":null'), 'content', 'one');
    assert.equal(likeness.wordIn(frame('two', ',"end":null')), 'two');
    assert.equal(likeness.wordIn(frame('two', ',"end":true')), undefined);
  });

  it('may differ in one member that says nothing', () => {
    const likeness = frameLikeness('at');
    likeness.learn(frame('one'), 'content', 'one');
    assert.equal(likeness.wordIn(frame('two').replace('10:00', '10:00:01.5')), 'two');
    const hidden = '{"at":"x\\","message":{"content":"two"}}';
    assert.equal(likeness.wordIn(hidden), undefined);
  });

  it('are not learnt where the place of the word is in doubt', () => {
    const likeness = frameLikeness();
    const twice = '{"content":"x","message":{"content":"x"}}';
    likeness.learn(twice, 'content', 'x');
    assert.equal(likeness.wordIn(twice), undefined);
    likeness.learn('{"content":"\\u0078"}', 'content', 'x');
    assert.equal(likeness.wordIn('{"content":"y"}'), undefined);
  });
});
