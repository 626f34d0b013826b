// Without a mouse: from opening VS Code to a card that is rated.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frames, llamaServer } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { turnToPanel, waitForLitLines } from './seen';
import { Session } from './session';

const answer = frames(['L9-10: A running answer is begun.\n', 'L11: Each bit turns it over.\n']).join('');

describe('with the keyboard alone', () => {
  let server: ScriptedEndpoint;
  let session: Session;

  before(async () => {
    server = await scriptedEndpoint(llamaServer({ body: answer }));
    session = await Session.open({ settings: { 'marginalia.endpoint.url': server.url } });
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  it('code is opened, explained, saved, and its card recalled and rated', async () => {
    const { page, window } = session;
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Control+P');
    await page.locator('.quick-input-widget .quick-input-box input').waitFor();
    await page.keyboard.type('parity.py');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'parity.py' }).first().waitFor();
    await press('Enter');
    await page.locator('.monaco-editor .view-line', { hasText: 'def glance' }).waitFor();
    await window.goToLine(9);
    await press('Control+Alt+E');
    const panel = await session.panel('reasoning');
    await panel.locator('ol[data-state="done"] li[data-step="2"]').waitFor();

    // The caret is in the editor, and stays there while the steps are walked.
    await press('Control+Alt+J');
    await waitForLitLines(page, '9-10');
    await press('Control+Alt+J');
    await waitForLitLines(page, '11');
    await press('Control+Alt+K');
    await waitForLitLines(page, '9-10');
    await page.locator('.monaco-editor.focused').waitFor();

    await turnToPanel(page, panel);
    await press('k');
    await panel.locator('li[data-step="1"]:focus').waitFor();
    await press('Control+Alt+J');
    await panel.locator('li[data-step="2"]:focus').waitFor();
    await waitForLitLines(page, '11');
    await press('Control+Alt+P');
    await panel.locator('button[data-action="play"][aria-label^="Pause"]').waitFor();
    await panel.locator('button[data-action="play"][aria-label^="Play"]').waitFor();
    await press('s');
    await panel.locator('button[data-action="save-step"]:disabled').waitFor();

    await press('g', 'v');
    const review = await session.panel('review');
    await review.locator('section[data-due="1"] [data-card]').waitFor();
    await press('Space');
    await review.locator('[data-card]', { hasText: 'Each bit turns it over.' }).waitFor();
    await press('3');
    await review.locator('section[data-due="0"]').waitFor();
    const folder = session.storage('annotations');
    const texts = await Promise.all(
      (await readdir(folder)).map(name => readFile(join(folder, name), 'utf8')),
    );
    assert.match(texts.join(''), /"type":"rated".*"rating":"good"/);
    assert.deepEqual(window.complaints, []);
  });
});
