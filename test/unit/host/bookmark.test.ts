import assert from 'node:assert/strict';
import { Bookmark } from '../../../src/host/bookmark';

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
    const bookmark = new Bookmark(kept, 'en');
    await bookmark.stand({ view: 'chapter', language: 'en', passage: 'p2', offset: 40 });
    await bookmark.markRead('one', ['p1', 'p2']);
    await bookmark.move({ language: 'zh-CN' });
    await bookmark.turn('one', 'constructor');
    await bookmark.move({ passage: 'p1' });
    await bookmark.markRead('constructor', ['p1']);
    const next = new Bookmark(kept, 'en');
    assert.deepEqual(next.place, { view: 'chapter', language: 'zh-CN', passage: 'p1', offset: 0 });
    assert.deepEqual(
      [next.readIn('one'), next.readIn('constructor'), next.readIn('toString')],
      [['p1', 'p2'], ['p1'], []],
    );
    await next.turn('constructor', 'one');
    assert.deepEqual(next.place, { view: 'chapter', language: 'zh-CN', passage: 'p2', offset: 40 });
    assert.deepEqual(next.readIn('constructor', undefined, 'one'), ['p1', 'p2']);
  });

  it('forgets a passage that was left', async () => {
    const bookmark = new Bookmark(memento(), 'en');
    await bookmark.move({ concept: 'moon', passage: 'pull' });
    await bookmark.stand({ view: 'chapter', language: 'en', concept: 'moon' });
    assert.deepEqual(bookmark.place, { view: 'chapter', language: 'en', concept: 'moon' });
    await bookmark.move({ passage: 'pull', offset: 7 });
    await bookmark.move({ concept: 'shore' });
    assert.deepEqual(bookmark.place, { view: 'chapter', language: 'en', concept: 'shore', offset: 0 });
  });

  it('keeps the passage while only the view changes', async () => {
    const bookmark = new Bookmark(memento(), 'en');
    await bookmark.move({ concept: 'moon', passage: 'pull', offset: 7 });
    await bookmark.move({ view: 'review' });
    await bookmark.move({ concept: 'moon' });
    const { passage, offset } = bookmark.place;
    assert.deepEqual([passage, offset], ['pull', 7]);
  });

  it('reads what an earlier version kept', () => {
    const kept = memento();
    const place = { view: 'chapter', language: 'en', passage: 'p' };
    void kept.update('marginalia.bookmark', { place, read: [['one', ['p']]] });
    const bookmark = new Bookmark(kept, 'zh-CN');
    assert.deepEqual([bookmark.place, bookmark.readIn('one')], [place, ['p']]);
  });

  it('tells when more was read, and only then', async () => {
    const bookmark = new Bookmark(memento(), 'en');
    let told = 0;
    bookmark.onRead(() => {
      told += 1;
    });
    for (const passages of [['a'], ['a'], [], ['a', 'b']]) await bookmark.markRead('one', passages);
    assert.equal(told, 2);
  });

  it('tells when the reader reads in another language', async () => {
    const bookmark = new Bookmark(memento(), 'en');
    let told = 0;
    bookmark.onLanguage(() => {
      told += 1;
    });
    for (const language of ['en', 'zh-CN', 'zh-CN'] as const) await bookmark.move({ language });
    assert.equal(told, 1);
  });

  it('starts over where what was kept cannot be read', () => {
    const kept = memento();
    void kept.update('marginalia.bookmark', { place: 7, read: [] });
    const bookmark = new Bookmark(kept, 'zh-CN');
    assert.deepEqual(bookmark.place, { view: 'chapter', language: 'zh-CN' });
  });
});
