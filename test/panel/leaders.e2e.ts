// Margin notes beside their words, as a browser lays them out: level with them, or joined to them by a leader that steps.
import assert from 'node:assert/strict';
import { withNotesOnWords } from './shape';
import { StagePage } from './stagePage';

interface Place {
  readonly note: number;
  readonly words: number;
  readonly isPulled: boolean;
}

describe('margin notes and their leaders', function () {
  this.timeout(120_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  const places = () =>
    page.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.passage .notes > .note:not(.loose)')].map(
        (note): Place => {
          const words = document.querySelector(`.said[data-for="${note.dataset.annotation}"]`);
          return {
            note: note.getBoundingClientRect().top,
            words: words?.getClientRects()[0]?.top ?? Number.NaN,
            isPulled: note.classList.contains('pulled'),
          };
        },
      ),
    );
  /** Where each leader of a drawing begins and ends, from the top of the page. */
  const leaders = (which: string) =>
    page.page.evaluate(
      which =>
        [...document.querySelectorAll<SVGPathElement>(`.passage .leaders > ${which}`)].flatMap(path => {
          const top = path.closest('.notes')?.getBoundingClientRect().top ?? 0;
          const data = path.getAttribute('d') ?? '';
          return [...data.matchAll(/M[-\d.]+ ([-\d.]+)[^M]*V([-\d.]+)/g)].map(([, from, to]) => [
            top + Number(from),
            top + Number(to),
          ]);
        }),
      which,
    );

  for (const count of [0, 1, 3, 14]) {
    it(`stand level with their words or are led to them: ${count === 0 ? 'the editor’s' : count}`, async () => {
      await page.open('chapter', { width: 900 });
      if (count > 0) await page.show(withNotesOnWords(count));
      await page.rest();
      const all = await places();
      assert.ok(all.length >= Math.max(1, count), `${all.length} notes`);
      for (const { note, words, isPulled } of all)
        assert.ok(isPulled ? note > words : Math.abs(note - words) <= 4, `${note} beside ${words}`);
      const pulled = all.filter(({ isPulled }) => isPulled);
      const led = await leaders('path:not(.lit)');
      assert.equal(led.length, pulled.length);
      for (const [index, { note, words }] of pulled.entries()) {
        const [from = 0, to = 0] = led[index] ?? [];
        assert.ok(Math.abs(to - note - 10) <= 1.5, `a leader ends at ${to}, its note is at ${note}`);
        assert.ok(
          from >= words && from <= words + 30,
          `a leader begins at ${from}, its words are at ${words}`,
        );
      }
    });
  }

  it('stand level where there is room', async () => {
    await page.open('chapter', { width: 900 });
    await page.show(withNotesOnWords(2, 25));
    await page.rest();
    const all = await places();
    assert.deepEqual(
      all.map(({ note, words, isPulled }) => [isPulled, Math.abs(note - words) <= 4]),
      [
        [false, true],
        [false, true],
      ],
    );
  });

  it('are lit with their words, over the others', async () => {
    await page.open('chapter', { width: 900 });
    await page.show(withNotesOnWords(14));
    await page.rest();
    assert.deepEqual(await leaders('.lit'), []);
    await page.page.locator('.note.pulled').nth(1).hover();
    await page.rest();
    assert.deepEqual(await leaders('.lit'), (await leaders('path:not(.lit)')).slice(1, 2));
    await page.page.locator('h1').first().hover();
    await page.rest();
    assert.deepEqual(await leaders('.lit'), []);
  });

  it('have none where the margin folds in under the words', async () => {
    await page.open('chapter', { width: 330 });
    await page.show(withNotesOnWords(14));
    await page.rest();
    assert.deepEqual(await leaders('path'), []);
  });
});
