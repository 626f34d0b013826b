import assert from 'node:assert/strict';
import type { Place } from '../../../../src/core/wire/place';
import { Bookmark } from '../../../../src/host/shell/bookmark';

const first: Place = { view: 'chapter', language: 'en', chapter: 'built-in' };

function memento() {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string) => kept.get(key) as T,
    update: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  };
}

describe('the bookmark', () => {
  it('keeps the place and what was read, chapter by chapter', async () => {
    const kept = memento();
    const bookmark = new Bookmark(kept, first);
    await bookmark.moveTo({ ...first, passage: 'p2', offset: 40 });
    await bookmark.markRead('one', ['p1', 'p2']);
    await bookmark.moveTo({ ...first, language: 'zh-CN', passage: 'p1' });
    await bookmark.markRead('constructor', ['p1']);
    const next = new Bookmark(kept, first);
    assert.deepEqual(next.place, { ...first, language: 'zh-CN', passage: 'p1' });
    assert.deepEqual(
      [next.readIn('one'), next.readIn('constructor'), next.readIn('toString')],
      [['p1', 'p2'], ['p1'], []],
    );
  });

  it('tells when the reader reads in another language', async () => {
    const bookmark = new Bookmark(memento(), first);
    let told = 0;
    bookmark.onLanguage(() => {
      told += 1;
    });
    for (const language of ['en', 'zh-CN', 'zh-CN'] as const) await bookmark.moveTo({ ...first, language });
    assert.equal(told, 1);
  });

  it('starts over where what was kept cannot be read', () => {
    const kept = memento();
    void kept.update('marginalia.bookmark', { place: 7, read: [] });
    const bookmark = new Bookmark(kept, first);
    assert.deepEqual(bookmark.place, first);
  });

  it('forgets a passage that was left', async () => {
    const bookmark = new Bookmark(memento(), first);
    await bookmark.moveTo({ ...first, concept: 'a', passage: 'p2', offset: 40 });
    await bookmark.moveTo({ ...first, concept: 'a' });
    assert.deepEqual(bookmark.place, { ...first, concept: 'a' });
  });

  it('keeps what was read though it was left in a view that there is no longer', () => {
    const kept = memento();
    void kept.update('marginalia.bookmark', { place: { ...first, view: 'labs' }, read: [['one', ['p1']]] });
    const bookmark = new Bookmark(kept, first);
    assert.deepEqual([bookmark.place.view, bookmark.readIn('one')], ['chapter', ['p1']]);
  });

  it('turns to another chapter where the reader was in it, or at its beginning', async () => {
    const kept = memento();
    const bookmark = new Bookmark(kept, first);
    await bookmark.moveTo({ ...first, concept: 'a', passage: 'p2', offset: 40 });
    await bookmark.moveTo({ view: 'chapter', language: 'en', chapter: 'workspace:tides' });
    assert.equal(bookmark.place.passage, undefined);
    const next = new Bookmark(kept, first);
    await next.moveTo(first);
    assert.deepEqual(next.place, { ...first, concept: 'a', passage: 'p2', offset: 40 });
    await next.moveTo({ ...first, chapter: 'workspace:tides', concept: 'moon' });
    assert.equal(next.place.concept, 'moon');
  });

  it('is kept as addresses', async () => {
    const kept = memento();
    const bookmark = new Bookmark(kept, first);
    await bookmark.moveTo({ ...first, concept: 'a', passage: 'p2', offset: 40 });
    await bookmark.moveTo({ ...first, chapter: 'workspace:tides' });
    assert.deepEqual(kept.get('marginalia.bookmark'), {
      place: { at: '/at/chapter/workspace:tides/language/en/view/chapter' },
      read: [],
      spots: [{ at: '/at/chapter/built-in/concept/a/passage/p2', offset: 40 }],
    });
  });

  it('is read as earlier versions kept it', async () => {
    const kept = memento();
    void kept.update('marginalia.bookmark', {
      place: {
        view: 'review',
        language: 'zh-CN',
        chapter: 'built-in',
        concept: 'a',
        passage: 'p1',
        offset: 3,
      },
      read: [['built-in', ['p1']]],
      spots: [['workspace:tides', { concept: 'moon', passage: 'pull', offset: 5 }]],
    });
    const bookmark = new Bookmark(kept, first);
    assert.deepEqual(bookmark.place, {
      view: 'review',
      language: 'zh-CN',
      chapter: 'built-in',
      concept: 'a',
      passage: 'p1',
      offset: 3,
    });
    assert.deepEqual(bookmark.readIn('built-in'), ['p1']);
    await bookmark.moveTo({ ...first, chapter: 'workspace:tides' });
    assert.deepEqual(bookmark.place, {
      ...first,
      chapter: 'workspace:tides',
      concept: 'moon',
      passage: 'pull',
      offset: 5,
    });
  });

  it('tells when more was read, and only then', async () => {
    const bookmark = new Bookmark(memento(), first);
    let told = 0;
    bookmark.onRead(() => {
      told += 1;
    });
    for (const passages of [['a'], ['a'], [], ['a', 'b']]) await bookmark.markRead('one', passages);
    assert.equal(told, 2);
    assert.deepEqual(bookmark.readIn('other', undefined, 'one'), ['a', 'b']);
  });
});
