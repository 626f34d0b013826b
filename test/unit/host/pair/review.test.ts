// Cards from the panel to the journals: what is decided, is decided when its turn comes.
import assert from 'node:assert/strict';
import type { Annotation } from '../../../../src/core/annotation/annotation';
import { passageSource } from '../../../../src/core/annotation/annotation';
import { builtIn, journals, Pair } from '../../../support/pair';

describe('cards, from the panel to the journals', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair();
  });
  afterEach(() => pair.dispose());

  const note = (number: number): Annotation => ({
    id: `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    type: 'Annotation',
    motivation: 'commenting',
    created: new Date(number).toISOString(),
    body: [{ type: 'TextualBody', value: `note ${number}`, purpose: 'commenting' }],
    target: [{ source: passageSource({ chapter: builtIn, language: 'en', passage: 'one-goal' }) }],
  });

  /** So many notes of the reader's, and the page that reviews them. */
  async function reviewing(count: number) {
    const page = await pair.show();
    const store = await pair.api.annotations();
    await store.putAll(Array.from({ length: count }, (_, index) => note(index)));
    await pair.editor.run('marginalia.reviewAnnotations');
    await pair.until(() => page.shown?.review !== undefined, 'cards are shown');
    return { page, store };
  }

  it('takes back the rating that was given last, though it was on its way when undo was pressed', async () => {
    const { page, store } = await reviewing(2);
    const first = page.rateCard('good');
    await pair.pass(100);
    pair.disk.delayMs = 300;
    const second = page.rateCard('hard');
    page.undoRating();
    await pair.pass(5_000);
    assert.notEqual(first, second);
    assert.deepEqual(
      store.ratings.map(({ card }) => card),
      [first],
    );
    assert.equal(page.shown?.review?.due[0]?.id, second);
  });

  it('never asks the same card twice while its rating is on its way', async () => {
    const { page, store } = await reviewing(3);
    pair.disk.delayMs = 300;
    const asked = [page.rateCard('good'), page.rateCard('good'), page.rateCard('good')];
    assert.equal(new Set(asked).size, 3);
    assert.equal(page.rateCard('good'), undefined);
    await pair.pass(10_000);
    assert.equal(store.ratings.length, 3);
  });

  it('asks the card again when the disk has refused its rating', async () => {
    const { page, store } = await reviewing(1);
    pair.disk.trouble = path => (path.startsWith(journals) ? 'full' : undefined);
    const card = page.rateCard('good');
    await pair.pass(1_000);
    assert.deepEqual(
      page.problems.map(({ code }) => code),
      ['not-written'],
    );
    pair.disk.trouble = () => undefined;
    assert.equal(page.rateCard('good'), card);
    await pair.pass(1_000);
    assert.deepEqual([page.problems, store.ratings.length], [[], 1]);
  });

  it('keeps once what was asked to be kept twice', async () => {
    const page = await pair.show();
    pair.disk.delayMs = 200;
    const annotation = page.shown?.editorial[0]?.id ?? '';
    page.wish({ type: 'keepNote', annotation, keep: true });
    page.wish({ type: 'keepNote', annotation, keep: true });
    await pair.pass(5_000);
    assert.deepEqual(page.shown?.kept, [annotation]);
    const lines = pair.disk
      .paths(journals)
      .flatMap(path => pair.disk.text(path).match(/"type":"kept"/g) ?? []);
    assert.equal(lines.length, 1);
  });

  it('tells kept notes in the order of the chapter, however they came', async () => {
    const page = await pair.show();
    const [one = '', two = ''] = page.shown?.editorial.map(({ id }) => id) ?? [];
    await pair.wish({ type: 'keepNote', annotation: two, keep: true });
    await pair.wish({ type: 'keepNote', annotation: one, keep: true });
    assert.deepEqual(page.shown?.kept, [one, two]);
  });

  it('says 500 where 500 are due', async () => {
    const { page } = await reviewing(500);
    assert.deepEqual([page.shown?.dueCount, page.shown?.review?.dueCount], [500, 500]);
    await pair.pass(1_000);
    assert.match(pair.editor.statusBar[0]?.text ?? '', /500 due/);
    page.rateCard('easy');
    await pair.pass(1_000);
    assert.deepEqual([page.shown?.dueCount, page.shown?.review?.dueCount], [499, 499]);
  });

  it('marks a note as due when its time comes while it is looked at', async () => {
    const { page } = await reviewing(1);
    const card = page.rateCard('again');
    await pair.pass(100);
    await pair.editor.run('marginalia.openConceptPanel', { passage: 'one-goal' });
    await pair.pass(100);
    assert.deepEqual(page.shown?.due, []);
    pair.time.leap(24 * 60 * 60_000);
    await pair.pass(31_000);
    assert.deepEqual(page.shown?.due, [card]);
  });

  it('tells the oldest note first, also one that another window has brought later', async () => {
    const { page } = await reviewing(2);
    await pair.editor.run('marginalia.openConceptPanel', { passage: 'one-goal' });
    await pair.pass(100);
    const older = { ...note(7), created: '1969-01-01T00:00:00.000Z' };
    pair.disk.set(
      `${journals}/other.jsonl`,
      `${JSON.stringify({ v: 1, at: 1, type: 'put', annotation: older })}\n`,
    );
    await pair.pass(500);
    assert.deepEqual(
      page.shown?.own.map(({ id }) => id),
      [older.id, note(0).id, note(1).id],
    );
    // Of other words than those before it, and told whole by now.
    const source = passageSource({
      chapter: builtIn,
      language: 'en',
      passage: page.shown?.chapter.passages[0]?.id ?? '',
    });
    await (await pair.api.annotations()).put({ ...note(8), target: [{ source }] });
    await (await pair.api.annotations()).put(note(9));
    pair.panel?.reload();
    await pair.pass(500);
    assert.deepEqual(
      pair.page.shown?.own.map(({ id }) => id),
      [older.id, ...[0, 1, 8, 9].map(number => note(number).id)],
    );
  });
});
