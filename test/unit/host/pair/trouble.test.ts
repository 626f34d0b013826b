// A storage that cannot be read or written for a while: the panel shows the chapter, says what is wrong once, loses
// nothing, and goes on by itself when the trouble ends.
import assert from 'node:assert/strict';
import { builtIn, journals, Pair } from '../../../support/pair';

describe('a storage in trouble', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair();
  });
  afterEach(() => pair.dispose());

  const words = { chapter: builtIn, passage: 'one-goal', language: 'en', start: 0, end: 9 } as const;
  const codes = () => pair.page.shown?.problems.map(({ code }) => code);
  const complaints = (pattern: RegExp) => pair.editor.log.filter(line => pattern.test(line)).length;

  it('that cannot be read shows the chapter, and the notes when it can', async () => {
    const page = await pair.show();
    page.write(words, 'from before');
    await pair.pass(100);
    await pair.kill();
    pair.disk.trouble = path => (path.startsWith('/storage') ? 'held' : undefined);
    await pair.show();
    assert.ok((pair.page.shown?.chapter.passages.length ?? 0) > 0);
    await pair.pass(120_000);
    assert.deepEqual([codes(), pair.page.shown?.own, complaints(/^warn journals:/)], [['unread'], [], 1]);
    pair.disk.trouble = () => undefined;
    await pair.pass(31_000);
    assert.deepEqual([codes(), pair.page.shown?.own.length], [[], 1]);
  });

  it('of which one journal is held by another program shows the notes of the others', async () => {
    const page = await pair.show();
    page.write(words, 'from before');
    await pair.pass(100);
    const [held = ''] = pair.disk.paths(journals);
    await pair.kill();
    pair.disk.trouble = path => (path === held ? 'held' : undefined);
    await pair.show();
    pair.page.write(words, 'of today');
    await pair.pass(5_000);
    assert.deepEqual([codes(), pair.page.shown?.own.length], [['unread'], 1]);
    assert.deepEqual(pair.page.problems, []);
    pair.disk.trouble = () => undefined;
    await pair.pass(31_000);
    assert.deepEqual([codes(), pair.page.shown?.own.length], [[], 2]);
  });

  it('that cannot be written shows everything and refuses what is written', async () => {
    pair.disk.trouble = (path, act) =>
      path.startsWith('/storage') && act === 'write' ? 'read-only' : undefined;
    const page = await pair.show();
    page.write(words, 'worth keeping');
    await pair.pass(60_000);
    assert.deepEqual([codes(), page.shown?.own, page.ui.draft?.text], [[], [], 'worth keeping']);
    pair.disk.trouble = () => undefined;
    page.save();
    await pair.pass(100);
    assert.equal(page.shown?.own.length, 1);
  });

  it('says that a journal is damaged as soon as that is seen, and no more when it is mended', async () => {
    const page = await pair.show();
    assert.deepEqual(page.shown?.problems, []);
    const other = `${journals}/other.jsonl`;
    pair.disk.set(other, '{"v":1,"at":1,"type":"put","annotation":{"id":"torn in the mid\n');
    await pair.pass(500);
    assert.deepEqual(page.shown?.problems, [
      { code: 'damaged', lines: 1, kept: 0, journals: ['other.jsonl'] },
    ]);
    pair.disk.set(
      other,
      `${JSON.stringify({ v: 1, at: 1, type: 'kept', annotation: 'urn:marginalia:a:b' })}\n`,
    );
    await pair.pass(500);
    assert.deepEqual(page.shown?.problems, []);
  });

  it('does not keep a chapter from being shown while its own files are held for a moment', async () => {
    pair.disk.trouble = path => (path.startsWith('/extension') ? 'held' : undefined);
    void pair.editor.run('marginalia.openConceptPanel');
    await pair.pass(2_000);
    assert.notDeepEqual(codes(), []);
    pair.disk.trouble = () => undefined;
    await pair.pass(31_000);
    assert.ok((pair.page.shown?.chapter.passages.length ?? 0) > 0);
    assert.deepEqual(codes(), []);
  });

  it('costs nothing while the panel is hidden: 100,000 facts are told to nobody', async () => {
    const page = await pair.show();
    page.go({ view: 'review' });
    await pair.pass(100);
    await pair.openCode();
    pair.hide();
    await pair.pass(60_000);
    const before = pair.crossed.length;
    const store = await pair.api.annotations();
    const address = pair.editor.active?.document.uri;
    assert.ok(address);
    for (let facts = 0; facts < 99_000; facts += 1) pair.editor.edit(address, `changed ${facts}`);
    for (let facts = 0; facts < 1_000; facts += 1)
      await store.toggleKept(`urn:marginalia:${builtIn}:${facts % 7}`);
    await pair.pass(60_000);
    assert.deepEqual([pair.crossed.length - before, pair.time.pending], [0, 0]);
  });

  it('follows the settings of the panel while it is open', async () => {
    const page = await pair.show();
    for (const singleKeys of [false, true]) {
      pair.editor.set('marginalia.panel.singleKeys', singleKeys);
      await pair.pass(10);
      assert.equal(page.shown?.singleKeys, singleKeys);
    }
  });
});
