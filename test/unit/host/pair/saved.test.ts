// "Saved" is said when it is so, and what is refused is still there.
import assert from 'node:assert/strict';
import { builtIn, journals, Pair } from '../../../support/pair';

describe('a note, from the panel to the disk', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair();
  });
  afterEach(() => pair.dispose());

  const words = { chapter: builtIn, passage: 'one-goal', language: 'en', start: 0, end: 9 } as const;
  const written = () =>
    pair.disk.paths(journals).flatMap(path =>
      pair.disk
        .text(path)
        .split('\n')
        .filter(line => line !== ''),
    );

  it('is under way until the disk has it', async () => {
    const page = await pair.show();
    pair.disk.delayMs = 500;
    page.write(words, 'worth keeping');
    await pair.pass(700);
    assert.deepEqual([page.ui.draft?.text, page.link.underWay.length], ['worth keeping', 1]);
    assert.deepEqual(page.shown?.own, []);
    await pair.pass(5_000);
    assert.deepEqual([page.ui.draft, page.link.underWay.length], [undefined, 0]);
    assert.deepEqual([page.shown?.own.length, written().length], [1, 1]);
  });

  for (const trouble of ['full', 'read-only'] as const) {
    it(`keeps its text beside what is wrong when the disk is ${trouble}, and is saved once that ends`, async () => {
      const page = await pair.show();
      pair.disk.trouble = path => (path.startsWith(journals) ? trouble : undefined);
      const id = page.write(words, 'worth keeping');
      await pair.pass(1_000);
      assert.equal(page.ui.draft?.text, 'worth keeping');
      assert.deepEqual(
        page.problems.map(problem => [problem.code, 'reason' in problem && problem.reason]),
        [['not-written', trouble]],
      );
      assert.deepEqual([page.shown?.own, written()], [[], []]);
      pair.disk.trouble = () => undefined;
      page.save();
      await pair.pass(1_000);
      assert.deepEqual([page.ui.draft, page.problems], [undefined, []]);
      assert.deepEqual(
        page.shown?.own.map(note => note.id),
        [id],
      );
      assert.equal(written().length, 1);
    });
  }

  it('is not cut when it is too long: 20,001 characters, and a megabyte', async () => {
    const page = await pair.show();
    for (const size of [20_001, 1_000_000]) {
      page.write(words, 'x'.repeat(size));
      await pair.pass(1_000);
      assert.equal(page.ui.draft?.text.length, size);
      assert.deepEqual(page.problems, [{ code: 'note-too-long', size, limit: 20_000, unit: 'characters' }]);
    }
    page.change({ draft: undefined, draftProblem: undefined });
    page.write(words, 'x'.repeat(20_000));
    await pair.pass(1_000);
    assert.deepEqual([page.problems, page.shown?.own.length], [[], 1]);
  });

  it('is there after a page that was thrown away in the middle of saving it, once', async () => {
    const page = await pair.show();
    pair.disk.delayMs = 300;
    const id = page.write(words, 'worth keeping');
    await pair.pass(100);
    pair.panel?.reload();
    await pair.until(() => pair.page.shown !== undefined, 'the new page shows something');
    assert.equal(pair.page.ui.draft?.annotation, id);
    pair.page.save();
    await pair.pass(5_000);
    assert.equal(pair.page.ui.draft, undefined);
    assert.deepEqual([pair.page.shown?.own.length, written().length], [1, 1]);
  });

  it('is edited as the reader wrote it, though the page is loaded anew meanwhile', async () => {
    const page = await pair.show();
    const id = page.write(words, 'first');
    await pair.pass(100);
    pair.disk.delayMs = 300;
    page.rewrite(id, 'second');
    await pair.pass(10);
    pair.panel?.reload();
    await pair.pass(5_000);
    await pair.kill();
    await pair.show();
    const note = pair.page.shown?.own[0];
    assert.deepEqual(
      note?.body.map(body => 'value' in body && body.value),
      ['second'],
    );
  });

  it('is said to be gone, with its new text kept, when it was removed in another window', async () => {
    const page = await pair.show();
    const id = page.write(words, 'first');
    await pair.pass(100);
    const at = pair.time.now + 10;
    const removed = JSON.stringify({ v: 1, at, type: 'removed', annotation: id });
    pair.disk.set(`${journals}/other.jsonl`, `${removed}\n`);
    await pair.pass(200);
    assert.deepEqual(page.shown?.own, []);
    page.rewrite(id, 'second');
    await pair.pass(100);
    assert.deepEqual([page.ui.draft?.text, page.problems], ['second', [{ code: 'note-gone' }]]);
  });

  it('is not said to be saved for a step that there is not', async () => {
    const page = await pair.show();
    await pair.wish({ type: 'explainHere' });
    const run = page.place?.run ?? '';
    assert.equal((await pair.wish({ type: 'saveStep', run, step: 7 }))?.code, 'internal');
    assert.equal((await pair.wish({ type: 'saveStep', run: 'none', step: 1 }))?.code, 'run-gone');
  });
});
