// Many runs in the page: named, pinned, deleted and searched by keyboard alone, put side by side, replayed; whatever they
// hold stays words.
import assert from 'node:assert/strict';
import { StagePage } from './stagePage';

describe('several runs in the page', function () {
  this.timeout(120_000);
  let page: StagePage;

  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  const focused = () =>
    page.page.evaluate(() => {
      const { activeElement: at } = document;
      return at instanceof HTMLElement ? (at.dataset.action ?? at.dataset.showRun ?? at.id) : '';
    });
  const wished = async () => (await page.wishes()).filter(({ type }) => type !== 'showLines');

  describe('in the list', () => {
    beforeEach(async () => {
      await page.open('earlier');
      await page.page.click('.sent .more');
      await page.rest();
      await page.wishes();
    });

    it('stand with pinned ones first, each with its file', async () => {
      const rows = await page.page.$$eval('[data-earlier] > ul > li', all =>
        all.map(row => `${(row as HTMLElement).dataset.listed} ${row.querySelector('.label')?.textContent}`),
      );
      assert.deepEqual(
        rows.map(row => row.split(' ')[0]),
        ['run-pinned', 'run-0', 'run-named', 'run-hostile'],
      );
      assert.match(rows[1] ?? '', /wrappers\.py · llama3\.2:3b · 4 steps/);
      assert.match(rows[2] ?? '', /under way/);
    });

    it('are named by keyboard: the field has the focus, Escape leaves it as it was, Enter keeps it', async () => {
      await page.page.focus('[data-tools="run-0"] [data-action="rename-run"]');
      await page.press('Enter');
      assert.equal(await focused(), 'run-name');
      await page.page.keyboard.type('no');
      await page.press('Escape');
      assert.equal(await focused(), 'rename-run');
      assert.deepEqual(await wished(), []);
      await page.press('Enter');
      await page.page.keyboard.type('the wrapper');
      await page.press('Enter');
      assert.deepEqual(await wished(), [{ type: 'nameRun', run: 'run-0', name: 'the wrapper' }]);
      assert.equal(await focused(), 'rename-run');
    });

    it('keep what was typed where the name could not be kept', async () => {
      await page.page.focus('[data-tools="run-0"] [data-action="rename-run"]');
      await page.press('Enter');
      await page.page.keyboard.type('kept');
      await page.page.evaluate(() => {
        window.stage.settles = { code: 'not-written', detail: 'full', reason: 'full' };
      });
      await page.press('Enter');
      assert.equal(await page.page.inputValue('[data-action="run-name"]'), 'kept');
      await page.page.waitForSelector('[data-error="not-written"]');
    });

    it('are pinned, and the focus stays on the row that has moved', async () => {
      await page.page.focus('[data-tools="run-named"] [data-action="pin-run"]');
      await page.press('Enter');
      assert.deepEqual(await wished(), [{ type: 'pinRun', run: 'run-named', isPinned: true }]);
      assert.equal(await focused(), 'pin-run');
      assert.equal(
        await page.page.getAttribute('[data-tools="run-pinned"] [data-action="pin-run"]', 'aria-pressed'),
        'true',
      );
    });

    it('are deleted with the way back under the finger: a press, or u', async () => {
      await page.page.focus('[data-tools="run-0"] [data-action="delete-run"]');
      await page.press('Enter');
      assert.equal(await focused(), 'undo-delete');
      assert.equal(await page.page.locator('[data-earlier] > ul > li[data-listed="run-0"]').count(), 0);
      assert.match((await page.page.textContent('[data-deleted="run-0"]')) ?? '', /Deleted: wrap\./);
      await page.picture('several-deleted');
      await page.press('u');
      assert.deepEqual(
        (await wished()).map(({ type }) => type),
        ['deleteRun', 'restoreRun'],
      );
      assert.equal(await focused(), 'run-0');
    });

    it('that were deleted before are one press away', async () => {
      await page.page.click('[data-action="deleted-runs"]');
      await page.page.click('li[data-listed="run-gone"] [data-action="restore-run"]');
      await page.rest();
      assert.deepEqual(await wished(), [{ type: 'restoreRun', run: 'run-gone' }]);
    });

    it('are searched: a hit says where, and opens its step', async () => {
      await page.page.fill('[data-action="search-runs"]', 'slip');
      await page.rest();
      assert.match((await page.page.textContent('[data-found]')) ?? '', /Found in 1 run\./);
      assert.equal(await page.page.textContent('[data-earlier] mark'), 'slip');
      assert.match((await page.page.textContent('.excerpt')) ?? '', /^in step 2/);
      await page.picture('several-found');
      await page.page.click('[data-show-run="run-pinned"]');
      await page.rest();
      const told = (await page.everyWish()).findLast(({ type }) => type === 'placeChanged');
      assert.ok(told?.type === 'placeChanged' && told.place.run === 'run-pinned');
    });

    it('say that nothing was found; Escape clears the field, then leaves it', async () => {
      await page.page.fill('[data-action="search-runs"]', 'nowhere');
      await page.rest();
      assert.match((await page.page.textContent('[data-found="all"]')) ?? '', /No run holds “nowhere”\./);
      await page.press('Escape');
      assert.deepEqual(
        [await page.page.inputValue('[data-action="search-runs"]'), await focused()],
        ['', 'search-runs'],
      );
      await page.press('Escape');
      assert.equal(await focused(), 'title');
    });

    it('are no markup, whatever they are called', async () => {
      assert.equal(await page.page.locator('[data-earlier] :is(img, script, b b)').count(), 0);
      assert.equal(await page.overflow(), 0);
      assert.deepEqual(await page.complaints(), []);
    });
  });

  describe('side by side', () => {
    const at = (selector: string) =>
      page.page.locator(selector).evaluate(element => {
        const { left, top } = element.getBoundingClientRect();
        return { left: Math.round(left), top: Math.round(top) };
      });

    it('are two lists; steps about one piece begin at one height', async () => {
      await page.open('compared', { width: 900 });
      assert.deepEqual(
        await page.page.$$eval('ol[data-run]', lists => lists.map(list => (list as HTMLElement).dataset.run)),
        ['run-1', 'run-beside'],
      );
      const left = await at('ol[data-run="run-1"] [data-step="2"]');
      const right = await at('ol[data-run="run-beside"] [data-step="2"]');
      assert.equal(left.top, right.top);
      assert.ok(right.left > left.left + 200);
      assert.match((await page.page.textContent('[data-rule]')) ?? '', /does not say that either is right/);
    });

    it('stand below each other where it is narrow, row by row', async () => {
      await page.open('compared', { width: 380 });
      const left = await at('ol[data-run="run-1"] [data-step="2"]');
      const right = await at('ol[data-run="run-beside"] [data-step="2"]');
      const next = await at('ol[data-run="run-1"] [data-step="3"]');
      assert.ok(left.top < right.top && right.top < next.top, JSON.stringify([left, right, next]));
      assert.equal(await page.overflow(), 0);
    });

    it('are walked by key, each list for itself, and light the lines of the run that they are in', async () => {
      await page.open('compared');
      await page.page.click('ol[data-run="run-beside"] [data-step="1"]');
      await page.press('j');
      const lit = (await page.wishes()).filter(({ type }) => type === 'showLines').at(-1);
      assert.deepEqual(lit, { type: 'showLines', run: 'run-beside', step: 2, open: true });
      assert.equal(
        await page.page.getAttribute('ol[data-run="run-beside"] [data-step="2"]', 'aria-current'),
        'step',
      );
      assert.equal(await page.page.locator('ol[data-run="run-1"] [aria-current]').count(), 0);
    });

    it('are left by Escape, and swapped by a press', async () => {
      await page.open('compared');
      await page.page.click('[data-action="swap-sides"]');
      await page.rest();
      const places = async () =>
        (await page.everyWish()).flatMap(wish => (wish.type === 'placeChanged' ? [wish.place] : []));
      const swapped = (await places()).at(-1);
      assert.deepEqual([swapped?.run, swapped?.beside], ['run-beside', 'run-1']);
      await page.press('Escape');
      const left = (await places()).at(-1);
      assert.deepEqual([left?.run, left?.beside], ['run-beside', undefined]);
    });

    it('are no markup, whatever a model says or is called', async () => {
      await page.open('compared');
      assert.equal(await page.page.locator('main :is(img, script)').count(), 0);
      assert.deepEqual(await page.complaints(), []);
    });

    it('are chosen from the list', async () => {
      await page.open('earlier');
      await page.page.click('.sent .more');
      await page.page.click('[data-tools="run-0"] [data-action="compare-run"]');
      await page.rest();
      const told = (await page.everyWish()).findLast(({ type }) => type === 'placeChanged');
      assert.ok(told?.type === 'placeChanged');
      assert.deepEqual([told.place.run, told.place.beside], ['run-1', 'run-0']);
    });
  });

  describe('asked otherwise', () => {
    beforeEach(async () => {
      await page.open('earlier', { width: 380 });
      await page.page.focus('[data-action="run-menu"]');
      await page.press('Enter');
      await page.page.focus('[data-action="ask-otherwise"]');
      await page.press('Enter');
      await page.wishes();
    });

    it('by keyboard: the usual question stands in the field, and only what was edited is sent', async () => {
      const field = page.page.locator('[data-ask-otherwise] textarea');
      assert.match(
        await field.inputValue(),
        /^Explain `scratchpad`: first one sentence on what the whole does/,
      );
      assert.equal(await field.evaluate(one => one === document.activeElement), true);
      await page.isSound('several-otherwise');
      await page.page.click('[data-action="explain-beside"]');
      await page.rest();
      assert.deepEqual(await wished(), [{ type: 'explainOtherwise', run: 'run-1', choosesModel: false }]);
    });

    it('with other words, in the other language, of another model', async () => {
      await page.page.fill('[data-ask-otherwise] textarea', 'Why so?');
      await page.page.selectOption('[data-action="answer-language"]', 'zh-CN');
      await page.page.click('[data-action="another-model"]');
      await page.rest();
      assert.deepEqual(await wished(), [
        {
          type: 'explainOtherwise',
          run: 'run-1',
          question: 'Why so?',
          language: 'zh-CN',
          choosesModel: true,
        },
      ]);
      assert.equal(await page.page.locator('[data-ask-otherwise]').count(), 0);
    });

    it('not at all, by Escape', async () => {
      await page.press('Escape');
      assert.equal(await focused(), 'ask-otherwise');
      assert.deepEqual(await wished(), []);
    });
  });

  describe('replayed', () => {
    const steps = () => page.page.locator('ol[data-run] li[data-step]').count();

    beforeEach(async () => {
      await page.open('earlier', { more: '&clock=1' });
      await page.page.click('[data-action="run-menu"]');
      await page.page.click('[data-action="replay-run"]');
      await page.page.waitForSelector('[data-notice="replay"]');
      await page.wishes();
    });

    it('begin with nothing, say that no model is asked, and wish nothing', async () => {
      assert.match(
        (await page.page.textContent('[data-notice="replay"]')) ?? '',
        /Replay of .* No model is asked\./,
      );
      assert.equal(await steps(), 0);
      assert.equal(await page.page.locator('[data-action="stop"], [data-action="ask"]').count(), 0);
      await page.page.waitForSelector('li[data-step="1"]');
      assert.deepEqual(await page.wishes(), []);
    });

    it('are played and paused by p, walked step by step, and end as the run did', async () => {
      await page.press('p');
      const clock = await page.page.textContent('[data-clock]');
      await page.page.click('[data-action="replay-next"]');
      await page.page.click('[data-action="replay-next"]');
      await page.rest();
      assert.equal(await steps(), 2);
      assert.notEqual(await page.page.textContent('[data-clock]'), clock);
      await page.page.click('[data-action="replay-previous"]');
      await page.rest();
      assert.equal(await steps(), 1);
      await page.page.locator('[data-action="replay-at"]').fill(String(10_000_000));
      await page.rest();
      assert.equal(await page.page.getAttribute('ol[data-run]', 'data-state'), 'done');
      await page.picture('several-replay');
      await page.press('p');
      await page.page.waitForFunction(
        () => document.querySelectorAll('ol[data-run] li[data-step]').length < 2,
      );
      await page.press('Escape');
      await page.page.waitForSelector('[data-notice="replay"]', { state: 'detached' });
      assert.equal(await focused(), 'title');
      assert.equal(await page.page.getAttribute('ol[data-run]', 'data-state'), 'done');
    });
  });
});
