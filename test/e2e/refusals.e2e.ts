// Addresses that the reader has fixed and that will not do: what the page says then, and the way out that it offers.
import assert from 'node:assert/strict';
import { frames, llamaServer } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { standIns } from './host';
import { Session } from './session';

const body = frames(['L9-10: A running answer is begun.\n']).join('');

describe('a fixed address', () => {
  let server: ScriptedEndpoint;
  const sessions: Session[] = [];

  before(async () => {
    server = await scriptedEndpoint(llamaServer({ body }), { port: (await standIns()).at(8080) });
  });
  after(async () => {
    for (const session of sessions) await session.end();
    await server?.close();
  });

  it('that nobody listens at: the server that does answer is named, and one press away', async () => {
    const dead = (await standIns()).at(1337);
    const session = await opened(`http://127.0.0.1:${dead}`);
    await session.explain('parity.py', 9, 12);
    const panel = await session.panel('reasoning');
    const alert = panel.locator('[role="alert"][data-error="refused"]');
    await alert.waitFor();
    // Who answers is looked for briefly; on a busy machine our own server may take longer than that.
    const named = alert.filter({ hasText: `llama.cpp answers at 127.0.0.1:${server.port}` });
    while ((await named.count()) === 0) {
      const before = await panel.locator('ol[data-run]').getAttribute('data-run');
      await alert.locator('[data-action="tryAgain"]').click();
      await panel
        .locator(`ol[data-state="failed"]:not([data-run="${before}"])`)
        .waitFor({ state: 'attached' });
    }
    const head = await panel.locator('.sent').innerText();
    assert.match(head, /Not sent/);
    assert.doesNotMatch(head, /Looking for a model/);
    await session.picture('dead-address');
    await panel.locator('[data-action="selectModel"]').click();
    await session.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'llama.cpp' })
      .first()
      .click();
    await panel.locator('ol[data-state="done"] li[data-step="1"]').waitFor();
    assert.deepEqual(session.window.complaints, []);
  });

  it('on another machine: nothing is sent, and the setting that allows it is one press away', async () => {
    // An address that belongs to no machine (RFC 5737).
    const session = await opened('http://192.0.2.1:11434');
    await session.explain('parity.py', 9, 12);
    const panel = await session.panel('reasoning');
    await panel.locator('[role="alert"][data-error="refused-host"]', { hasText: '192.0.2.1' }).waitFor();
    await session.picture('another-machine');
    await panel.locator('[data-action="openSetting"]').click();
    // In a served window the settings of the machine are those of the other end.
    const setting = session.page.locator('.settings-editor .setting-item-contents', {
      hasText: 'Allow Non Local',
    });
    await setting.first().waitFor();
    await session.picture('allowed-in-settings');
    assert.deepEqual(session.window.complaints, []);
  });

  async function opened(url: string): Promise<Session> {
    const session = await Session.open({ settings: { 'marginalia.endpoint.url': url } });
    sessions.push(session);
    return session;
  }
});
