// A small model that was set up here: listed, chosen, started when a run needs it.
import assert from 'node:assert/strict';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheFolder } from '../../../src/node/localModel/layout';
import { frames, llamaServer } from '../../support/playedServers';
import { scriptedEndpoint } from '../../support/scriptedEndpoint';
import { Session, storageIn } from '../session';

/** The model that the runner has installed into the cache stands in the extension's own storage. */
async function modelIsThere(userDataDir: string): Promise<void> {
  const place = storageIn(userDataDir, 'model');
  await mkdir(dirname(place), { recursive: true });
  await symlink(cacheFolder(), place, 'dir');
}

describe('a small model that was set up', () => {
  let session: Session;
  afterEach(async () => session.end());

  it('is used once it is chosen, though another server answers', async () => {
    const other = await scriptedEndpoint(llamaServer({ body: frames(['L14: not asked.']).join('') }), {
      port: 8080,
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
