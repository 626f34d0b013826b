// How the panel looks at every width, theme and language: no axe finding, no overflow, no refusal, and a picture of each.
import assert from 'node:assert/strict';
import type { Scenario } from './scenarios';
import { StagePage } from './stagePage';

const widths = [380, 620, 900];
const themes = ['light', 'dark', 'hc-dark', 'hc-light'];
const languages = ['en', 'zh-CN'];
const pictured: readonly Scenario[] = [
  'chapter',
  'reasoning',
  'marked',
  'traced',
  'thread',
  'done',
  'compared',
  'review',
  'no-endpoint',
];
const others: readonly Scenario[] = [
  'loading',
  'stopped',
  'broken',
  'no-runs',
  'earlier',
  'refused',
  'no-cards',
  'nothing-due',
  'hostile',
];

describe('the panel', function () {
  this.timeout(180_000);
  // A page for each language, side by side: a test machine has two cores.
  let pages: readonly StagePage[] = [];

  before(async () => {
    pages = await Promise.all(languages.map(() => StagePage.start()));
  });
  after(() => Promise.all(pages.map(page => page.close())));

  const inEachLanguage = (look: (page: StagePage, language: string) => Promise<void>) =>
    Promise.all(pages.map((page, index) => look(page, languages[index] ?? 'en')));

  for (const scenario of pictured) {
    for (const theme of themes) {
      it(`looks right: ${scenario}, ${theme}`, () =>
        inEachLanguage(async (page, language) => {
          for (const width of widths) {
            await page.open(scenario, { width, theme, language });
            if (scenario === 'review') await page.press('Space');
            if (scenario === 'reasoning' || scenario === 'done') await page.press('j', 'j');
            // The step bears a mark: it is asked about before it is saved.
            if (scenario === 'marked') await page.press('j', 's');
            await page.isSound(`${scenario}-${theme}-${width}-${language}`);
          }
        }));
    }
  }

  it('holds in every state at every width with a badge', () =>
    inEachLanguage(async (page, language) => {
      for (const scenario of [...pictured, ...others]) {
        for (const width of [330, 540, 900]) {
          await page.open(scenario, { width, language, more: '&due=500' });
          assert.equal(await page.overflow(), 0, `${scenario} at ${width}`);
          await page.picture(`badge-${scenario}-${width}-${language}`);
        }
      }
    }));

  for (const scenario of others) {
    it(`looks right: ${scenario}`, () =>
      inEachLanguage(async (page, language) => {
        await page.open(scenario, { width: 620, language });
        await page.isSound(`${scenario}-light-620-${language}`);
      }));
  }
});
