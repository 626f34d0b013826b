// Where the reader is after a change of place, and how a place is kept.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { keptPlace, linkTo, Place, placeAfter, placeToKeep } from '../../../src/core/wire/place';

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

  it('leaves the run beside where another view is shown, and drops it where a run is named without it', () => {
    const two = { view: 'reasoning' as const, language: 'en' as const, run: 'a', beside: 'b' };
    assert.deepEqual(placeAfter(two, { view: 'review' }), { ...two, view: 'review' });
    assert.deepEqual(placeAfter(two, { view: 'reasoning' }), two);
    const { beside: _other, ...one } = two;
    assert.deepEqual(placeAfter(two, { run: 'a' }), one);
    assert.deepEqual(placeAfter(two, { run: 'c', beside: 'a' }), { ...two, run: 'c', beside: 'a' });
    assert.equal(linkTo(two), '/at/view/reasoning/run/a/beside/b');
  });
});

describe('a place that is kept', () => {
  const place = {
    view: 'reasoning' as const,
    language: 'zh-CN' as const,
    chapter: 'workspace:tides',
    concept: 'moon',
    passage: 'pull',
    offset: -12.5,
    run: '2026-11-26T10-00-00-000Z-0123abcd',
  };

  it('is its address and how far it is scrolled, and comes back as it was', () => {
    const at =
      '/at/chapter/workspace:tides/concept/moon/passage/pull/language/zh-CN/view/reasoning/run/2026-11-26T10-00-00-000Z-0123abcd';
    assert.deepEqual(placeToKeep(place), { at, offset: -12.5 });
    assert.deepEqual(keptPlace(JSON.parse(JSON.stringify(placeToKeep(place)))), place);
  });

  it('is read from the object that it was before, as far as that is good', () => {
    assert.deepEqual(keptPlace(place), place);
    assert.deepEqual(keptPlace({ ...place, view: 'labs', concept: '../x' }), {
      language: 'zh-CN',
      chapter: 'workspace:tides',
      passage: 'pull',
      offset: -12.5,
      run: place.run,
    });
  });

  it('is nowhere where nothing of it is good', () => {
    for (const kept of [undefined, null, 7, 'x', [], {}, { at: 7 }, { at: '/at/x/y' }, { offset: '3' }]) {
      assert.deepEqual(keptPlace(kept), {}, JSON.stringify(kept));
    }
  });

  it('is linked by what it is, not by how it is read', () => {
    const { passage: _, ...above } = place;
    const run = `/at/view/reasoning/run/${place.run}`;
    assert.equal(linkTo({ ...place, view: 'chapter' }), '/at/chapter/workspace:tides/passage/pull');
    assert.equal(linkTo({ ...above, view: 'chapter' }), '/at/chapter/workspace:tides/concept/moon');
    assert.deepEqual([linkTo(place), linkTo({ ...place, view: 'review' })], [run, '/at/view/review']);
  });

  it('is never told by a page with names that are none', () => {
    for (const odd of [
      { chapter: '../x' },
      { concept: 'A b' },
      { passage: '' },
      { run: 'a/b' },
      { view: 'labs' },
    ]) {
      assert.equal(v.is(Place, { ...place, ...odd }), false, JSON.stringify(odd));
    }
    assert.equal(v.is(Place, { ...place, offset: Number.POSITIVE_INFINITY }), false);
  });
});
