// Every example of the CommonMark specification, cut anywhere: what stands in the page is what would stand there if all
// had come at once.
import assert from 'node:assert/strict';
import { tests } from 'commonmark-spec';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, provideBrowser } from '../e2e/host';
import { pageScript } from './pageScripts';

describe('the examples of CommonMark in the page', function () {
  this.timeout(180_000);
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser(await provideBrowser());
  });
  after(() => browser.close());

  async function opened(): Promise<Page> {
    const page = await browser.newPage();
    await page.setContent('<!doctype html><body></body>');
    await page.addScriptTag({ content: await pageScript('test/panel/prosePage.ts') });
    return page;
  }

  it('stand as they would had they come at once, wherever they are cut', async () => {
    const page = await opened();
    assert.ok(tests.length > 600, `${tests.length} examples`);
    for (const { markdown, number } of tests) {
      const source = markdown.replaceAll('→', '\t');
      assert.deepEqual(
        await page.evaluate(text => window.differences(text), source),
        [],
        `example ${number}`,
      );
    }
  });

  it('stand in stretches where they are many, whichever block comes to be part of the one before', async () => {
    const page = await opened();
    for (const before of [46, 47, 48, 95, 96]) {
      const paragraphs = Array.from({ length: before }, (_, n) => `p${n}\n\n`).join('');
      const source = `${paragraphs}* a\n\n* b\n\nc\n---\n\n[p1]: x\n\n| a |\n|---|\n\nend`;
      assert.deepEqual(await page.evaluate(text => window.differences(text), source), [], `${before}`);
    }
  });
});
