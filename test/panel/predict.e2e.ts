// Predict, then see, in the real page: nothing of the answer stands there before, all of it by keyboard, and a miss is a card.
import assert from 'node:assert/strict';
import { seen } from './fixtures';
import { StagePage } from './stagePage';

describe('a prediction in the page', function () {
  this.timeout(60_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  const text = (selector: string) => page.page.locator(selector).first().innerText();
  const count = (selector: string) => page.page.locator(selector).count();
  /** One sentence follows the other in the region that is read out: all are remembered. */
  const listen = () =>
    page.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const region = document.querySelector('[aria-live]');
      if (region) {
        new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, { childList: true });
      }
    });
  const isHeard = (words: string) =>
    page.page.waitForFunction(
      wanted => (window as unknown as { heard: string[] }).heard.some(one => one.includes(wanted)),
      words,
    );
  const focused = () =>
    page.page.evaluate(
      () => document.activeElement?.getAttribute('data-action') ?? document.activeElement?.className,
    );

  for (const [theme, width, language] of [
    ['light', 900, 'en'],
    ['dark', 620, 'zh-CN'],
    ['hc-dark', 330, 'en'],
    ['light', 330, 'zh-CN'],
    ['hc-light', 620, 'en'],
  ] as const) {
    it(`is asked, graded and a card, and the page is sound: ${theme}, ${width}, ${language}`, async () => {
      await page.open('predict', { width, theme, language });
      await page.isSound(`predict-asked-${theme}-${width}-${language}`);
      for (let at = 0; at < 2; at += 1) {
        await page.page
          .locator('[data-predict] [data-action^="guess-yes"], [data-predict] input')
          .first()
          .focus();
        if ((await focused()) === 'guess') await page.page.keyboard.type('7');
        await page.press('Enter');
        await page.isSound(`predict-graded${at}-${theme}-${width}-${language}`);
        await page.page.locator('[data-action="next-question"]').click();
        await page.rest();
      }
    });
  }

  it('hides what was seen, later steps, and whatever might give it away', async () => {
    await page.open('predict', { width: 900 });
    assert.equal(await text('[data-predict] .q'), 'What is state after line 15?');
    const main = await text('main');
    assert.doesNotMatch(main, /gave back|It gave back|parity 1|Seen, not said/);
    assert.equal(await count('[data-seen-step], [data-moment], [data-claim], [data-summary], .thought'), 0);
    assert.match(await text('[data-waiting]'), /^\d+ steps wait behind it/);
    assert.deepEqual(
      await page.page
        .locator('[data-step]')
        .evaluateAll(all => all.map(one => one.getAttribute('data-step'))),
      ['1'],
    );
    assert.equal(await count('[data-action="do-not-ask"]'), 1);
    assert.equal(await count('[data-action="ask"]'), 0);
  });

  it('shows nothing of it before it is known whether the reader is asked', async () => {
    await page.open('predict', { width: 900, more: '&late=predicted' });
    assert.equal(await count('[data-seen], [data-predict], [data-seen-step]'), 0);
    await page.page.evaluate(() => window.stage.tellLate());
    await page.rest();
    assert.equal(await count('[data-predict]'), 1);
  });

  it('is answered by keyboard from the first question to the last, and then all is shown', async () => {
    await page.open('predict', { width: 620 });
    await page.page.locator('[data-predict] .guess :is(input, button)').first().focus();
    const graded: (string | null)[] = [];
    for (let at = 0; at < 20 && (await count('[data-predict]')) > 0; at += 1) {
      if ((await focused()) === 'guess') await page.page.keyboard.type('1');
      await page.press('Enter');
      assert.equal(await focused(), 'graded');
      graded.push(await page.page.locator('[data-graded]').first().getAttribute('data-graded'));
      while ((await focused()) !== 'next-question') await page.press('Tab');
      await page.press('Enter');
    }
    assert.ok(graded.length >= 3, graded.join());
    assert.equal(await count('[data-predict]'), 0);
    assert.match(await text('[data-seen]'), /It gave back 1\n/);
    const hits = graded.filter(one => one === 'hit').length;
    assert.equal(
      await page.page.locator('[data-predicted]').getAttribute('data-predicted'),
      `${hits}/${graded.length}`,
    );
    assert.equal(await count('[data-seen-step]'), 4);
  });

  it('is graded by the run, and said; a miss is a card, unless that is undone', async () => {
    await page.open('predict', { width: 620 });
    await page.wishes();
    await listen();
    await page.page.locator('[data-predict] input').fill('7');
    await page.press('Enter');
    await page.page.waitForSelector('[data-graded="miss"]');
    assert.match(await text('[data-graded]'), /In this run:\s+1\s+· You wrote 7/);
    assert.match(await text('[data-miss-card="true"]'), /It is a card now, and comes back in review\./);
    await isHeard('In this run: 1');
    // The step that would have told it is shown with the answer.
    assert.ok(await count('[data-step="2"]'));
    await page.page.locator('[data-action="undo-card"]').click();
    await page.page.waitForSelector('[data-miss-card="false"]');
    const [predicted, undone] = (await page.wishes()).filter(
      ({ type }) => type === 'predict' || type === 'keepMiss',
    );
    assert.ok(predicted?.type === 'predict' && predicted.said === '7');
    assert.ok(undone?.type === 'keepMiss' && !undone.keep && undone.question === predicted.question);
    await page.page.locator('[data-action="make-card"]').click();
    await page.page.waitForSelector('[data-miss-card="true"]');
  });

  it('is asked again where what was written is no value, and nothing is lost', async () => {
    await page.open('predict', { width: 330 });
    await page.page.locator('[data-predict] input').fill('1 + what');
    await page.wishes();
    await page.press('Enter');
    assert.match(await text('[data-predict] [role="alert"]'), /cannot be compared/);
    assert.equal(await page.page.locator('[data-predict] input').inputValue(), '1 + what');
    assert.deepEqual(
      (await page.wishes()).filter(({ type }) => type === 'predict'),
      [],
    );
    await page.page.evaluate(() => window.scrollTo(0, 0));
    await page.isSound('predict-unread-330');
  });

  it('keeps what is being written, and an answer that is looked at, over a reload', async () => {
    await page.open('predict', { width: 620 });
    const reload = async () => {
      await page.page.evaluate(() =>
        sessionStorage.setItem('kept', JSON.stringify(window.stage.api.getState())),
      );
      await page.page.reload();
      await page.page.waitForSelector('[data-predict]');
      await page.rest();
    };
    const predicted = await page.page.evaluate(() => window.stage.shown.predicted);
    await page.page.locator('[data-predict] input').fill('4');
    await reload();
    assert.ok(predicted);
    await page.show({ predicted });
    assert.equal(await page.page.locator('[data-predict] input').inputValue(), '4');
    await page.page.evaluate(() => sessionStorage.removeItem('kept'));
  });

  it('lights the line of the question in the editor', async () => {
    await page.open('predict', { width: 620 });
    const lit = (await page.wishes()).findLast(({ type }) => type === 'showLines');
    assert.ok(lit?.type === 'showLines' && lit.line === 15 && lit.step === undefined);
  });

  it('ends in this run when asked to, with all that was seen', async () => {
    await page.open('predict', { width: 620 });
    await page.page.locator('[data-action="do-not-ask"]').click();
    await page.page.waitForSelector('[data-moment]');
    assert.equal(await count('[data-predict]'), 0);
    assert.match(await text('[data-seen]'), /It gave back 1\n/);
    await page.page.locator('[data-action="predict-afresh"]').click();
    await page.page.waitForSelector('[data-predict]');
    assert.equal(await count('[data-moment]'), 0);
  });

  it('says that it ran without saying what came of it', async () => {
    await page.open('predict', { width: 620 });
    const at = seen.at + 1;
    await page.show({
      trace: { ...seen, at },
      predicted: { predictions: { at, isAsking: true, answers: [] }, cards: [] },
    });
    await page.page.waitForFunction(() =>
      [...document.querySelectorAll('[aria-live]')].some(({ textContent }) =>
        /is hidden while you/.test(textContent ?? ''),
      ),
    );
    assert.doesNotMatch((await page.page.locator('[aria-live]').allInnerTexts()).join(), /gave back/);
  });

  for (const [theme, width, language] of [
    ['light', 620, 'en'],
    ['hc-dark', 330, 'zh-CN'],
    ['dark', 900, 'en'],
  ] as const) {
    it(`comes back as a card, and is graded by the same: ${theme}, ${width}, ${language}`, async () => {
      await page.open('predict-card', { width, theme, language });
      assert.equal(await count('.card [data-graded]'), 0);
      await page.isSound(`predict-card-${theme}-${width}-${language}`);
      await page.page.locator('.card input').focus();
      await page.page.keyboard.type('41');
      await page.press('Enter');
      await page.page.waitForSelector('.card [data-graded="miss"]');
      await page.isSound(`predict-card-back-${theme}-${width}-${language}`);
      await page.wishes();
      await page.press('1');
      const [rated] = (await page.wishes()).filter(({ type }) => type === 'rateCard');
      assert.ok(rated?.type === 'rateCard' && rated.rating === 'again');
    });
  }
});
