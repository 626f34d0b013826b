// Words of others on every place of the real page: nothing of them runs, asks anything of a server, or is refused
// by the page's policy, for nothing of them ever becomes more than text.
import assert from 'node:assert/strict';
import type { View } from '../../src/core/wire/place';
import { report, rounds } from '../attack/rounds';
import { payloads } from './payloads';
import { filledWith } from './shape';
import { StagePage } from './stagePage';

const views: readonly View[] = ['chapter', 'reasoning', 'review'];

describe('words of others', function () {
  this.timeout(600_000);
  let page: StagePage;
  before(async () => {
    page = await StagePage.start();
  });
  after(() => page.close());

  it('stay words on every place of every view', async () => {
    const requests: string[] = [];
    await page.open('chapter', { width: 620 });
    const base = new URL(page.page.url()).origin;
    page.page.on('request', request => requests.push(request.url()));
    let places = 0;
    let pages = 0;
    const each = attempts(rounds(140));
    for (const payload of each) {
      const filled = filledWith(payload);
      for (const view of views) {
        await page.show({ ...filled, place: { ...filled.place, view } });
        if (view === 'review') {
          await page.page.evaluate(reveal);
          await page.rest();
        }
        places += await page.page.evaluate(use, payload);
        pages += 1;
      }
      const seen = await page.page.evaluate(() => ({
        broken: 'broken' in window,
        address: location.href,
        mains: document.querySelectorAll('main[data-view]').length,
        opened: window.stage.wishes.splice(0).flatMap(wish => (wish.type === 'openLink' ? [wish.url] : [])),
      }));
      assert.equal(seen.broken, false, JSON.stringify(payload));
      assert.equal(seen.mains, 1, JSON.stringify(payload));
      assert.ok(seen.address.startsWith(base), seen.address);
      for (const url of seen.opened) assert.match(url, /^https?:\/\//, JSON.stringify(payload));
      assert.deepEqual(await page.complaints(), [], JSON.stringify(payload));
    }
    assert.deepEqual(requests, []);
    assert.ok(each.length >= 125 && places > each.length * 20, `${places} places of ${each.length} texts`);
    report('hostile texts on the page', {
      texts: each.length,
      pages,
      places,
      executions: 0,
      requests: requests.length,
      violations: 0,
    });
  });

  it('do not turn our own words round', async () => {
    const turning = ['\u202etxt.exe', '\u2069\u202ex', '\u2067a', 'שלום', '\u200fa\u200f', '\u202e'];
    await page.open('chapter', { width: 900 });
    let rows = 0;
    for (const text of turning) {
      const filled = filledWith(text);
      for (const view of views) {
        await page.show({ ...filled, place: { ...filled.place, view } });
        if (view === 'reasoning') await page.page.click('.sent .more');
        await page.rest();
        const seen = await page.page.evaluate(wordsTurned);
        assert.deepEqual(seen.turned, [], `${view}: ${JSON.stringify(text)}`);
        rows += seen.rows;
        if (view === 'reasoning') await page.page.click('.sent .more');
      }
    }
    report('texts that turn direction', {
      texts: turning.length,
      'words of ours looked at': rows,
      turned: 0,
    });
  });

  it('show in code what is not seen', async () => {
    await page.open('reasoning', { width: 900 });
    const filled = filledWith('a\u202eb\u2066c', 'Say `a\u202eb`.');
    await page.show({ ...filled, place: { ...filled.place, view: 'reasoning' } });
    await page.page.click('[data-code] summary');
    await page.page.waitForSelector('[data-code] li');
    const boxes = (name: string) =>
      page.page.$$eval(`${name} .unseen`, all =>
        all.map(one => [one.getAttribute('data-point'), one.textContent]),
      );
    assert.deepEqual(await boxes('.code li:first-child'), [
      ['U+202E', '\u202e'],
      ['U+2066', '\u2066'],
    ]);
    assert.deepEqual(await boxes('.step[data-step="1"]'), [['U+202E', '\u202e']]);
    assert.ok((await boxes('.prompt')).length > 0);
    // What follows a control in the code stands to its right, as it was written.
    const order = await page.page.$eval('.code li:first-child code', code => {
      const texts = [...code.childNodes].filter(node => node instanceof Text && node.data.trim() !== '');
      return texts.map(node => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return Math.round(range.getBoundingClientRect().left);
      });
    });
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });
});

/** So many texts, spread over all kinds; beyond their number again inside other text, where it reads otherwise. */
function attempts(count: number): readonly string[] {
  const wraps: readonly ((text: string) => string)[] = [
    text => text,
    text => `x ${text} y`,
    text => `**${text}** [${text}](https://a.example/${text})`,
    text => `> ${text}\n\n- ${text}\n\n| ${text} |\n| --- |\n| ${text} |`,
    text => `\`${text}\`\n\n\`\`\`${text}\n${text}\n\`\`\``,
    text => `${text}${text}`,
  ];
  const all = wraps.flatMap(wrap => payloads.map(wrap));
  if (count >= payloads.length) return all.slice(0, count);
  return Array.from(
    { length: count },
    (_, index) => payloads[Math.floor((index * payloads.length) / count)] ?? '',
  );
}

function reveal(): void {
  document.querySelector<HTMLElement>('[data-action="reveal"]')?.click();
}

/** Opens what can be opened and presses each link in words of others; how many places show the text. */
function use(payload: string): number {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const link of document.querySelectorAll<HTMLElement>(
    '.text a[href], .said-of a[href], .src a[href^="http"]',
  )) {
    link.click();
  }
  const beginning = payload.replace(/[^\x21-\x7e].*/su, '').slice(0, 12);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let places = 0;
  while (texts.nextNode()) if (texts.currentNode.textContent?.includes(beginning || payload)) places += 1;
  return places;
}

/** Latin words of ours whose letters do not stand from left to right. */
function wordsTurned(): { rows: number; turned: string[] } {
  const ours = /[A-Za-z]{3,}/g;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const turned: string[] = [];
  let rows = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest('.unseen, .sr, .text, .said-of, script'))
      continue;
    for (const found of node.data.matchAll(ours)) {
      const letters = [...found[0]].map((_, index) => {
        const range = document.createRange();
        range.setStart(node, found.index + index);
        range.setEnd(node, found.index + index + 1);
        return range.getBoundingClientRect();
      });
      const [first] = letters;
      if (!first || first.width === 0 || letters.some(box => Math.abs(box.top - first.top) > 2)) continue;
      rows += 1;
      const isOrdered = letters.every(
        (box, index) => index === 0 || box.left >= (letters[index - 1]?.left ?? 0),
      );
      // A word of theirs under an override of its own is theirs to turn.
      if (!isOrdered && !/^(?:txt|exe)$/.test(found[0])) turned.push(node.data.slice(0, 80));
    }
  }
  return { rows, turned };
}
