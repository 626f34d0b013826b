// A small model that was set up here: listed, chosen, started when a run needs it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { frames, llamaServer } from '../../support/playedServers';
import { scriptedEndpoint } from '../../support/scriptedEndpoint';
import { standIns } from '../host';
import { Session } from '../session';
import { modelIsThere } from './ownModel';

describe('a small model that was set up', () => {
  let session: Session;
  afterEach(async () => session.end());

  it('is used once it is chosen, though another server answers', async () => {
    const other = await scriptedEndpoint(llamaServer({ body: frames(['L14: not asked.']).join('') }), {
      port: (await standIns()).at(8080),
    });
    try {
      await chooseOwnAndExplain();
      assert.ok(
        other.requests.every(({ method }) => method === 'GET'),
        'the other one was asked',
      );
    } finally {
      await other.close();
    }
  });

  async function chooseOwnAndExplain(): Promise<void> {
    session = await Session.open({ prepare: modelIsThere });
    await session.window.command('Marginalia: Select Model');
    const row = session.page.locator('.quick-input-list .monaco-list-row', {
      hasText: 'starts when a run needs it',
    });
    await row.waitFor();
    await session.picture('select-model');
    await row.click();
    await untilRemembered();
    await session.explain('parity.py', 14, 22);
    const panel = await session.panel('reasoning');
    await panel
      .locator('li[data-step][data-lines]:not([data-lines=""])')
      .first()
      .waitFor({ timeout: 120_000 });
    assert.match(await panel.locator('.sent').innerText(), /coder-1\.5b/);
    await session.page.keyboard.press('Escape');
  }

  /** The choice is kept for this machine; nothing on the page shows when that is done. */
  async function untilRemembered(): Promise<void> {
    const path = join(session.userDataDir, 'Machine', 'settings.json');
    const isThere = async () =>
      (await readFile(path, 'utf8')).includes('"marginalia.endpoint.model": "coder-1.5b"');
    for (const giveUpAt = Date.now() + 10_000; !(await isThere()); await pause(100)) {
      assert.ok(Date.now() < giveUpAt, 'the choice was not remembered');
    }
  }
});
