// No model server on this machine: the panel says what was tried, and a server that is started later is found.
import assert from 'node:assert/strict';
import { frames, json, llamaServer } from '../../support/playedServers';
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
    // Enter takes the row that has the focus.
    assert.match(await focusedRow(), /1\.5B[\s\S]*Recommended/);
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: '0.5B' }).click();
    const dialog = session.page.locator('.monaco-dialog-box');
    const said = await dialog.innerText();
    for (const fact of [/Apache-2\.0/, /MIT/, /478 MB/, /Python package index/, /34 MB/])
      assert.match(said, fact);
    await session.picture('set-up-question');
    await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await panel.locator('[data-action="setUpModel"]').waitFor();
  });

  it('marks a model that may run elsewhere, preselects another row, and sends nothing on a no', async () => {
    const gateway = await scriptedEndpoint(
      ({ path }) => (path === '/v1/models' ? json({ data: [{ id: 'gateway-model' }] }) : undefined),
      { port: (await standIns()).at(8000) },
    );
    try {
      await session.window.command('Marginalia: Select Model');
      const row = session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'gateway-model' });
      await row.waitFor();
      assert.match(await row.innerText(), /does not say where it runs/);
      assert.doesNotMatch(await focusedRow(), /gateway-model/);
      await session.picture('select-model-elsewhere');
      await session.page.keyboard.press('Escape');

      await session.explain('parity.py', 6, 11);
      const dialog = session.page.locator('.monaco-dialog-box');
      assert.match(await dialog.innerText(), /gateway-model[\s\S]*does not say where this model runs/);
      await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
      const refused = await session.panel('reasoning');
      await refused.locator('[role="alert"][data-error="refused-model"]').waitFor();
      assert.ok(gateway.requests.every(({ method }) => method === 'GET'));
    } finally {
      // Else the tests that follow find it, and this process does not end.
      await gateway.close();
    }
    const panel = await session.panel('reasoning');
    await panel.locator('[data-action="tryAgain"]').click();
    await panel.locator('[role="alert"][data-error="no-endpoint"]').waitFor();
  });

  it('finds one that is started then, without a reload', async () => {
    await foundAfter(async () => undefined);
  });

  it('finds one after the panel was closed and opened again', async () => {
    await session.explain('parity.py', 6, 11);
    await (await session.panel('reasoning')).locator('[role="alert"][data-error="no-endpoint"]').waitFor();
    await foundAfter(async () => {
      await session.window.command('View: Close All Editors');
      await session.page.locator('iframe.webview').waitFor({ state: 'detached' });
      await session.window.command('Marginalia: Open Concept Panel');
      await (await session.panel('chapter')).locator('.head a[href="#reasoning"]').click();
    });
  });

  it('finds one after the window was reloaded', async () => {
    await session.explain('parity.py', 6, 11);
    await (await session.panel('reasoning')).locator('[role="alert"][data-error="no-endpoint"]').waitFor();
    await foundAfter(() => session.window.reload());
    assert.deepEqual(session.window.complaints, []);
  });

  /** The page notices by itself: nobody presses "Try again". The server is gone again afterwards. */
  async function foundAfter(act: () => Promise<void>): Promise<void> {
    await act();
    const panel = await session.panel('reasoning');
    await panel.locator('[role="alert"][data-error="no-endpoint"]').waitFor();
    const body = frames(['L6-7: the head.\n', 'L9-10: the loop.\n']).join('');
    server = await scriptedEndpoint(llamaServer({ body }), { port: (await standIns()).at(1234) });
    await panel.locator('ol[data-state="done"] li[data-step][data-lines="9-10"]').waitFor();
    assert.equal(await panel.locator('[role="alert"]').count(), 0);
    await server.close();
    server = undefined;
  }

  async function focusedRow(): Promise<string> {
    const row = session.page.locator('.quick-input-list .monaco-list-row.focused');
    await row.waitFor();
    return row.innerText();
  }
});
