// Many runs in real VS Code: two side by side that were asked otherwise, one named, deleted and brought back, one found by the
// words of its steps, replayed, and exported as a file.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { frames, llamaServer } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { standIns } from './host';
import { Session } from './session';

const body = frames([
  'L9: The head of the loop takes `bit` from `bits`.\n',
  'L10-12: Each `bit` is folded into the state. <img src=x onerror=alert(1)>\n',
]).join('');

describe('several runs', () => {
  let server: ScriptedEndpoint;
  let session: Session;
  let panel: FrameLocator;
  const asked = () => server.requests.filter(({ path }) => path === '/v1/chat/completions').length;

  before(async () => {
    server = await scriptedEndpoint(llamaServer({ body }), { port: (await standIns()).at(8080) });
    session = await Session.open();
    await session.explain('parity.py', 9, 12);
    panel = await session.panel('reasoning');
    await panel.locator('ol[data-state="done"] li[data-step="2"]').waitFor();
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  it('stand side by side when a question is asked otherwise, and say what was edited', async () => {
    await panel.locator('[data-action="run-menu"]').click();
    await panel.locator('[data-action="ask-otherwise"]').click();
    await panel.locator('[data-ask-otherwise] textarea').fill('What is the worst case of it?');
    await panel.locator('[data-action="answer-language"]').selectOption('zh-CN');
    await panel.locator('[data-action="explain-beside"]').click();
    await panel.locator('ol[data-run][data-side="beside"][data-state="done"] li[data-step="2"]').waitFor();
    assert.equal(await panel.locator('ol[data-run]').count(), 2);
    assert.match(await panel.locator('[data-side="beside"] [data-variation]').innerText(), /worst case/);
    const sent = server.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body ?? '';
    assert.match(sent, /What is the worst case of it\? Write the sentences in Chinese/);
    const rows = await panel
      .locator('[data-rows] li')
      .evaluateAll(all => all.map(row => (row as HTMLElement).dataset.agreement));
    assert.deepEqual([...new Set(rows)], ['same-names']);
    assert.equal(await panel.locator('main img').count(), 0);
    await session.picture('several-compared');
    await panel.locator('[data-side="run"] [data-action="show-alone"]').click();
    await panel.locator('[data-side]').first().waitFor({ state: 'detached' });
  });

  it('are named, and found by the words of their steps', async () => {
    await openMenu();
    await panel.locator('[data-run-menu] [data-action="rename-run"]').click();
    await panel.locator('[data-action="run-name"]').fill('the parity loop');
    await session.page.keyboard.press('Enter');
    await panel.locator('[data-run-name]', { hasText: 'the parity loop' }).waitFor();
    await panel.locator('.sent .more').click();
    await panel.locator('[data-action="search-runs"]').fill('folded');
    await panel.locator('[data-found="all"]', { hasText: 'Found in 2 runs.' }).waitFor();
    assert.deepEqual(await panel.locator('[data-earlier] mark').allInnerTexts(), ['folded', 'folded']);
    await session.picture('several-found');
    await panel.locator('[data-action="search-runs"]').fill('');
    await panel.locator('[data-found]').waitFor({ state: 'detached' });
  });

  it('are deleted, and brought back where they were', async () => {
    // On a busy machine a server may be found at the second try only: the first one failed, and is listed.
    const row = panel.locator('[data-earlier] > ul > li', { hasText: '2 steps' });
    assert.equal(await row.count(), 1);
    await row.locator('[data-action="delete-run"]').click();
    await panel.locator('[data-action="undo-delete"]:focus').waitFor();
    assert.equal(await row.count(), 0);
    await session.page.keyboard.press('u');
    await row.waitFor();
    await panel.locator('[data-action="undo-delete"]').waitFor({ state: 'detached' });
  });

  it('are replayed, and no model is asked', async () => {
    const before = asked();
    await openMenu();
    await panel.locator('[data-action="replay-run"]').click();
    await panel.locator('[data-notice="replay"]', { hasText: 'No model is asked' }).waitFor();
    await panel.locator('ol[data-state="done"] li[data-step="2"]').waitFor();
    await session.picture('several-replay');
    await panel.locator('[data-action="end-replay"]').click();
    await panel.locator('[data-notice="replay"]').waitFor({ state: 'detached' });
    assert.equal(asked(), before);
  });

  for (const [format, end] of [
    ['markdown', '.md'],
    ['html', '.html'],
    ['json', '.json'],
  ] as const) {
    it(`are exported: ${format}`, async () => {
      await openMenu();
      await panel.locator(`[data-action="export-${format}"]`).click();
      await session.page.locator('.quick-input-widget input[type="text"]').first().waitFor();
      await session.page.keyboard.press('Enter');
      const written = async () =>
        (await readdir(session.workspace)).find(
          name => name.endsWith(end) && name.startsWith('the parity loop'),
        );
      let name = await written();
      while (name === undefined) {
        await session.page.waitForTimeout(50);
        name = await written();
      }
      const text = await readFile(join(session.workspace, name), 'utf8');
      assert.match(text, format === 'json' ? /"isChecked": false/ : /not checked/);
      assert.match(text, /folded into the state/);
      if (format === 'html') await opensInert(text);
    });
  }

  it('are as they were said to be in the next window', async () => {
    await session.window.reload();
    panel = await session.panel('reasoning');
    await panel.locator('[data-run-name]', { hasText: 'the parity loop' }).waitFor();
    assert.deepEqual(session.window.complaints, []);
  });

  async function openMenu(): Promise<void> {
    const menu = panel.locator('[data-action="run-menu"]');
    await menu.waitFor();
    if ((await menu.getAttribute('aria-expanded')) === 'false') await menu.click();
  }

  /** A browser makes of it what we meant, runs nothing and asks for nothing. */
  async function opensInert(text: string): Promise<void> {
    const context = await session.page.context().browser()?.newContext();
    assert.ok(context);
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    page.on('dialog', dialog => {
      asked.push('a dialog');
      void dialog.dismiss();
    });
    try {
      await page.setContent(text);
      assert.equal(await page.locator('ol.steps > li').count(), 2);
      assert.equal(await page.locator('img, script, a').count(), 0);
      await page.screenshot({ path: 'out/screens/e2e/several-exported.png', fullPage: true });
      assert.deepEqual(asked, []);
    } finally {
      await context.close();
    }
  }
});
