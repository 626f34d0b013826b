// The pictures of the README, as the panel looks now. Each run takes them (out/screens/readme); with
// MARGINALIA_PICTURES=keep they replace the ones that the README shows (pictures).
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { shippedChapter } from './shipped';
import { StagePage } from './stagePage';

const taken = 'out/screens/readme';
const shown = 'pictures';
/** A reader of the README waits for all of them. */
const mostBytes = 250_000;

const pictures = {
  chapter: { scenario: 'chapter', height: 718, until: '[data-passage="one-goal"]', keys: [] },
  steps: { scenario: 'reasoning', height: 900, until: '[data-step="5"]', keys: ['j', 'j'] },
  review: { scenario: 'review', height: 840, until: '.card .q', keys: ['Space'] },
} as const;

describe('the pictures of the README', function () {
  this.timeout(120_000);
  let page: StagePage;

  before(async () => {
    mkdirSync(taken, { recursive: true });
    page = await StagePage.start({ scale: 1.5 });
  });
  after(() => page.close());

  for (const [name, { scenario, height, until, keys }] of Object.entries(pictures)) {
    for (const theme of ['light', 'dark']) {
      const file = `${name}-${theme}.png`;
      it(`are there, and can be taken anew: ${file}`, async () => {
        await page.open(scenario, { width: 820, height, theme });
        const { place, ...shipped } = await shippedChapter();
        if (scenario !== 'reasoning') {
          const view = scenario;
          await page.show({ ...shipped, ...(place ? { place: { ...place, view } } : {}) });
        }
        await page.page.waitForSelector(until);
        // What the margin is for stands below the chapter's opening.
        await page.page.evaluate(() => document.querySelector('[data-passage]')?.scrollIntoView());
        await page.press(...keys);
        await page.page.screenshot({ path: `${taken}/${file}` });
        if (process.env.MARGINALIA_PICTURES === 'keep') copyFileSync(`${taken}/${file}`, `${shown}/${file}`);

        assert.ok(statSync(`${taken}/${file}`).size < mostBytes);
        assert.ok(readFileSync('README.md', 'utf8').includes(`${shown}/${file}`), `the README shows ${file}`);
        assert.deepEqual(sizeOf(`${shown}/${file}`), sizeOf(`${taken}/${file}`));
      });
    }
  }
});

/** Width and height, where every PNG has them. */
function sizeOf(file: string): readonly number[] {
  const bytes = readFileSync(file);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}
