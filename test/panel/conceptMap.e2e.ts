// The map of concepts in the real page: drawn, walked by keys, lit and named; sound at every width and theme, in both languages.
import assert from 'node:assert/strict';
import type { Shown } from '../../src/panel/shown';
import { shippedChapter } from './shipped';
import { StagePage } from './stagePage';

describe('the map of concepts', function () {
  this.timeout(180_000);
  let page: StagePage;
  let shipped: Partial<Shown>;

  before(async () => {
    page = await StagePage.start();
    shipped = await shippedChapter();
  });
  after(() => page.close());

  const open = async (look: { width?: number; theme?: string; language?: 'en' | 'zh-CN' } = {}) => {
    const { chapter } = shipped;
    assert.ok(chapter);
    const { language = 'en' } = look;
    await page.open('chapter', look);
    const concept = 'chain-of-thought';
    const inThird = chapter.concepts[2]?.passages ?? [];
    const due = shipped.editorial?.find(({ target }) => inThird.some(id => target[0]?.source.includes(id)));
    assert.ok(due);
    const read = chapter.passages.filter(({ number }) => /^([1235]|12)\./.test(number)).map(({ id }) => id);
    await page.show({
      ...shipped,
      read,
      kept: [due.id],
      due: [due.id],
      place: { view: 'chapter', language, chapter: chapter.key, concept },
    });
    await page.page.waitForSelector('header[data-concept="chain-of-thought"]');
    await page.press('g', 'm');
    await page.page.waitForSelector('[data-map]');
    await page.rest();
  };

  const focused = () => page.page.evaluate(() => document.activeElement?.getAttribute('data-concept'));
  const lit = () =>
    page.page
      .locator('[data-map] > li:is(.chosen, .near) > a')
      .evaluateAll(links => links.map(link => link.getAttribute('data-concept')));
  const lines = () => page.page.locator('.railway path.on').count();

  it('is one tab stop, walked by arrows along the tracks, and opened by Enter', async () => {
    await open();
    const stops = page.page.locator('[data-map] a:not([tabindex="-1"])');
    assert.equal(await stops.count(), 1);
    await stops.focus();
    assert.equal(await focused(), 'chain-of-thought');
    for (const [key, concept] of [
      ['ArrowUp', 'next-token-pretraining'],
      ['ArrowUp', 'next-token-pretraining'],
      ['ArrowDown', 'base-vs-assistant-model'],
      ['ArrowDown', 'instruction-tuning'],
      ['ArrowUp', 'base-vs-assistant-model'],
      ['End', 'correlation-vs-causation'],
      ['Home', 'next-token-pretraining'],
      ['ArrowRight', 'base-vs-assistant-model'],
      ['ArrowLeft', 'next-token-pretraining'],
      ['ArrowDown', 'base-vs-assistant-model'],
    ] as const) {
      await page.press(key);
      assert.equal(await focused(), concept, key);
      assert.equal(await stops.count(), 1);
    }
    await page.press('Enter');
    await page.page.waitForSelector('header[data-concept="base-vs-assistant-model"]');
    assert.deepEqual(await page.complaints(), []);
  });

  it('lights and names what the chosen concept needs, and that only', async () => {
    await open();
    await page.page.locator('[data-map] a[data-concept="correlation-vs-causation"]').focus();
    await page.rest();
    const { concepts } = shipped.chapter ?? { concepts: [] };
    const needed = new Set<string>(['correlation-vs-causation']);
    for (const { id, needs } of [...concepts].reverse())
      if (needed.has(id)) for (const need of needs) needed.add(need);
    const expected = concepts.filter(({ id }) => needed.has(id)).map(({ id }) => id);
    assert.deepEqual(await lit(), expected);
    const named = await page.page
      .locator('.chosen-one .first a')
      .evaluateAll(links => links.map(link => link.getAttribute('href')?.slice(1)));
    assert.deepEqual([...named].sort(), expected.filter(id => id !== 'correlation-vs-causation').sort());
    const tracks = await lines();
    assert.ok(tracks >= expected.length - 1);
    // The pointer chooses for as long as it rests.
    await page.page.locator('[data-map] a[data-concept="next-token-pretraining"]').hover();
    await page.rest();
    assert.deepEqual(await lit(), ['next-token-pretraining']);
    assert.equal(await lines(), 0);
    await page.page.mouse.move(0, 0);
    await page.rest();
    assert.deepEqual(await lit(), expected);
  });

  it('says what is read, due and next in words, and by marks', async () => {
    await open();
    const text = (id: string) => page.page.locator(`[data-map] a[data-concept="${id}"]`).innerText();
    assert.match(await text('next-token-pretraining'), /Next-token\s+pre-training\s*\. read\./);
    assert.match(await text('instruction-tuning'), /1 due/);
    assert.match(await text('chain-of-thought'), /reading/);
    assert.match(await text('elicit-vs-inject'), /not read yet.*next.*needs 3 Instruction/s);
    const [first] = await page.page.locator('[data-path] a').allInnerTexts();
    assert.match(first ?? '', /^4\s/);
    const marks = await page.page
      .locator('[data-map] .st svg')
      .evaluateAll(all => new Set(all.map(({ innerHTML }) => innerHTML.replace(/<!--.*?-->/g, ''))).size);
    assert.equal(marks, 3);
  });

  it('is an outline below 540 pixels, and each way again when the panel changes', async () => {
    await open({ width: 900 });
    const tabs = () => page.page.locator('[data-map] a:not([tabindex="-1"])').count();
    const columns = () =>
      page.page
        .locator('[data-map] > li')
        .evaluateAll(all => new Set(all.map(one => one.getBoundingClientRect().left)).size);
    assert.ok((await columns()) > 3);
    await page.page.setViewportSize({ width: 500, height: 800 });
    await page.page.waitForFunction(() => !document.querySelector('[data-map] a[tabindex]'));
    assert.deepEqual([await tabs(), await columns()], [16, 1]);
    await page.page.setViewportSize({ width: 620, height: 800 });
    await page.page.waitForFunction(() => document.querySelector('[data-map] a[tabindex="-1"]'));
    assert.equal(await columns(), 4);
    assert.equal(await page.overflow(), 0);
  });

  it('is drawn of 200 concepts with hostile names that need each other in circles', async () => {
    const { chapter } = shipped;
    const [first] = chapter?.concepts ?? [];
    assert.ok(chapter && first);
    const names = ['__proto__', 'constructor', `"]'><svg onload=alert(1)>`, 'toString'];
    const id = (index: number) => names[index] ?? `c${index}`;
    const concepts = Array.from({ length: 200 }, (_, index) => ({
      ...first,
      id: id(index),
      number: index + 1,
      title: { en: index % 9 === 0 ? `${id(index)} ${'long'.repeat(30)}` : id(index) },
      needs: [7, 31, 53].map(step => id((index * 3 + step) % 200)),
    }));
    await page.open('chapter', { width: 620 });
    await page.show({
      ...shipped,
      chapter: { ...chapter, concepts },
      place: { view: 'chapter', language: 'en', chapter: chapter.key, concept: id(5) },
    });
    await page.page.waitForSelector('header[data-concept="c5"]');
    await page.press('g', 'm');
    await page.page.waitForSelector('.railway path', { state: 'attached' });
    assert.equal(await page.page.locator('[data-map] > li').count(), 200);
    await page.page.locator('[data-map] [data-stop] a').focus();
    await page.press('ArrowRight', 'ArrowDown', 'ArrowUp', 'End', 'Home');
    assert.equal(await page.overflow(), 0);
    assert.deepEqual(await page.complaints(), []);
    await page.picture('map-200');
  });

  for (const language of ['en', 'zh-CN'] as const) {
    for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
      it(`looks right: ${theme}, ${language}`, async () => {
        for (const width of [330, 620, 900]) {
          await open({ width, theme, language });
          await page.isSound(`map-${theme}-${width}-${language}`);
        }
      });
    }
  }
});
