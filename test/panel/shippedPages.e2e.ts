// Every concept that ships, as a reader sees it: sound, and within the panel, at each width and in both languages.
import assert from 'node:assert/strict';
import { isPrompt } from '../../src/core/annotation/annotation';
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

    it(`open the chapter in every theme, in ${language}`, async () => {
      for (const theme of ['dark', 'hc-dark', 'hc-light']) {
        await page.open('chapter', { width: 620, theme, language });
        const { place } = shipped;
        await page.show({ ...shipped, ...(place ? { place: { ...place, language } } : {}) });
        await page.page.waitForSelector('.welcome .story');
        await page.page.locator('[data-question] summary').click();
        await page.isSound(`shipped-1-${theme}-${language}`);
      }
    });

    it(`ask what should stay, on a card with its code, in ${language}`, async () => {
      const { chapter, editorial = [], review } = shipped;
      const prompt = editorial.find(note => isPrompt(note) && note['marginalia:code']);
      const [card] = review?.due ?? [];
      assert.ok(chapter && review && prompt && card);
      await page.open('review', { width: 620, language });
      await page.show({
        ...shipped,
        place: { view: 'review', language, chapter: chapter.key },
        review: { ...review, due: [{ ...card, id: prompt.id, annotation: prompt }] },
      });
      await page.page.waitForSelector('.card[data-kind="prompt"] .snippet');
      await page.press('Space');
      await page.page.waitForSelector('.card .a');
      await page.isSound(`shipped-prompt-${language}`);
    });
  }

  it('are kept open by nobody: an answer is folded away in the next concept', async () => {
    const { chapter } = shipped;
    assert.ok(chapter);
    const at = (concept: string | undefined) => ({
      ...shipped,
      place: { view: 'chapter', language: 'en', chapter: chapter.key, concept: concept ?? '' } as const,
    });
    const [one, other] = chapter.concepts;
    await page.open('chapter', { width: 620 });
    await page.show(at(one?.id));
    await page.page.locator('[data-question] summary').click();
    assert.equal(await page.page.locator('[data-question] details[open]').count(), 1);
    await page.show(at(other?.id));
    await page.page.waitForSelector(`header[data-concept="${other?.id}"]`);
    assert.equal(await page.page.locator('[data-question] details').count(), 1);
    assert.equal(await page.page.locator('[data-question] details[open]').count(), 0);
  });

  it('are kept by a press: a question of the end of a concept', async () => {
    await page.open('chapter', { width: 620 });
    await page.show(shipped);
    const prompt = page.page.locator('[data-prompt]').first();
    const id = await prompt.getAttribute('data-prompt');
    await page.wishes();
    await prompt.locator('[data-action="keep-note"]').click();
    assert.deepEqual(await page.wishes(), [{ type: 'keepNote', annotation: id, keep: true }]);
  });
});
