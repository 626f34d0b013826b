// While an input method composes, Enter and Escape are its own: the field keeps its words and its focus.
import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { StagePage } from './stagePage';

describe('an input method that composes', function () {
  this.timeout(120_000);
  let page: StagePage;
  let session: CDPSession;
  before(async () => {
    page = await StagePage.start();
    session = await page.page.context().newCDPSession(page.page);
  });
  after(() => page.close());

  /** A key that the input method took: this is how Chromium tells of it. */
  const taken = (key: string) =>
    session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      code: key,
      windowsVirtualKeyCode: 229,
    });
  const compose = (text: string) =>
    session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

  it('keeps Enter and Escape in the search field', async () => {
    await page.open('chapter');
    await page.page.focus('[data-action="search"]');
    await compose('steps');
    await page.page.waitForSelector('.hits a');
    await page.wishes();
    // It listens before the key comes: both ways to the page are separate.
    await page.page.evaluate(() =>
      document.addEventListener(
        'keydown',
        event => {
          document.body.dataset.heard = `${event.isComposing} ${event.keyCode}`;
        },
        { once: true, capture: true },
      ),
    );
    await taken('Enter');
    await page.page.waitForSelector('body[data-heard]');
    assert.equal(await page.page.getAttribute('body', 'data-heard'), 'true 229');
    await taken('Escape');
    await taken('ArrowDown');
    await page.rest();
    assert.equal(await page.page.inputValue('[data-action="search"]'), 'steps');
    assert.equal(
      await page.page.evaluate(() => document.activeElement?.getAttribute('data-action')),
      'search',
    );
    assert.deepEqual(await page.everyWish(), []);
    await session.send('Input.insertText', { text: 'steps' });
    await page.press('Enter');
    assert.equal(
      await page.page.inputValue('[data-action="search"]'),
      '',
      'afterwards Enter opens the first hit',
    );
  });

  it('keeps Enter and Escape in a note', async () => {
    await page.open('chapter');
    await page.page.locator('[data-action="edit-note"]').first().click({ force: true });
    await page.page.waitForSelector('.note.writing');
    await page.wishes();
    await compose('にほん');
    await taken('Escape');
    await session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
      modifiers: 2,
    });
    await page.rest();
    assert.equal(await page.page.locator('.note.writing').count(), 1);
    assert.match(await page.page.inputValue('#note-field'), /にほん/);
    assert.deepEqual(await page.wishes(), []);
    await session.send('Input.insertText', { text: '日本' });
    await page.press('Escape');
    await page.page.waitForSelector('.note.writing', { state: 'detached' });
  });

  it('keeps Enter in the question of a run, and stops no run', async () => {
    await page.open('reasoning');
    await page.wishes();
    const field = page.page.locator('[data-action="question"]');
    await field.focus();
    await compose('why');
    await taken('Enter');
    await taken('Escape');
    await page.rest();
    assert.equal(await field.inputValue(), 'why');
    assert.deepEqual(
      (await page.wishes()).filter(({ type }) => type === 'ask' || type === 'stopRun'),
      [],
    );
  });

  it('takes a key by its code alone, where the composition ended first', async () => {
    await page.open('chapter');
    await page.page.fill('[data-action="search"]', 'steps');
    await page.page.waitForSelector('.hits a');
    await taken('Enter');
    await taken('Escape');
    await page.rest();
    assert.equal(await page.page.inputValue('[data-action="search"]'), 'steps');
  });
});
