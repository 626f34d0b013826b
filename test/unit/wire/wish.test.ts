import assert from 'node:assert/strict';
import * as v from 'valibot';
import { formatKey } from '../../../src/core/chapter/key';
import { longestTopic } from '../../../src/core/wire/envelope';
import { topicName } from '../../../src/core/wire/topics';
import { Wish } from '../../../src/core/wire/wish';

describe('wish', () => {
  const long = 'x'.repeat(1_048_576);

  for (const [what, wish] of [
    ['a note', { type: 'editNote', annotation: 'a', note: long }],
    [
      'a new note',
      {
        type: 'annotatePassage',
        annotation: 'urn:uuid:00000000-0000-4000-8000-000000000000',
        chapter: 'c',
        passage: 'p',
        language: 'en',
        start: 0,
        end: 1,
        note: long,
      },
    ],
    ['a question', { type: 'ask', run: 'r', question: long }],
  ] as const) {
    it(`with ${what} of any length arrives: whoever grants it says what is too long`, () => {
      assert.deepEqual(v.parse(Wish, wish), wish);
    });
  }

  it('about a chapter arrives, however long the key of its folder is', () => {
    for (const letter of ['a', '漢', 'ﷺ', '😀', '~']) {
      const name = letter.repeat(200 / letter.length);
      const chapter = formatKey({ origin: 'workspace', name, copy: 9_999 });
      const place = { view: 'chapter', language: 'en', chapter };
      for (const wish of [
        { type: 'placeChanged', place },
        { type: 'markRead', chapter, passages: ['p'] },
      ]) {
        assert.deepEqual(v.parse(Wish, wish), wish);
      }
      const concept = 'c'.repeat(64);
      assert.ok(topicName('notes', chapter, concept).length <= longestTopic, letter);
    }
  });

  it('that reports a failure arrives, shortened', () => {
    const wish = v.parse(Wish, { type: 'panelFailed', detail: long });
    assert.ok(wish.type === 'panelFailed' && wish.detail.length === 20_000);
  });
});
