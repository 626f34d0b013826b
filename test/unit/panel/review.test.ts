// What a card asks, how a span is said, how sure a share is.
import assert from 'node:assert/strict';
import { wilson } from '../../../src/core/base/wilson';
import { around, cardFace } from '../../../src/panel/views/review/cardFace';
import { formatInterval, wordsIn } from '../../../src/panel/words';
import { editorial, own, savedStep, snapshot } from '../../panel/fixtures';

describe('cardFace', () => {
  it('takes the question in the language of the reader', () => {
    assert.match(cardFace(editorial[1]!, snapshot, 'zh-CN').question ?? '', /^例题/);
    assert.match(cardFace(editorial[1]!, snapshot, 'en').question ?? '', /^Shown worked steps/);
  });

  it('blanks the highlighted words in their sentences', () => {
    const face = cardFace(own[1]!, snapshot, 'en');
    assert.equal(face.kind, 'highlight');
    assert.equal(face.context?.words, 'Nothing inside has changed');
    assert.match(face.context?.before ?? '', /^Ask for the steps first/);
    assert.equal(face.from, 'Chain of thought 2.1');
  });

  it('shows a lost quote without a context', () => {
    assert.deepEqual(cardFace(own[2]!, snapshot, 'en').context?.before, '');
  });

  it('sets the lines of a saved step apart in its code', () => {
    const { code, kind } = cardFace(savedStep, snapshot, 'en');
    assert.equal(kind, 'step');
    assert.match(code?.lines ?? '', /^ {8}if rng/);
    assert.match(code?.after ?? '', /return state$/);
  });
});

describe('around', () => {
  it('begins a context that was cut at a whole word', () => {
    const long = `${'word '.repeat(100)}here it is.`;
    const { before } = around(long, 500, 504);
    assert.match(before, /^…word word/);
  });

  it('begins a context at the last sentence that fits whole', () => {
    const long = `${'word '.repeat(60)}end. It is here now.`;
    const at = long.indexOf('here');
    assert.equal(around(long, at, at + 4).before, 'It is ');
  });

  it('ends a context that was cut at a whole word', () => {
    const { after } = around(`here ${'reasoning '.repeat(60)}ends.`, 0, 4);
    assert.match(after, /^ (reasoning )+reasoning…$/);
  });

  it('cuts no character in two', () => {
    for (const shift of ['', 'x']) {
      const long = `${'𠮷'.repeat(200)}${shift}here${shift}${'𠮷'.repeat(200)}`;
      const at = long.indexOf('here');
      const { before, after } = around(long, at, at + 4);
      for (const text of [before, after]) assert.doesNotMatch(text, /\p{Cs}/u);
    }
  });

  it('ends at sentences in both scripts', () => {
    const chinese = '第一句。第二句。这里是词。第四句。第五句。';
    assert.deepEqual(around(chinese, 10, 11), { before: '第二句。这里', words: '是', after: '词。第四句。' });
    const english = 'One. Two here. The word stands. Four. Five.';
    assert.deepEqual(around(english, 19, 23), {
      before: 'Two here. The ',
      words: 'word',
      after: ' stands. Four.',
    });
  });
});

describe('formatInterval', () => {
  it('says spans as people do', () => {
    const words = wordsIn('en');
    const said = [600_000, 3_600_000, 86_400_000, 8 * 86_400_000, 100 * 86_400_000, 800 * 86_400_000];
    assert.deepEqual(
      said.map(span => formatInterval(span, words)),
      ['10 min', '1 hour', '1 day', '8 days', '3 months', '2 years'],
    );
  });
});

describe('wilson', () => {
  it('agrees with a worked value, and stays inside', () => {
    const [low, high] = wilson(195, 214);
    assert.equal(low.toFixed(1), '86.6');
    assert.equal(high.toFixed(1), '94.2');
    assert.ok(wilson(0, 3)[0] >= 0 && wilson(3, 3)[1] <= 100);
  });
});
