// Which topics a place needs, whatever a journal or a link names.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { Up } from '../../../src/core/wire/envelope';
import type { Place } from '../../../src/core/wire/place';
import { topicsOf } from '../../../src/core/wire/shown';

describe('topicsOf', () => {
  const review: Place = { view: 'review', language: 'en', chapter: 'builtin:one' };
  const isTaken = (topics: readonly string[]) =>
    v.is(Up, { type: 'watch', page: crypto.randomUUID(), isFresh: false, topics });

  it('names what a message carries, whatever notes say that they are about', () => {
    const named: readonly (readonly string[])[] = [
      ['\ud800'],
      ['漢'.repeat(300)],
      ['x'.repeat(1_000_000)],
      Array.from({ length: 500 }, (_, index) => `chapter-${index}`),
      ['%', '/', ' ', '\0'],
    ];
    for (const chapters of named) {
      const topics = topicsOf(review, undefined, { chapters: [...chapters, 'builtin:two'] });
      assert.ok(isTaken(topics), JSON.stringify(chapters).slice(0, 40));
      assert.ok(topics.includes('review'));
      if (chapters.length < 40) assert.ok(topics.includes('chapter/builtin%3Atwo'));
    }
  });

  it('keeps the rest of a place of which one name is bad', () => {
    const topics = topicsOf({ ...review, view: 'reasoning', run: '\udfff'.repeat(400) }, undefined);
    assert.ok(isTaken(topics));
    assert.ok(topics.includes('runs/50'));
  });
});
