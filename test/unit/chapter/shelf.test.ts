import assert from 'node:assert/strict';
import { Shelf, type ShelfChange } from '../../../src/core/chapter/shelf';
import { type Contents, contents, filesOf } from './chapterFiles';

const log = { trace() {}, info() {}, warn() {}, error() {} };

function shelfOf(chapters: Record<string, Contents>) {
  const asked: string[] = [];
  const changes: ShelfChange[] = [];
  const shelf = new Shelf(async key => {
    asked.push(key);
    const all = chapters[key];
    return all && { files: filesOf(all) };
  }, log);
  shelf.onLoad(change => changes.push(change));
  return { shelf, asked, changes };
}

describe('the shelf', () => {
  it('holds several chapters, each read once', async () => {
    const { shelf, asked } = shelfOf({ one: contents(), 'workspace:two': contents() });
    const [one, two, again] = await Promise.all([
      shelf.load('one'),
      shelf.load('workspace:two'),
      shelf.load('one'),
    ]);
    assert.deepEqual([one.chapter.key, two.chapter.key], ['one', 'workspace:two']);
    assert.equal(again, one);
    assert.deepEqual(asked, ['one', 'workspace:two']);
    assert.equal(shelf.get('one'), one);
  });

  it('tells of a change that came while it was read for the first time', async () => {
    const all = { ...contents(), 'chapter.json': '{' };
    const { shelf, changes } = shelfOf({ one: all });
    assert.equal(shelf.has('one'), false);
    const first = shelf.load('one');
    assert.ok(shelf.has('one') && shelf.get('one') === undefined);
    all['chapter.json'] = String(contents()['chapter.json']);
    await Promise.all([first, shelf.reload('one')]);
    assert.deepEqual(shelf.get('one')?.findings, []);
    // Whoever waited for the first reading has what it brought, and hears that there is more.
    assert.deepEqual(changes, [{ key: 'one', isFirst: false }]);
  });

  it('tells of a chapter that was read again, with what was mended', async () => {
    const all = { ...contents(), 'chapter.json': '{' };
    const { shelf, changes } = shelfOf({ one: all });
    assert.equal((await shelf.load('one')).findings.length, 1);
    all['chapter.json'] = String(contents()['chapter.json']);
    await shelf.reload('one');
    assert.deepEqual(shelf.get('one')?.findings, []);
    assert.deepEqual(changes, [
      { key: 'one', isFirst: true },
      { key: 'one', isFirst: false },
    ]);
  });

  it('keeps what the latest reading found, however long an earlier one takes', async () => {
    const all = contents();
    let release = () => {};
    const slow = new Promise<void>(resolve => {
      release = resolve;
    });
    let count = 0;
    const shelf = new Shelf(async () => {
      count += 1;
      const files = filesOf(count === 1 ? { ...all, 'chapter.json': '{' } : all);
      if (count === 1) await slow;
      return { files };
    }, log);
    const first = shelf.load('one');
    await shelf.reload('one');
    release();
    await first;
    assert.deepEqual(shelf.get('one')?.findings, []);
  });

  it('remembers no failure', async () => {
    let isThere = false;
    const shelf = new Shelf(async () => {
      if (!isThere) throw new Error('the disk sleeps');
      return { files: filesOf(contents()) };
    }, log);
    await assert.rejects(shelf.load('one'), /the disk sleeps/);
    isThere = true;
    const { chapter } = await shelf.load('one');
    assert.equal(chapter.passages.length, 3);
    isThere = false;
    await assert.rejects(shelf.reload('one'));
    assert.equal((await shelf.load('one')).chapter, chapter);
  });

  it('says of a chapter that is nowhere that it is not there', async () => {
    const { shelf } = shelfOf({});
    const { chapter, findings } = await shelf.load('workspace:gone');
    assert.equal(chapter.key, 'workspace:gone');
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['not-there'],
    );
  });
});
