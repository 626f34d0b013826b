// The page of a run beside its code in real VS Code: what stands in the gutter, a thread of questions, and what becomes of
// both when the file changes on disk, is closed, and is explained again.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FrameLocator } from 'playwright-core';
import { frames, llamaServer } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { waitForLitLines } from './seen';
import { Session } from './session';

const steps = frames(['L6-7: Takes in the bits.\n', 'L9-10: Turns `parity` over by each `bit`.\n']).join('');
const answer = frames(['Because **each bit** turns it over, see lines 9 to 10.\n']).join('');

describe('the page of a run beside its code', () => {
  let server: ScriptedEndpoint;
  let session: Session;
  let panel: FrameLocator;

  before(async () => {
    const play = llamaServer(({ body }) => ({
      body: body.includes('Why over?') ? answer : steps,
    }));
    server = await scriptedEndpoint(play);
    session = await Session.open({ settings: { 'marginalia.endpoint.url': server.url } });
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  /** Pictures in the gutter, and how many of them are numbers. */
  const marks = () =>
    session.page.evaluate(() => {
      const inGutter = document.querySelectorAll('.monaco-editor .margin [class*="ced-"]');
      const pictures = [...inGutter]
        .map(element => getComputedStyle(element).backgroundImage)
        .filter(image => image.includes('svg'));
      return [pictures.length, pictures.filter(image => image.includes('text-anchor')).length];
    });
  const untilMarked = async (all: number, numbers: number) => {
    for (let seen = await marks(); seen[0] !== all || seen[1] !== numbers; seen = await marks()) {
      await session.page.waitForTimeout(50);
    }
  };

  it('has steps first, the code folded behind them, and its marks in the gutter', async () => {
    const { window } = session;
    await window.openFile('parity.py');
    await window.goToLine(9);
    await window.command('Marginalia: Explain Reasoning');
    panel = await session.panel('reasoning');
    await panel.locator('ol[data-state="done"] li[data-step="2"]').waitFor();
    assert.equal(await panel.locator('ol.code').count(), 0);
    assert.equal(await panel.locator('[data-action="show-file"]').innerText(), 'parity.py');
    // Lines 6 to 11: two steps, and what they leave out.
    await untilMarked(6, 2);
    await session.picture('page-gutter');
  });

  it('answers a question in a thread, and lights the lines that the answer names', async () => {
    await panel.locator('li[data-step="2"]').click();
    await panel.locator('[data-piece] li').first().waitFor();
    await panel.locator('[data-action="question"]').fill('Why over?');
    await panel.locator('[data-action="ask"]').click();
    const question = panel.locator('[data-question][data-state="done"]');
    await question.locator('strong', { hasText: 'each bit' }).waitFor();
    await question.locator('[data-action="to-step"]', { hasText: 'about step 2' }).waitFor();
    assert.equal(await panel.locator('ol[data-run] li[data-step]').count(), 2);
    await question.locator('[data-mention="9-10"]').click();
    await waitForLitLines(session.page, '9-10');
    await session.picture('page-thread');
  });

  it('follows a change on disk while no editor shows the file, and opens it for the step that is read', async () => {
    const { page } = session;
    const file = join(session.workspace, 'parity.py');
    await closeEditors();
    const before = await readFile(file, 'utf8');
    await writeFile(file, `# one line more\n${before.replace('parity ^= bit', 'parity |= bit')}`);
    await panel.locator('li[data-step="2"][data-stale="changed"]').waitFor();
    const first = panel.locator('li[data-step="1"]');
    assert.equal(await first.getAttribute('data-stale'), null);
    const lines = await first.getAttribute('data-lines');
    assert.ok(lines?.startsWith('7'), `the first step stands on ${lines}`);
    await panel.locator('[data-notice="stale"]', { hasText: 'The code of step 2 has changed' }).waitFor();

    assert.equal(await page.locator('.tab[data-resource-name="parity.py"]').count(), 0);
    await first.click();
    await page.locator('.monaco-editor .view-line', { hasText: 'one line more' }).waitFor();
    await waitForLitLines(page, lines ?? '');
    await session.picture('page-changed');
  });

  it('explains the function where it is now', async () => {
    await panel.locator('[data-notice="stale"] [data-action="explain-again"]').click();
    // The run of before may be shown for a while, and is done: what was sent tells the new one.
    while (!server.requests.some(({ body }) => body.includes('parity |= bit'))) await delay(20);
    await panel.locator('.sent', { hasText: 'lines 7–12' }).waitFor();
    await panel.locator('ol[data-state="done"]').waitFor();
    assert.deepEqual(session.window.complaints, []);
  });

  async function closeEditors(): Promise<void> {
    await session.page.locator('.tab[data-resource-name="parity.py"]').click({ button: 'middle' });
    await session.page.locator('.tab[data-resource-name="parity.py"]').waitFor({ state: 'detached' });
  }
});
