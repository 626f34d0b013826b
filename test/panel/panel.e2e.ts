// The real panel in a real browser, under the editor's policy, with a host that is played: what the contract says,
// what each key wishes, and what hostile text does (nothing).
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Wish } from '../../src/core/wire/wish';
import { runEvents } from './fixtures';
import { StagePage } from './stagePage';

describe('the panel in a browser', function () {
  this.timeout(180_000);
  let stage: StagePage;
  let page: Page;

  before(async () => {
    stage = await StagePage.start();
    page = stage.page;
  });
  after(() => stage.close());

  const open = (...args: Parameters<StagePage['open']>) => stage.open(...args);
  const press = (...keys: readonly string[]) => stage.press(...keys);
  const wishes = () => stage.wishes();
  const isSound = (name: string) => stage.isSound(name);

  describe('says what the contract says', () => {
    it('in the chapter', async () => {
      await open('chapter', { width: 900 });
      assert.equal(await page.locator('main[data-view="chapter"] article[data-passage]').count(), 4);
      assert.equal(await page.locator('[data-concept="chain-of-thought"]').count(), 1);
      assert.equal(await page.locator('aside[data-annotation]').count(), 7);
      assert.equal(await page.locator('button[data-action="open-code"]').count(), 2);
      assert.equal(await page.locator('input[data-action="search"]').count(), 1);
    });

    it('in a run', async () => {
      await open('reasoning');
      assert.equal(await page.locator('ol[data-run="run-1"]').getAttribute('data-state'), 'streaming');
      assert.equal(await page.locator('li[data-step="3"]').getAttribute('data-lines'), '16-17');
      assert.equal(await page.locator('li[data-step="4"]').getAttribute('data-check'), 'unanchored');
      assert.equal(await page.locator('details[data-thinking]:not([open])').count(), 1);
      await open('no-endpoint');
      assert.equal(await page.locator('[role=alert][data-error="no-endpoint"]').count(), 1);
      await open('broken');
      assert.match(
        await page.locator('[role=alert][data-error="cut-short"]').innerText(),
        /stopped in the middle/,
      );
    });

    it('where there was no code to explain', async () => {
      await open('refused');
      assert.equal(
        await page.locator('[role=alert][data-error="empty-selection"] h1').innerText(),
        'There is no code in the selection',
      );
      assert.equal(await page.locator('ol[data-run][data-state="failed"]').count(), 1);
      assert.equal(await page.locator('.sent, .code, .transport').count(), 0);
      await isSound('refused-light-620-en');
    });

    it('keeps an address whole in a narrow panel', async () => {
      await open('no-endpoint', { width: 380 });
      const heights = await page
        .locator('.tried code')
        .evaluateAll(all => all.map(element => element.getClientRects().length));
      assert.deepEqual([...new Set(heights)], [1]);
    });

    it('in the review', async () => {
      await open('review');
      assert.equal(await page.locator('section[data-review]').getAttribute('data-due'), '5');
      assert.equal(await page.locator('[data-card] button[data-action="reveal"]').count(), 1);
      await press('Space');
      assert.equal(await page.locator('button[data-rating]').count(), 4);
    });
  });

  describe('obeys keys', () => {
    it('walks the steps and lights their lines', async () => {
      await open('reasoning');
      await wishes();
      await press('j', 'j', 'k', 'ArrowDown');
      assert.deepEqual(stepsLit(await wishes()).at(-1), 2);
      assert.equal(await page.locator('[aria-current="step"]').getAttribute('data-step'), '2');
      await press('Enter');
      assert.deepEqual(await wishes(), [{ type: 'showLines', run: 'run-1', step: 2, reveal: true }]);
    });

    it('puts the light out when the pointer leaves', async () => {
      await open('reasoning');
      await wishes();
      await page.hover('[data-step="3"]');
      await page.hover('h1');
      await press();
      assert.deepEqual(await wishes(), [
        { type: 'showLines', run: 'run-1', step: 3 },
        { type: 'showLines', run: 'run-1' },
      ]);
    });

    it('opens the file for the step that is chosen, and not again when a pointer was elsewhere', async () => {
      await open('reasoning');
      await wishes();
      await press('j');
      await page.hover('[data-step="3"]');
      await page.hover('h1');
      await press();
      assert.deepEqual(await wishes(), [
        { type: 'showLines', run: 'run-1', step: 1, open: true },
        { type: 'showLines', run: 'run-1', step: 3 },
        { type: 'showLines', run: 'run-1', step: 1 },
      ]);
      await page.click('[data-step="2"] .text');
      await press();
      const wish = { type: 'showLines', run: 'run-1', step: 2, open: true };
      assert.deepEqual((await wishes()).at(-1), wish);
    });

    it('says what the whole does in line with the words of the steps', async () => {
      await open('marked');
      const boxOf = (place: string) => page.locator(place).evaluate(one => one.getBoundingClientRect());
      const whole = await boxOf('[data-summary] p');
      const first = await boxOf('li[data-step="1"] .text');
      assert.equal(whole.left, first.left);
      assert.ok(whole.width >= first.width, `${whole.width} beside ${first.width}`);
    });

    it('lights the line that a step speaks of, until another step is chosen', async () => {
      await open('marked');
      assert.equal(await page.locator('li[data-step="1"]').getAttribute('data-check'), 'elsewhere');
      assert.equal(await page.locator('li[data-step="2"]').getAttribute('data-check'), 'invented');
      await press('j', 'Tab');
      await wishes();
      await press('Enter');
      assert.deepEqual(await wishes(), [
        { type: 'showLines', run: 'run-1', step: 1, line: 16, reveal: true },
      ]);
      assert.deepEqual(
        await page.locator('.code li.on').evaluateAll(all => all.map(line => line.dataset.n)),
        ['16'],
      );
      await press('j');
      assert.deepEqual(await wishes(), [{ type: 'showLines', run: 'run-1', step: 2, open: true }]);
    });

    it('folds the code, and shows the piece of the step that is read', async () => {
      await open('reasoning');
      assert.equal(await page.locator('ol.code').count(), 0);
      await press('j', 'j');
      const piece = page.locator('li[data-step="2"] ol[data-piece="14-15"] li');
      assert.deepEqual(await piece.allInnerTexts(), ['for bit in bits:', '    state ^= bit']);
      assert.equal(await page.locator('ol.code').count(), 1);
      await page.click('[data-code] summary');
      await page.waitForSelector('[data-code] li[data-n="18"]');
      assert.equal(await page.locator('[data-code] li').count(), 7);
      assert.equal(await page.locator('[data-action="show-file"]').innerText(), 'parity.py');
      await wishes();
      await page.click('[data-action="show-file"]');
      assert.deepEqual(await wishes(), [
        { type: 'showLines', run: 'run-1', line: 12, lastLine: 18, reveal: true },
      ]);
    });

    it('has steps in view where the code has 300 lines', async () => {
      await open('reasoning', { width: 540, height: 700 });
      const { run } = await page.evaluate(() => window.stage.shown);
      assert.ok(run);
      const text = Array(300).fill('    x = 1').join('\n');
      const pieces = Array.from({ length: 50 }, (_none, at) => ({
        number: at + 1,
        lines: { first: 12 + 6 * at, last: 17 + 6 * at },
        text: 'Sets `x`.',
      }));
      await stage.show({ run: { ...run, excerpt: { ...run.excerpt, text }, steps: pieces } });
      const top = await page.locator('[data-step="1"]').evaluate(step => step.getBoundingClientRect().bottom);
      assert.ok(top < 500, `the first step ends at ${top}`);
      await press('j');
      assert.equal(await page.locator('[data-piece] li').count(), 6);
    });

    it('says which steps are about changed code, by the lines of now', async () => {
      await open('done');
      const lines = (step: number) => page.locator(`li[data-step="${step}"]`).getAttribute('data-lines');
      assert.deepEqual([await lines(1), await lines(3), await lines(5)], ['14-15', '18-19', '20']);
      assert.equal(await page.locator('[data-stale]').count(), 1);
      assert.equal(await page.locator('li[data-step="3"]').getAttribute('data-stale'), 'changed');
      assert.match(await page.locator('[data-notice="stale"]').innerText(), /The code of step 3 has changed/);
      await stage.show({ isFileGone: true, stands: [], staleLines: [12, 13, 14, 15, 16, 17, 18] });
      assert.equal(await page.locator('[data-stale="gone"]').count(), 4);
      assert.match(await page.locator('[data-notice="stale"]').innerText(), /Its file is not there any more/);
    });

    it('lights the lines that an answer names, and shows them when pressed', async () => {
      await open('thread');
      await wishes();
      const question = page.locator('[data-question="run-2"]');
      assert.match(await question.innerText(), /Why is one slip enough[\s\S]*about step 3/);
      assert.deepEqual(await question.locator('[data-mention]').allInnerTexts(), [
        'line 17',
        'lines 14–15',
        'L18',
      ]);
      await question.locator('[data-mention="14-15"]').hover();
      await press();
      assert.deepEqual(await wishes(), [{ type: 'showLines', run: 'run-1', line: 14, lastLine: 15 }]);
      await page.hover('h1');
      await press();
      assert.deepEqual(await wishes(), [{ type: 'showLines', run: 'run-1' }]);
      await question.locator('[data-mention="17-17"]').focus();
      await press();
      await press('Enter');
      assert.deepEqual(await wishes(), [
        { type: 'showLines', run: 'run-1', line: 17 },
        { type: 'showLines', run: 'run-1', line: 17, lastLine: 17, reveal: true },
      ]);
      await question.locator('[data-action="to-step"]').click();
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-step')), '3');
    });

    it('draws a question as asked until it is in the thread, and stops its answer', async () => {
      await open('done');
      await page.evaluate(() => {
        window.stage.settles = 'later';
      });
      await page.fill('[data-action="question"]', 'Why?');
      await press();
      await press('Enter');
      assert.equal(await page.locator('[data-asking] .question').innerText(), 'Why?');
      const { run } = await page.evaluate(() => window.stage.shown);
      assert.ok(run);
      const { answer: _answer, ...begun } = run;
      const asked = { ...begun, id: 'run-7', question: 'Why?', follows: run.id, thread: run.id };
      const growing = {
        ...asked,
        state: 'streaming' as const,
        steps: [{ number: 1, text: 'Because' }],
        warnings: [{ kind: 'quiet', forMs: 120_000 }],
      };
      await page.evaluate(one => window.stage.patch({ put: one }, 'thread', 'run-1'), growing);
      await page.evaluate(() => window.stage.settleAll());
      assert.match(await page.locator('[data-question] [data-notice="quiet"]').innerText(), /120 s/);
      await stage.rest();
      assert.equal(await page.locator('[data-asking]').count(), 0);
      assert.match(await page.locator('[data-question="run-7"]').innerText(), /Why\?[\s\S]*Because/);
      assert.equal(await page.inputValue('[data-action="question"]'), '');
      await wishes();
      await page.locator('h1').focus();
      await press('Escape');
      assert.deepEqual(await wishes(), [{ type: 'stopRun', run: 'run-7' }]);
    });

    it('names a run that goes on elsewhere, with a way there and a way to stop it', async () => {
      await open('stopped');
      assert.match(await page.locator('[data-going="run-9"]').innerText(), /wrap in wrappers\.py goes on/);
      await wishes();
      await page.click('[data-action="stop-going"]');
      assert.deepEqual(await wishes(), [{ type: 'stopRun', run: 'run-9' }]);
      assert.match(await page.locator('.state').innerText(), /in the middle of step 5/);
      assert.match(await page.locator('li[data-step="5"]').innerText(), /breaks off here/);
    });

    it('marks an invented name in its place, with a remark that is no part of the text', async () => {
      await open('marked');
      const words = page.locator('li[data-step="2"] .remarked');
      assert.deepEqual(await words.allInnerTexts(), ['512', 'foldBits']);
      assert.equal(await words.first().getAttribute('title'), 'not in the code that was sent');
      assert.equal(
        await page.locator('li[data-step="2"] .text').innerText(),
        'Each bit is folded in, at most 512 of them, by foldBits().',
      );
    });

    it('saves a step that bears a mark only when it is asked again', async () => {
      await open('marked');
      await press('j', 's');
      assert.deepEqual(saved(await wishes()), []);
      assert.match(await page.locator('[data-refused="save-step"]').innerText(), /^Step 1 bears a mark/);
      // A key that is held down is one press.
      await page.keyboard.down('s');
      await page.keyboard.down('s');
      await page.keyboard.up('s');
      assert.deepEqual(saved(await wishes()), [1]);
      await press('j', 'j', 's');
      assert.deepEqual(saved(await wishes()), [3]);
    });

    it('saves a step, asks, stops', async () => {
      await open('reasoning');
      await press('j', 's');
      await press('s');
      await press('Escape');
      const wished = await wishes();
      assert.equal(wished.filter(({ type }) => type === 'saveStep').length, 1);
      assert.deepEqual(wished.at(-1), { type: 'stopRun', run: 'run-1' });
      await open('done');
      await press('j');
      await wishes();
      await page.fill('[data-action="question"]', 'Why exclusive or?');
      await press();
      await press('Enter');
      assert.deepEqual(await wishes(), [
        { type: 'ask', run: 'run-1', question: 'Why exclusive or?', step: 1 },
      ]);
    });

    it('reveals, rates, takes back', async () => {
      await open('review');
      await press('3');
      assert.deepEqual(rated(await wishes()), []);
      await press('Space', '3');
      assert.deepEqual(rated(await wishes()), ['urn:marginalia:stage:gpt3 good']);
      await press('u');
      assert.deepEqual(
        (await wishes()).map(({ type }) => type),
        ['undoRating'],
      );
    });

    it('moves focus to the answer', async () => {
      await open('review');
      await press('Space');
      assert.equal(
        await page.evaluate(() => document.activeElement?.matches('.card [role=group][aria-label="Answer"]')),
        true,
      );
    });

    it('goes to each view, and to the list of concepts', async () => {
      await open('chapter');
      for (const [key, view] of [
        ['r', 'reasoning'],
        ['v', 'review'],
        ['c', 'chapter'],
      ] as const) {
        await press('g', key);
        await page.waitForSelector(`main[data-view="${view}"]`);
      }
      await press('g', 'm');
      await page.waitForSelector('[data-map]');
      assert.equal(await page.locator('[data-map] li').count(), 3);
      await press('Escape');
      await page.waitForSelector('article[data-passage]');
      assert.equal(await page.locator('article[data-passage]').count(), 4);
    });

    it('keeps the focus in the page when a field or a view is left', async () => {
      const focused = () => page.evaluate(() => document.activeElement?.id);
      await open('chapter', { height: 420 });
      await page.evaluate(() => window.scrollTo({ top: 300 }));
      await press('/', 'Escape');
      assert.equal(await focused(), 'title');
      assert.equal(await page.evaluate(() => window.scrollY), 300);
      for (const [key, view] of [
        ['r', 'reasoning'],
        ['v', 'review'],
        ['c', 'chapter'],
      ] as const) {
        await press('g', key);
        await page.waitForSelector(`main[data-view="${view}"]`);
        assert.equal(await focused(), 'title');
      }
    });

    it('opens the code of the passage that is read', async () => {
      await open('chapter');
      await wishes();
      await press('o');
      assert.deepEqual(
        (await wishes()).filter(({ type }) => type === 'openCode'),
        [{ type: 'openCode', chapter: 'stage', region: 'scratchpad' }],
      );
    });

    it('hears no letter in a field, and none when they are turned off', async () => {
      await open('chapter');
      await press('/');
      await page.keyboard.type('gr');
      assert.equal(await page.locator('main').getAttribute('data-view'), 'chapter');
      await open('review');
      await page.evaluate(() => window.stage.patch({ singleKeys: false, depth: 'steps' }, 'settings'));
      await stage.rest();
      await press('Space', '3', 'u');
      assert.deepEqual(rated(await wishes()), []);
      assert.equal(await page.locator('button[data-rating]').count(), 4);
    });
  });

  describe('lets the reader search and annotate', () => {
    it('finds as one types, walks by arrows, opens', async () => {
      await open('chapter');
      await press('/');
      await page.keyboard.type('dots');
      // What was found for the letters before stands there until then.
      await page.locator('.hits a').first().filter({ hasText: 'A row of dots' }).waitFor();
      await press('ArrowDown', 'Enter');
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('data-passage')),
        'cot-not-length',
      );
    });

    it('finds a margin note, and says that it is one', async () => {
      await open('chapter');
      await page.fill('[data-action="search"]', 'LaMDA');
      await page.waitForSelector('.hits a');
      await stage.rest();
      assert.match(await page.locator('.hits a').first().innerText(), /LaMDA 137B[\s\S]*2\.4 .* · Note/);
    });

    it('goes to what was found in the other language, and goes on in the one that is read', async () => {
      await open('chapter');
      await page.fill('[data-action="search"]', '步骤');
      await page.waitForSelector('.hits a');
      await stage.rest();
      const hit = page.locator('.hits a[data-hit="passage"]').first();
      assert.match(await hit.innerText(), /步骤[\s\S]* · in Chinese$/);
      assert.equal(await hit.locator('span').first().getAttribute('lang'), 'zh-CN');
      const passage = (await hit.getAttribute('href'))?.slice(1);
      await hit.click();
      await stage.rest();
      const seen = await page.evaluate(() => ({
        passage: document.activeElement?.getAttribute('data-passage'),
        language: document.documentElement.lang,
      }));
      assert.deepEqual(seen, { passage, language: 'en' });
    });

    it('says when nothing holds the words', async () => {
      await open('chapter', { language: 'zh-CN' });
      await page.fill('[data-action="search"]', 'zzzz');
      assert.equal(await page.locator('.hits .none').innerText(), '这里没有内容含有“zzzz”。');
    });

    it('offers to mark selected words, and sends their place in the plain text', async () => {
      await open('chapter');
      await selectWords(page, 'cot-not-length', 'points to');
      await page.waitForSelector('[data-action="highlight"]');
      await page.screenshot({ path: 'out/screens/selection-light-620-en.png' });
      await wishes();
      await page.click('[data-action="highlight"]');
      const [wish] = await wishes();
      assert.equal(wish?.type, 'annotatePassage');
      const text = await page.locator('[data-text="cot-not-length"]').textContent();
      assert.equal(wish.type === 'annotatePassage' && text?.slice(wish.start, wish.end), 'points to');
    });

    it('writes a note in the margin by key alone', async () => {
      await open('chapter', { width: 900 });
      await selectWords(page, 'cot-gpt3', 'handful of worked sums');
      await page.waitForSelector('[data-action="note"]');
      await wishes();
      await press('a');
      await page.keyboard.type('eight of them');
      await isSound('draft-light-900-en');
      await press('Control+Enter');
      const [wish] = await wishes();
      assert.equal(wish?.type === 'annotatePassage' && wish.note, 'eight of them');
      await page.waitForSelector('.note.writing', { state: 'detached' });
    });

    it('saves every word of a note, those too that were typed just before', async () => {
      await open('chapter', { width: 900 });
      await selectWords(page, 'cot-gpt3', 'handful of worked sums');
      await page.waitForSelector('[data-action="note"]');
      await press('a');
      await page.keyboard.type('eight');
      await stage.rest();
      await wishes();
      // Both within one frame, as on a machine that has other things to do.
      await page.evaluate(() => {
        const field = document.querySelector<HTMLTextAreaElement>('.note.writing textarea');
        if (!field) throw new Error('no field');
        field.value += ' of them';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const save = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
        field.dispatchEvent(new KeyboardEvent('keydown', save));
        field.dispatchEvent(new KeyboardEvent('keydown', save));
      });
      await stage.rest();
      const saved = await wishes();
      assert.deepEqual(
        saved.map(wish => wish.type === 'annotatePassage' && wish.note),
        ['eight of them'],
      );
    });

    it('keeps an editorial note, edits and removes an own one', async () => {
      await open('chapter', { width: 900 });
      await wishes();
      await page
        .locator('[data-annotation="urn:marginalia:stage:smaller"] [data-action="keep-note"]')
        .click({ force: true });
      const own = page.locator('[data-annotation="urn:uuid:00000000-0000-4000-8000-000000000001"]');
      await own.locator('[data-action="edit-note"]').click({ force: true });
      await page.fill('.note.writing textarea', 'changed');
      await page.click('[data-action="save-note"]');
      await own.locator('[data-action="remove-annotation"]').click({ force: true });
      assert.deepEqual(
        (await wishes()).map(({ type }) => type),
        ['keepNote', 'editNote', 'removeAnnotation'],
      );
    });

    it('goes from the words to the note and back', async () => {
      await open('chapter', { width: 900 });
      await page.focus('a.said[data-for="urn:marginalia:stage:gpt3"]');
      await press('Enter');
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('data-annotation')),
        'urn:marginalia:stage:gpt3',
      );
      await press('Escape');
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('data-for')),
        'urn:marginalia:stage:gpt3',
      );
    });

    it('follows a source only by asking the editor', async () => {
      await open('chapter', { width: 900 });
      await wishes();
      await page.click('aside a[href="https://arxiv.org/abs/2409.12183"]');
      assert.deepEqual(await wishes(), [{ type: 'openLink', url: 'https://arxiv.org/abs/2409.12183' }]);
    });
  });

  describe('keeps the place', () => {
    const wheel = async (deltaPx: number) => {
      const before = await page.evaluate(() => window.scrollY);
      await page.mouse.wheel(0, deltaPx);
      await page.waitForFunction(from => window.scrollY > from, before);
    };
    const topOf = (passage: string) =>
      page
        .locator(`[data-passage="${passage}"]`)
        .evaluate(element => Math.round(element.getBoundingClientRect().top));

    it('over a change of language', async () => {
      await open('chapter', { height: 420 });
      await page.evaluate(() => document.querySelector('[data-passage="cot-not-length"]')?.scrollIntoView());
      await wheel(60);
      await stage.placeIsTold('cot-not-length');
      const before = await topOf('cot-not-length');
      await page.click('.lang button[lang="zh-CN"]');
      await page.waitForSelector('.panel[lang="zh-CN"]');
      await stage.rest();
      assert.ok(Math.abs((await topOf('cot-not-length')) - before) <= 1);
    });

    it('over a change of width', async () => {
      await open('chapter', { height: 420, width: 900 });
      await page.evaluate(() => document.querySelector('[data-passage="cot-not-length"]')?.scrollIntoView());
      await stage.placeIsTold('cot-not-length');
      const before = await topOf('cot-not-length');
      await page.setViewportSize({ width: 640, height: 420 });
      await page.waitForFunction(() => document.documentElement.clientWidth <= 640);
      await stage.rest();
      assert.ok(Math.abs((await topOf('cot-not-length')) - before) <= 1);
    });

    for (const width of [380, 900]) {
      it(`while the notes are late, ${width} wide`, async () => {
        await open('chapter', { height: 420, width, more: '&late=notes&passage=cot-not-length' });
        const before = await topOf('cot-not-length');
        assert.ok(before < 100, `${before}`);
        assert.equal(await page.locator('.note').count(), 0);
        await page.evaluate(() => window.stage.tellLate());
        await page.waitForSelector('.note');
        await stage.rest();
        assert.ok(Math.abs((await topOf('cot-not-length')) - before) <= 1);
      });
    }

    it('and lets the reader go on while the notes are late', async () => {
      await open('chapter', { height: 420, more: '&late=notes&passage=cot-gpt3' });
      await wheel(120);
      await stage.placeIsTold('cot-gpt3');
      const before = await page.evaluate(() => window.scrollY);
      await page.evaluate(() => window.stage.tellLate());
      await page.waitForSelector('.note');
      await stage.rest();
      assert.ok((await topOf('cot-gpt3')) < 0, `${before}`);
    });

    it('over a view and back, and tells it once scrolling rests', async () => {
      await open('chapter', { height: 420 });
      await page.evaluate(() => document.querySelector('[data-passage="cot-gpt3"]')?.scrollIntoView());
      await wheel(40);
      await stage.placeIsTold('cot-gpt3');
      const before = await topOf('cot-gpt3');
      await press('g', 'v');
      await page.waitForSelector('main[data-view="review"]');
      await press('g', 'c');
      await page.waitForSelector('main[data-view="chapter"]');
      assert.ok(Math.abs((await topOf('cot-gpt3')) - before) <= 1);
    });

    it('and counts a passage as read once its end was in view for a while', async () => {
      await open('chapter', { height: 2400 });
      await page.waitForFunction(() =>
        window.stage.wishes.some(wish => wish.type === 'markRead' && wish.passages.includes('cot-origin')),
      );
    });
  });

  describe('streams', () => {
    it('touches only the step that grows', async () => {
      await open('no-runs', { more: '&play=15' });
      await page.waitForSelector('[data-step="2"]');
      await page.evaluate(() => {
        const steps = document.querySelectorAll('[data-step]');
        const first = steps[0];
        if (!first) throw new Error('no step');
        Object.assign(window, { first, touched: 0 });
        new MutationObserver(records => {
          Object.assign(window, { touched: Number(Reflect.get(window, 'touched')) + records.length });
        }).observe(first, { subtree: true, childList: true, characterData: true, attributes: true });
      });
      await page.waitForSelector('[data-state="done"]');
      await stage.rest();
      const after = await page.evaluate(() => ({
        isSame: Reflect.get(window, 'first') === document.querySelector('[data-step="1"]'),
        touched: Reflect.get(window, 'touched'),
        steps: document.querySelectorAll('[data-step]').length,
      }));
      assert.deepEqual(after, { isSame: true, touched: 0, steps: 5 });
    });

    it('follows at the end, and leaves a reader who scrolled up where they are', async () => {
      await open('no-runs', { height: 420, more: '&play=60' });
      await page.waitForSelector('[data-step="3"]');
      await page.evaluate(() => window.scrollTo({ top: 100 }));
      await page.waitForSelector('[data-action="latest"]');
      await page.waitForSelector('[data-step="5"]');
      assert.equal(await page.evaluate(() => window.scrollY), 100);
      await page.click('[data-action="latest"]');
      await stage.rest();
      const left = await page.evaluate(
        () => document.documentElement.scrollHeight - window.innerHeight - window.scrollY,
      );
      assert.ok(left < 2);
    });

    it('goes on from what was told in the middle', async () => {
      await open('reasoning');
      const events = runEvents.slice(-4);
      await page.evaluate(rest => window.stage.patch({ events: rest }, 'run', 'run-1'), events);
      await page.waitForSelector('[data-state="done"]');
      const last = await page.locator('[data-step="5"] .text').innerText();
      assert.match(last, /^So the last line .* the number of slips is even\.$/);
    });

    it('asks for a topic again after a gap, and for that one only', async () => {
      await open('reasoning');
      await page.evaluate(rest => {
        window.stage.loseOne('run', 'run-1');
        window.stage.patch({ events: rest }, 'run', 'run-1');
      }, runEvents.slice(-1));
      await page.waitForFunction(() => window.stage.askedAgain.length > 0);
      assert.deepEqual(await page.evaluate(() => window.stage.askedAgain), ['run/run-1']);
      await page.waitForSelector('[data-step="5"]');
    });
  });

  it('shows hostile text as text', async () => {
    for (const view of ['c', 'r', 'v']) {
      await open('hostile');
      await press('g', view);
      await page.waitForSelector(`main[data-view^="${view === 'c' ? 'ch' : 're'}"]`);
      if (view === 'v') await press('Space');
      const found = await page.evaluate(() => ({
        broken: Reflect.get(window, 'broken'),
        elements: document.querySelectorAll('.panel :is(img, b[onclick], iframe, script, [onerror])').length,
        links: [...document.querySelectorAll('.panel a')].filter(link =>
          /^\s*javascript:/i.test(link.getAttribute('href') ?? ''),
        ).length,
      }));
      assert.deepEqual(found, { broken: undefined, elements: 0, links: 0 });
      // The card on top may be one that quotes no hostile words.
      if (view !== 'v') assert.match((await page.locator('main').textContent()) ?? '', /<script>/);
    }
  });
});

function saved(wished: readonly Wish[]): readonly number[] {
  return wished.flatMap(wish => (wish.type === 'saveStep' ? [wish.step] : []));
}

function stepsLit(wished: readonly Wish[]): readonly (number | undefined)[] {
  return wished.flatMap(wish => (wish.type === 'showLines' ? [wish.step] : []));
}

function rated(wished: readonly Wish[]): readonly string[] {
  return wished.flatMap(wish => (wish.type === 'rateCard' ? [`${wish.card} ${wish.rating}`] : []));
}

/** Selects words of a passage as dragging over them would. */
async function selectWords(page: Page, passage: string, words: string): Promise<void> {
  await page.evaluate(
    ([id, wanted]) => {
      const root = document.querySelector(`[data-text="${id}"]`);
      const walker = document.createTreeWalker(root ?? document, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(wanted ?? '') ?? -1;
        if (at < 0) continue;
        document.getSelection()?.setBaseAndExtent(node, at, node, at + (wanted ?? '').length);
        return;
      }
      throw new Error('no such words');
    },
    [passage, words],
  );
}
