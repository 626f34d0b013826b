// Where the reader is after a change of place.
import assert from 'node:assert/strict';
import { placeAfter } from '../../../src/core/wire/place';

describe('placeAfter', () => {
  const place = {
    view: 'chapter' as const,
    language: 'en' as const,
    chapter: 'one',
    concept: 'a',
    passage: 'p',
    offset: 40,
  };

  it('keeps passage and scroll over a change of language or view', () => {
    assert.deepEqual(placeAfter(place, { language: 'zh-CN' }), { ...place, language: 'zh-CN' });
    assert.deepEqual(placeAfter(place, { view: 'review' }), { ...place, view: 'review' });
  });

  it('opens another concept at its beginning, another passage at its top', () => {
    const { view, language, chapter } = place;
    assert.deepEqual(placeAfter(place, { concept: 'b' }), { view, language, chapter, concept: 'b' });
    assert.deepEqual(placeAfter(place, { passage: 'q' }).offset, undefined);
  });

  it('opens another chapter at its beginning', () => {
    const { view, language } = place;
    assert.deepEqual(placeAfter(place, { chapter: 'two' }), { view, language, chapter: 'two' });
  });
});
