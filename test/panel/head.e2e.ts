// The running head at every width, with any number of cards due: no word is cut, nothing falls out of its row.
import assert from 'node:assert/strict';
import { snapshot } from './fixtures';
import { StagePage } from './stagePage';

const widths = [300, 330, 380, 420, 480, 539, 540, 620, 700, 819, 820, 900, 1200];
const badges = [0, 1, 12, 500, 10_000, 1_234_567];
/** From here on all of it stands in one row. */
const oneRowFrom = 540;

describe('the running head', function () {
  this.timeout(120_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  for (const language of ['en', 'zh-CN'] as const) {
    it(`holds at every width with every badge: ${language}`, async () => {
      for (const width of widths) {
        await page.open('chapter', { width, language });
        for (const dueCount of badges) {
          const place = { ...snapshot.place, language };
          await page.show({ ...snapshot, place, dueCount });
          const what = `${language}, ${width} px, ${dueCount} due`;
          const seen = await page.page.evaluate(measure);
          assert.equal(await page.overflow(), 0, what);
          assert.deepEqual(seen.cut, [], what);
          assert.equal(seen.rowsOfViews, 1, what);
          assert.equal(seen.rows, width < oneRowFrom ? 2 : 1, what);
          assert.ok(seen.searchPx >= 60, `${what}: ${seen.searchPx} px to search in`);
        }
      }
    });
  }

  it('says how many are due to who cannot see it, to the last one', async () => {
    await page.open('chapter');
    await page.show({ ...snapshot, dueCount: 10_000 });
    const badge = page.page.locator('.head .count');
    assert.equal(await badge.locator('[aria-hidden="true"]').innerText(), '999+');
    assert.equal((await badge.locator('.sr').textContent())?.trim(), '10000 due');
  });
});

function measure() {
  const head = document.querySelector('.head');
  const boxOf = (name: string) =>
    [...(head?.querySelectorAll(name) ?? [])].map(one => one.getBoundingClientRect());
  const middles = (boxes: readonly DOMRect[]) =>
    new Set(boxes.map(box => Math.round((box.top + box.bottom) / 2 / 8)));
  const cut = [...(head?.querySelectorAll<HTMLElement>('nav a, .lang button, .count') ?? [])].filter(
    one => one.scrollWidth > one.clientWidth + 1 || one.getClientRects().length > 1 || one.offsetHeight > 44,
  );
  return {
    cut: cut.map(one => one.textContent),
    rowsOfViews: middles(boxOf('nav li')).size,
    rows: middles([...boxOf('nav'), ...boxOf('.find'), ...boxOf('.lang')]).size,
    searchPx: Math.round(boxOf('.find')[0]?.width ?? 0),
  };
}
