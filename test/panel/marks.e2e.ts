// The marks on a passage in the real page while notes come and go: what stands there is what would stand there if it were
// drawn at once, and what the reader has in hand stays in hand.
import assert from 'node:assert/strict';
import type { Annotation } from '../../src/core/annotation/annotation';
import { annotatePassage } from '../../src/core/annotation/create';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import { chapter, snapshot, stageAt } from './fixtures';
import { StagePage } from './stagePage';

/** With a table, a list, code and a link. */
const passage = 'cot-not-length';
const found = chapter.passages.find(({ id }) => id === passage);
const text = plainText(parseMarkdown(found?.text.en.markdown ?? ''));
const count = 24;

describe('the marks of a passage', function () {
  this.timeout(120_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  it('are those of the notes that are there, however they came and went', async () => {
    await page.open('chapter');
    // Of the last two, the second takes the first's first words, to the end of their element.
    const word = text.indexOf('order');
    const notes = [
      ...Array.from({ length: count - 2 }, (_, n) => note(n, (n * 89) % (text.length - 60))),
      note(count - 2, word, 12),
      note(count - 1, word, 5),
    ];
    const coming = notes.map((_, n) => notes.slice(0, n + 1));
    const going = notes.map((_, n) => notes.filter((_, other) => (other * 7) % count > n));
    for (const own of [...coming, ...going]) {
      await page.show({ own });
      const grown = await markup();
      await page.show({ place: { ...snapshot.place, concept: 'next-token' } });
      await page.show({ place: snapshot.place });
      assert.equal(grown, await markup());
    }
  });

  it('leave the words alone that no new mark touches', async () => {
    await page.open('chapter');
    await page.show({ own: [note(0, 0, 20)] });
    await page.page.evaluate(id => {
      for (const one of document.querySelectorAll(`[data-text="${id}"] *`)) one.classList.add('old');
    }, passage);
    await page.show({ own: [note(0, 0, 20), note(1, 40, 20)] });
    const fresh = await page.page.evaluate(
      id => [...document.querySelectorAll(`[data-text="${id}"] :not(.old)`)].map(one => one.textContent),
      passage,
    );
    assert.deepEqual(fresh, [text.slice(40, 60)]);
  });

  it('keep the focus, and stay lit, while a note is put on other words and on the same', async () => {
    await page.open('chapter');
    const [first, over, second] = [note(0, 0, 20), note(1, 10, 20), note(2, 60, 30)];
    await page.show({ own: [first] });
    await page.page.locator(`a.said[data-for="${first.id}"]`).focus();
    await page.show({ own: [first, second] });
    assert.deepEqual(await focused(), { of: first.id, isLit: true });
    await page.show({ own: [first, over, second] });
    assert.deepEqual(await focused(), { of: first.id, isLit: true });
  });

  it('keep what is selected, in the direction in which it was, when words in it are marked and unmarked', async () => {
    await page.open('chapter');
    await page.show({ own: [] });
    const inner = note(0, 20, 5);
    for (const [anchor, focus] of [
      [10, 60],
      [60, 10],
      [22, 200],
    ] as const) {
      await page.show({ own: [] });
      await select(anchor, focus);
      for (const own of [[inner], [inner, note(1, 50, 40)], [note(1, 50, 40)], []]) {
        await page.show({ own });
        assert.deepEqual(await selected(), { anchor, focus }, `${own.length} notes`);
      }
    }
  });

  const markup = () =>
    page.page.evaluate(id => document.querySelector(`[data-text="${id}"]`)?.innerHTML ?? '', passage);

  const focused = () =>
    page.page.evaluate(() => ({
      of: document.activeElement?.getAttribute('data-for'),
      isLit: document.activeElement?.classList.contains('lit'),
    }));

  /** Offsets in the plain text. */
  const select = (anchor: number, focus: number) =>
    page.page.evaluate(
      ([id, ...ends]) => {
        const root = document.querySelector(`[data-text="${id}"]`);
        const pointAt = (offset: number): [Node, number] => {
          const walker = document.createTreeWalker(root ?? document, NodeFilter.SHOW_TEXT);
          for (let rest = offset; walker.nextNode(); rest -= walker.currentNode.textContent?.length ?? 0) {
            if (rest <= (walker.currentNode.textContent?.length ?? 0)) return [walker.currentNode, rest];
          }
          throw new Error(`the passage has no character ${offset}`);
        };
        const [anchor, focus] = ends.map(pointAt);
        if (anchor && focus) document.getSelection()?.setBaseAndExtent(...anchor, ...focus);
      },
      [passage, anchor, focus] as const,
    );

  const selected = () =>
    page.page.evaluate(id => {
      const root = document.querySelector(`[data-text="${id}"]`);
      const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
      const offsetOf = (node: Node | null | undefined, offset: number | undefined) => {
        const range = document.createRange();
        if (root) range.setStart(root, 0);
        if (node && offset !== undefined) range.setEnd(node, offset);
        return range.toString().length;
      };
      return { anchor: offsetOf(anchorNode, anchorOffset), focus: offsetOf(focusNode, focusOffset) };
    }, passage);
});

function note(n: number, start: number, length = 5 + ((n * 11) % 50)): Annotation {
  const id = `urn:uuid:00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
  const where = { chapter: chapter.key, language: 'en', passage } as const;
  return annotatePassage({ ...where, id, now: stageAt + n, plainText: text, start, end: start + length });
}
