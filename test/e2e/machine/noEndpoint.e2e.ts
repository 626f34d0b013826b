// No model server on this machine: the panel says what was tried, and a server that is started later is found.
import assert from 'node:assert/strict';
import { frames, llamaServer } from '../../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../../support/scriptedEndpoint';
import { standIns } from '../host';
import { Session } from '../session';

describe('without a model server', () => {
  let server: ScriptedEndpoint | undefined;
  let session: Session;

  before(async () => {
    session = await Session.open();
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  it('names what was tried', async () => {
    await session.explain('parity.py', 6, 11);
    const panel = await session.panel('reasoning');
    const alert = panel.locator('[role="alert"][data-error="no-endpoint"]');
    await alert.waitFor();
    const tried = await panel.locator('table.tried tbody tr').allInnerTexts();
    const { at } = await standIns();
    for (const place of [11434, 8080, 1234].map(usual => `localhost:${at(usual)}`))
      assert.ok(
        tried.some(row => row.includes(place)),
        `${place} is not in the table`,
      );
    await session.picture('no-endpoint');
  });

  it('says what would be set up, how large, from where, under which licence, and fetches nothing on a no', async () => {
    const panel = await session.panel('reasoning');
    await panel.locator('[data-action="setUpModel"]').click();
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: '0.5B' }).click();
    const dialog = session.page.locator('.monaco-dialog-box');
    const said = await dialog.innerText();
    for (const fact of [/Apache-2\.0/, /MIT/, /478 MB/, /Python package index/, /34 MB/])
      assert.match(said, fact);
    await session.picture('set-up-question');
    await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await panel.locator('[data-action="setUpModel"]').waitFor();
  });

  it('finds one that is started then, without a reload', async () => {
    const panel = await session.panel('reasoning');
    const body = frames(['L6: the head.\n', 'L9-11: the loop.\n']).join('');
    server = await scriptedEndpoint(llamaServer({ body }), { port: (await standIns()).at(1234) });
    // The page notices by itself: nobody presses "Try again".
    await panel.locator('ol[data-state="done"] li[data-step][data-lines="9-11"]').waitFor();
    assert.equal(await panel.locator('[role="alert"]').count(), 0);
    assert.deepEqual(session.window.complaints, []);
  });
});
