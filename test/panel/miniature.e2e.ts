// The miniature in the real page: trained in its worker under the page's policy, stopped, gone on with, tuned; what it
// says of itself is true, and its losses are those that Node has.
import assert from 'node:assert/strict';
import { phases } from '../../src/panel/miniature';
import type { Shown } from '../../src/panel/shown';
import { recordedMiniature } from '../support/miniature';
import { shippedChapter } from './shipped';
import { StagePage } from './stagePage';

const concept = 'base-vs-assistant-model';

describe('the miniature in the panel', function () {
  this.timeout(180_000);
  let page: StagePage;
  let shipped: Partial<Shown>;

  before(async () => {
    page = await StagePage.start();
    shipped = await shippedChapter();
  });
  after(() => page.close());

  type Look = Parameters<StagePage['open']>[1];
  const at = (language: 'en' | 'zh-CN', where = concept): Partial<Shown> => ({
    ...shipped,
    place: { view: 'chapter', language, chapter: shipped.chapter?.key ?? '', concept: where },
  });
  const open = async (look: Look & { readonly language?: 'en' | 'zh-CN' } = {}) => {
    await page.open('chapter', { width: 620, ...look });
    await page.show(at(look.language ?? 'en'));
    await page.page.waitForSelector('[data-lab="miniature"]');
  };
  const press = (action: string) => page.page.locator(`[data-action="miniature-${action}"]`).click();
  const is = (state: string, phase: 'base' | 'tuned' = 'base') =>
    page.page.waitForSelector(`[data-lab][data-state="${state}"][data-phase="${phase}"]`, {
      timeout: 120_000,
    });
  const said = () => page.page.locator('[data-state-said]').innerText();
  /** As they stand in the table behind the curve. */
  const losses = (phase: 'base' | 'tuned') =>
    page.page
      .locator(`[data-of="${phase}"] tbody tr`)
      .evaluateAll(rows =>
        rows.map(row =>
          [...row.querySelectorAll('td')].map(cell => cell.textContent?.replace(',', '') ?? ''),
        ),
      );
  const recorded = (phase: 'base' | 'tuned') =>
    recordedMiniature()[phase].losses.map((loss, place) => [
      String((place + 1) * phases[phase].every),
      loss.toFixed(3),
    ]);
  const isCounting = (count: number) =>
    page.page.waitForFunction(
      rows => document.querySelectorAll('[data-of="base"] tbody tr').length >= rows,
      count,
    );
  const isSound = async (name: string) => {
    await page.isSound(name);
    await page.page.locator('[data-lab]').screenshot({ path: `out/screens/lab-${name}.png` });
  };

  it('does nothing before it is asked, and says so', async () => {
    await open();
    assert.match(await said(), /^Not started\. It trains on this machine/);
    assert.equal(page.page.workers().length, 0);
    await isSound('miniature-idle');
  });

  it('is stopped and gone on with, and ends where an undisturbed course ends', async () => {
    await open();
    await press('start');
    await isCounting(3);
    assert.equal(page.page.workers().length, 1);
    assert.match(await said(), /^Training on plain text: [\d,]+ of 2,000 steps\./);
    await press('stop');
    await is('stopped');
    const stopped = await said();
    assert.match(stopped, /^Stopped after [\d,]+ of 2,000 steps on plain text\./);
    assert.equal(
      await page.page.evaluate(() => document.activeElement?.getAttribute('data-action')),
      'miniature-resume',
    );
    const so = await losses('base');
    await page.page.waitForTimeout(300);
    assert.deepEqual([await said(), await losses('base')], [stopped, so], 'it stands still');

    await press('resume');
    await is('done');
    assert.match(await said(), /^Done: 2,000 of 2,000 steps on plain text\. A step takes [\d.]+ ms here\.$/);
    assert.deepEqual(await losses('base'), recorded('base'));
    await isSound('miniature-base');

    await press('tune');
    await is('done', 'tuned');
    assert.deepEqual(await losses('tuned'), recorded('tuned'));
    const { base, tuned } = recordedMiniature();
    const cells = await page.page.locator('[data-exam] tbody td').allInnerTexts();
    const rows = (
      [
        ['facts', 18],
        ['taught', 9],
        ['untaught', 9],
      ] as const
    ).flatMap(([kind, all]) => [base, tuned].map(({ exam }) => `${exam[kind]} of ${all}`));
    assert.deepEqual(cells, rows);
    assert.match(await page.page.locator('[data-moved]').innerText(), /weights by 6\s%/);
    const written = await page.page.locator('[data-of="base"] .latest code').allInnerTexts();
    assert.match(written[1] ?? '', /^what colour is the sea\? what colour is the/);
    assert.equal(
      (await page.page.locator('[data-of="tuned"] .latest code').allInnerTexts())[1],
      'what colour is the sea? blue.',
    );
    await isSound('miniature-tuned');

    // The same page in other looks, as the reader left it.
    for (const [width, theme, language] of [
      [620, 'dark', 'en'],
      [620, 'hc-dark', 'zh-CN'],
      [620, 'hc-light', 'en'],
      [330, 'light', 'zh-CN'],
      [330, 'dark', 'en'],
      [900, 'light', 'zh-CN'],
    ] as const) {
      await page.page.evaluate(name => {
        document.documentElement.dataset.theme = name;
        document.body.className = name.startsWith('hc') ? 'vscode-high-contrast' : `vscode-${name}`;
      }, theme);
      await page.page.setViewportSize({ width, height: 800 });
      await page.show(at(language));
      await isSound(`miniature-tuned-${width}-${theme}-${language}`);
    }
  });

  it('is not lost with the page: it stands where it was, and gets there again by its seed', async () => {
    await open();
    await press('start');
    await isCounting(3);
    const kept = await page.page.evaluate(() => {
      window.dispatchEvent(new Event('pagehide'));
      return JSON.stringify(window.stage.api.getState());
    });
    const before = Number(JSON.parse(kept).miniature.step);
    await page.page.evaluate(state => sessionStorage.setItem('kept', state), kept);
    await open();
    await page.page.evaluate(() => sessionStorage.clear());
    const made = before.toLocaleString('en');
    assert.equal(page.page.workers().length, 0);
    assert.ok((await said()).startsWith(`Stopped after ${made} of 2,000 steps on plain text.`), await said());
    assert.deepEqual(await losses('base'), recorded('base').slice(0, before / phases.base.every));

    await press('resume');
    await page.page.waitForFunction(() =>
      /^Making its earlier steps again, from the same seed/.test(
        document.querySelector('[data-state-said]')?.textContent ?? '',
      ),
    );
    const rows = before / phases.base.every + 2;
    await isCounting(rows);
    await press('stop');
    await is('stopped');
    const now = await losses('base');
    assert.deepEqual(now, recorded('base').slice(0, now.length));
  });

  it('stops when the reader goes elsewhere, and stands there when they come back', async () => {
    await open({ language: 'zh-CN' });
    assert.match(await said(), /^尚未开始/);
    await press('start');
    await isCounting(1);
    assert.match(await said(), /^正在读普通文本：\d+\/2000 步。/);
    await page.show(at('zh-CN', 'instruction-tuning'));
    await page.page.waitForSelector('header[data-concept="instruction-tuning"]');
    await page.page.waitForTimeout(200);
    await page.show(at('zh-CN'));
    await is('stopped');
    const stopped = await said();
    assert.match(stopped, /^已停止：读普通文本，\d+\/2000 步。/);
    await page.page.waitForTimeout(300);
    assert.equal(await said(), stopped);
  });

  it('is begun, stopped and begun anew with the keys alone, by another seed', async () => {
    await open();
    await page.page.locator('[data-action="miniature-start"]').focus();
    await page.press('Tab');
    await page.page.keyboard.type('7');
    await page.press('Tab', 'Shift+Tab', 'Shift+Tab', 'Enter');
    await isCounting(1);
    const [first] = await losses('base');
    assert.equal(first?.[0], '50');
    assert.notEqual(first?.[1], recorded('base')[0]?.[1]);
    await page.press('Enter');
    await is('stopped');
    await page.press('Tab', 'Enter');
    await is('idle');
    assert.equal(await page.page.locator('[data-of]').count(), 0);
    assert.equal(page.page.workers().length, 0);
    assert.equal(
      await page.page.evaluate(() => document.activeElement?.getAttribute('data-action')),
      'miniature-start',
    );
    assert.equal(await page.page.locator('[data-action="miniature-seed"]').inputValue(), '7');
  });

  it('says that it could not run, where a page may have no worker', async () => {
    await open();
    await page.page.evaluate(() => {
      window.Worker = class {
        constructor() {
          throw new DOMException('refused', 'SecurityError');
        }
      } as unknown as typeof Worker;
    });
    await press('start');
    await is('failed');
    assert.match(await said(), /^The training broke off after 0 of 2,000 steps/);
  });
});
