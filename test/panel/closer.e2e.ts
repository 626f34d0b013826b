// A closer look at a step, in the real page: asked for at its number, shown under it, folded and opened again.
import assert from 'node:assert/strict';
import { advance } from '../../src/core/reasoning/advance';
import { newRun, type Run, type RunEvent } from '../../src/core/reasoning/run';
import { firstRun, runEvents, snapshot, stageAt } from './fixtures';
import { StagePage } from './stagePage';

const piece = (first: number, last: number, opens = false) => ({
  lines: { first, last },
  quote: '',
  ...(opens ? { opens } : {}),
});

const done = runEvents.reduce(advance, firstRun);
const [first, second] = done.steps;
assert.ok(first?.lines && second?.lines);
/** Its second step opens. */
const run: Run = {
  ...done,
  pieces: [piece(first.lines.first, first.lines.last), piece(second.lines.first, second.lines.last, true)],
};
const inside = second.lines;
const begun: Run = newRun('look-1', stageAt, run.excerpt, { before: run, inside });
const inner = (number: number, text: string): RunEvent => ({
  type: 'step',
  step: { number, lines: { first: inside.first, last: inside.first }, text },
});
const events = [inner(1, 'Takes the next bit.'), inner(2, 'Calls `nothing_here(3)`.')].map(event => ({
  at: stageAt,
  event,
}));

describe('a closer look in the page', function () {
  this.timeout(120_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  const opened = () => page.page.locator(`[data-step="${second.number}"] [data-action="look-closer"]`);
  const shown = { ...snapshot, place: { ...snapshot.place, view: 'reasoning' as const, run: run.id }, run };

  for (const [theme, width, language] of [
    ['light', 900, 'en'],
    ['dark', 540, 'zh-CN'],
    ['hc', 330, 'en'],
  ] as const) {
    it(`is asked for at the number of a step that opens, and stands under it: ${theme}, ${width}`, async () => {
      await page.open('reasoning', { width, theme, language });
      await page.show({ ...shown, place: { ...shown.place, language } });
      assert.equal(await page.page.locator('[data-action="look-closer"]').count(), 1);
      assert.equal(await opened().getAttribute('aria-expanded'), 'false');
      await page.wishes();
      await opened().focus();
      await page.page.keyboard.press('Enter');
      await page.rest();
      const wished = (await page.wishes()).filter(({ type }) => type === 'lookCloser');
      assert.deepEqual(wished, [{ type: 'lookCloser', run: run.id, step: second.number }]);

      await page.page.evaluate(look => window.stage.patch({ began: look }, 'looks', 'run-1'), begun);
      await page.page.evaluate(
        told => window.stage.patch({ run: 'look-1', events: told }, 'looks', 'run-1'),
        events,
      );
      await page.rest();
      const names = await page.page
        .locator('[data-inner]')
        .evaluateAll(all => all.map(one => one.getAttribute('data-inner')));
      assert.deepEqual(names, [`${second.number}.1`, `${second.number}.2`]);
      assert.equal(await opened().getAttribute('aria-expanded'), 'true');
      assert.equal(await page.overflow(), 0);
      const words = await page.page.locator(`[data-step="${second.number}"] > .words`).boundingBox();
      const under = await page.page.locator('[data-inner]').first().boundingBox();
      assert.ok(words && under);
      assert.ok(words.width > 240, `the words of the step have ${words.width} px`);
      assert.ok(under.y >= words.y + words.height - 1, 'what is inside stands below');
      await page.page.screenshot({ path: `out/screens/closer-${theme}-${width}.png`, fullPage: true });
      await page.page.locator('[data-inner] [data-action="reveal-lines"]').first().click();
      await page.rest();
      const lit = (await page.wishes()).filter(wish => wish.type === 'showLines' && wish.run === 'look-1');
      assert.deepEqual(lit, [{ type: 'showLines', run: 'look-1', step: 1, reveal: true }]);

      await page.page.keyboard.press('Escape');
      await page.rest();
      const stopped = (await page.wishes()).filter(({ type }) => type === 'stopRun');
      assert.deepEqual(stopped, [{ type: 'stopRun', run: 'look-1' }]);

      await opened().click();
      await page.rest();
      assert.equal(await page.page.locator('[data-inner]').count(), 0);
      await opened().click();
      await page.rest();
      assert.equal(await page.page.locator('[data-inner]').count(), 2);
      assert.deepEqual(await page.complaints(), []);
      assert.equal((await page.wishes()).filter(({ type }) => type === 'lookCloser').length, 0);
    });
  }

  it('marks what an inner step says and the code does not', async () => {
    await page.open('reasoning', { width: 900 });
    const look = [
      ...events,
      { at: stageAt, event: { type: 'done' as const, reason: 'stop' as const } },
    ].reduce(advance, begun);
    await page.show({ ...shown, looks: [look] });
    assert.equal(await page.page.locator('[data-inner][data-check="invented"]').count(), 1);
  });

  it('has three words for how much is said, and the chosen one is pressed', async () => {
    await page.open('reasoning', { width: 540 });
    await page.show(shown);
    const pressed = () => page.page.locator('[data-depth][aria-pressed="true"]').getAttribute('data-depth');
    assert.equal(await pressed(), 'steps');
    await page.wishes();
    await page.page.locator('[data-depth="brief"]').click();
    await page.rest();
    assert.deepEqual(
      (await page.wishes()).filter(({ type }) => type === 'chooseDepth'),
      [{ type: 'chooseDepth', depth: 'brief' }],
    );
    await page.show({ ...shown, depth: 'brief' });
    assert.equal(await pressed(), 'brief');
  });
});
