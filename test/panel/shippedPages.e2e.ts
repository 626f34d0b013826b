// Every concept that ships, as a reader sees it: sound, and within the panel, at each width and in both languages.
import assert from 'node:assert/strict';
import type { Shown } from '../../src/panel/shown';
import { shippedChapter } from './shipped';
import { StagePage } from './stagePage';

describe('the pages of the shipped chapter', function () {
  this.timeout(120_000);
  let page: StagePage;
  let shipped: Partial<Shown>;

  before(async () => {
    page = await StagePage.start();
    shipped = await shippedChapter();
  });
  after(() => page.close());

  for (const language of ['en', 'zh-CN'] as const) {
    it(`hold in ${language}`, async () => {
      const { chapter } = shipped;
      assert.ok(chapter);
      for (const { id, number } of chapter.concepts) {
        for (const width of [380, 620, 900]) {
          await page.open('chapter', { width, language });
          const place = { view: 'chapter', language, chapter: chapter.key, concept: id } as const;
          await page.show({ ...shipped, place });
          await page.page.waitForSelector(`header[data-concept="${id}"]`);
          const name = `shipped-${number}-${width}-${language}`;
          if (width === 620) await page.isSound(name);
          else {
            assert.equal(await page.overflow(), 0, name);
            await page.picture(name);
          }
        }
      }
    });
  }
});
