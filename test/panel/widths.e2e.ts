// Whatever others write, and however much of it there is: the page is as wide as the panel, and is drawn in few layouts.
import assert from 'node:assert/strict';
import type { View } from '../../src/core/wire/place';
import { snapshot } from './fixtures';
import { filledWith, withNotes, withPassages } from './shape';
import { StagePage } from './stagePage';

const widths = [330, 540, 900];
const views: readonly View[] = ['chapter', 'reasoning', 'review'];

const zalgo = `Z${'\u0321\u0352\u030d\u0489'.repeat(40)}a${'\u0336\u035c'.repeat(60)}`;
const row = (cells: number, cell: string) => `|${` ${cell} |`.repeat(cells)}`;
const table = (cells: number, cell: string) =>
  [row(cells, cell), row(cells, '---'), row(cells, cell), row(cells, cell)].join('\n');

const texts: readonly (readonly [name: string, text: string, markdown?: string])[] = [
  ['a long word', 'antidisestablishmentarianism'.repeat(40)],
  ['a long title', 'Of what one might have thought, had one thought of it at all. '.repeat(20)],
  ['a long address', `https://example.com/${'path-with-many-parts/'.repeat(60)}?${'q=1&'.repeat(200)}`],
  ['a long identifier', `${'some_module.SomeClass'.repeat(12)}::${'GPT-3-'.repeat(60)}`],
  ['zalgo', zalgo],
  ['words without a blank', '漢字'.repeat(400)],
  ['no-break blanks', 'word\u00a0'.repeat(300)],
  ['a wide table', 'table', table(60, 'wide-enough')],
  ['a table of long words', 'table', table(6, 'w'.repeat(300))],
  [
    'code in a line',
    'code',
    `\`${'x'.repeat(2000)}\` and\n\n\`\`\`\n${'y'.repeat(5000)}\n\`\`\`\n\n    ${'z'.repeat(900)}`,
  ],
  [
    'lists and quotes',
    'deep',
    `${'> '.repeat(12)}${'q'.repeat(400)}\n\n${'- '.repeat(12)}${'l'.repeat(400)}\n\n# ${'h'.repeat(400)}`,
  ],
  ['controls of direction', `\u202e${'exe.txt '.repeat(30)}\u2066\u2067`],
  ['one word, as long as a passage may be', 'm'.repeat(20_000)],
];

describe('the page is as wide as the panel', function () {
  this.timeout(180_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  for (const [name, text, markdown] of texts) {
    it(`with ${name}`, async () => {
      const filled = filledWith(text, markdown);
      for (const view of views) {
        await page.open('chapter', { width: 330 });
        await page.show({ ...filled, place: { ...filled.place, view } });
        if (view === 'review') await page.press('Space');
        if (view === 'reasoning') await page.page.evaluate(openAll);
        for (const width of widths) {
          await page.page.setViewportSize({ width, height: 800 });
          await page.rest();
          assert.equal(await page.overflow(), 0, `${view} at ${width}: ${await page.page.evaluate(widest)}`);
        }
        assert.deepEqual(await page.complaints(), []);
      }
    });
  }

  it('with one word of a megabyte in an answer and in its code', async () => {
    await page.open('reasoning', { width: 330 });
    const { run } = filledWith('m');
    assert.ok(run);
    const long = 'm'.repeat(1_000_000);
    const steps = run.steps.map((step, index) => (index === 0 ? { ...step, text: long } : step));
    const excerpt = { ...run.excerpt, text: long };
    await page.show({
      ...snapshot,
      place: { ...snapshot.place, view: 'reasoning', run: run.id },
      run: { ...run, steps, excerpt },
    });
    assert.equal(await page.overflow(), 0, await page.page.evaluate(widest));
    assert.deepEqual(await page.complaints(), []);
  });

  it('with 2,000 passages in a concept', async () => {
    for (const width of widths) {
      await page.open('chapter', { width });
      await page.show(withPassages(2000));
      assert.equal(await page.page.locator('article[data-passage]').count(), 2000);
      assert.equal(await page.overflow(), 0, `${width}: ${await page.page.evaluate(widest)}`);
    }
  });

  it('in the list of concepts, with results and with earlier runs', async () => {
    const filled = filledWith(`${'needle'.repeat(50)} needle`);
    for (const width of widths) {
      await page.open('chapter', { width });
      await page.show(filled);
      await page.page.fill('[data-action="search"]', 'needle');
      await page.page.waitForSelector('.hits');
      await page.rest();
      assert.equal(await page.overflow(), 0, `results at ${width}`);
      await page.press('Escape');
      await page.page.click('[data-action="concepts"]');
      await page.page.waitForSelector('[data-map]');
      await page.rest();
      assert.equal(await page.overflow(), 0, `concepts at ${width}: ${await page.page.evaluate(widest)}`);
      await page.show({ ...filled, place: { ...filled.place, view: 'reasoning' } });
      await page.page.click('.sent .more');
      await page.page.waitForSelector('[data-earlier]');
      await page.rest();
      assert.equal(await page.overflow(), 0, `runs at ${width}: ${await page.page.evaluate(widest)}`);
    }
  });
});

describe('10,000 notes on one passage', function () {
  this.timeout(180_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  for (const isOwn of [false, true]) {
    it(`are drawn in few layouts, ${isOwn ? "the reader's" : "the editor's"}`, async () => {
      await page.open('chapter', { width: 900 });
      const session = await page.page.context().newCDPSession(page.page);
      await session.send('Performance.enable');
      const layouts = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? Number.NaN;
      };
      // As many as it takes without them; the snapshot of the stage has four notes.
      const start = await layouts();
      await page.show(snapshot);
      const few = (await layouts()) - start;
      const from = Date.now();
      await page.show(withNotes(10_000, isOwn));
      const many = (await layouts()) - start - few;
      console.log(
        `      10,000 notes: ${many} layouts (${few} for the stage's own), ${Date.now() - from} ms`,
      );
      assert.ok(many <= few + 4, `${many} layouts, and ${few} for a few notes`);
      assert.equal(await page.page.locator('[data-passage="cot-not-length"] aside.note').count(), 100);
      assert.match(
        await page.page.locator('[data-action="more-notes"]').innerText(),
        isOwn ? /Show 100 more of 10,000/ : /Show 100 more of 10,001/,
      );
      await page.page.locator('[data-action="more-notes"]').click();
      const inMargin = '[data-passage="cot-not-length"] aside.note';
      await page.page.waitForFunction(name => document.querySelectorAll(name).length === 200, inMargin);
      await page.rest();
      assert.equal(await page.overflow(), 0);
    });
  }
});

/** What stands furthest to the right, for the message. */
function widest(): string {
  const all = [...document.querySelectorAll('body *')].map(element => ({
    element,
    right: element.getBoundingClientRect().right,
  }));
  const out = all.filter(({ right }) => right > document.documentElement.clientWidth + 1);
  return out
    .slice(0, 6)
    .map(({ element, right }) => `${element.tagName}.${element.className} ${Math.round(right)}`)
    .join(', ');
}

function openAll(): void {
  for (const details of document.querySelectorAll('details')) details.open = true;
}
