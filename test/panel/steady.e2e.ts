// What has not changed is not drawn again: it must still know what the reader does elsewhere, and stand where it belongs.
import assert from 'node:assert/strict';
import { own } from './fixtures';
import { StagePage } from './stagePage';

describe('a chapter of which little is drawn anew', function () {
  this.timeout(120_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  const edit = (annotation: string) =>
    page.page
      .locator(`aside[data-annotation="${annotation}"] [data-action="edit-note"]`)
      .click({ force: true });

  it('keeps the draft of one passage when a note of another, long drawn, is to be edited', async () => {
    await page.open('chapter');
    const [first, second] = own;
    assert.ok(first && second);
    await edit(first.id);
    await page.page.fill('#note-field', 'not to be lost');
    await edit(second.id);
    await page.page.waitForFunction(() => document.querySelectorAll('.note.writing').length === 1);
    assert.equal(await page.page.inputValue('#note-field'), 'not to be lost');
  });

  it('asks for the opposite when a note that was kept is pressed again', async () => {
    await page.open('chapter');
    const keep = page.page.locator('[data-action="keep-note"]').first();
    const isPressed = (await keep.getAttribute('aria-pressed')) === 'true';
    const { chapter = '', concept = '' } = await page.page.evaluate(() => window.stage.shown.place);
    const id = await keep.locator('xpath=ancestor::aside').getAttribute('data-annotation');
    await page.wishes();
    await keep.click({ force: true });
    await page.page.evaluate(
      ([chapter, concept, id, wasKept]) =>
        window.stage.patch(wasKept ? { unkept: [id] } : { kept: [id] }, 'notes', chapter, concept),
      [chapter, concept, id ?? '', isPressed] as const,
    );
    await page.page.waitForSelector(
      `aside[data-annotation="${id}"] [data-action="keep-note"][aria-pressed="${!isPressed}"]`,
    );
    await keep.click({ force: true });
    assert.deepEqual(await page.wishes(), [
      { type: 'keepNote', annotation: id, keep: !isPressed },
      { type: 'keepNote', annotation: id, keep: isPressed },
    ]);
  });

  it('shows the words before many notes, and stays where it stands when they come', async () => {
    const others = await StagePage.start();
    try {
      await others.page.addInitScript(() => {
        const seen: boolean[] = [];
        const look = () => {
          if (document.querySelector('[data-passage]')) seen.push(document.querySelector('.note') !== null);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        Object.assign(window, { seen });
      });
      await others.open('many-notes', { height: 420, more: '&passage=cot-not-length' });
      await others.page.waitForSelector('.note');
      await others.rest();
      const seen = await others.page.evaluate(() => (window as unknown as { seen: boolean[] }).seen);
      assert.ok(seen.indexOf(true) >= 2, `${seen.indexOf(true)} frames without notes`);
      const top = await others.page.evaluate(
        () => document.querySelector('[data-passage="cot-not-length"]')?.getBoundingClientRect().top,
      );
      assert.ok(top !== undefined && Math.abs(top) < 100, `${top}`);
    } finally {
      await others.close();
    }
  });

  it('sets the notes below anew when one grows, when the page gets wider and when its words move', async () => {
    await page.open('chapter', { width: 620 });
    await isSetApart('at first');
    const [, highlight] = own;
    assert.ok(highlight);
    const { chapter = '', concept = '' } = await page.page.evaluate(() => window.stage.shown.place);
    const body = [{ type: 'TextualBody' as const, value: 'Much is to be said about this. '.repeat(20) }];
    await page.page.evaluate(
      ([chapter, concept, note]) => window.stage.patch({ put: [note] }, 'notes', chapter, concept),
      [chapter, concept, { ...highlight, body }] as const,
    );
    await page.page.waitForFunction(() => document.body.textContent?.includes('Much is to be said'));
    await isSetApart('one grew');
    await page.page.setViewportSize({ width: 900, height: 800 });
    await isSetApart('wider');
    await page.page.setViewportSize({ width: 560, height: 800 });
    await isSetApart('narrower');
  });

  /** No note covers the one below it, and none stands above its words. */
  async function isSetApart(when: string): Promise<void> {
    const found = await page.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(resolve => requestAnimationFrame(resolve));
      const wrong: string[] = [];
      for (const column of document.querySelectorAll('.passage .notes')) {
        let floor = Number.NEGATIVE_INFINITY;
        for (const note of column.querySelectorAll<HTMLElement>(':scope > .note')) {
          const { top, bottom } = note.getBoundingClientRect();
          const words = document.querySelector(`.said[data-for="${note.dataset.annotation}"]`);
          const wordsTop = words?.getClientRects()[0]?.top ?? top;
          if (top < floor) wrong.push(`${note.id} is covered`);
          if (top < wordsTop - 2) wrong.push(`${note.id} stands above its words`);
          if (top > wordsTop + 4 && top > floor + 22) wrong.push(`${note.id} stands below its words`);
          floor = bottom;
        }
      }
      return wrong;
    });
    assert.deepEqual(found, [], when);
  }
});
