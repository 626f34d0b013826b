// The extension in the browser's own extension host: no Node anywhere.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from './session';

describe('in the web extension host', () => {
  let folder: string;
  let session: Session;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marginalia-web-'));
    for (const part of ['content', 'dist', 'media', 'package.nls.json', 'package.nls.zh-cn.json'])
      await cp(part, join(folder, part), { recursive: true });
    // With either of these, this VS Code would choose its Node host.
    const { main, extensionKind: _kind, ...manifest } = JSON.parse(await readFile('package.json', 'utf8'));
    assert.equal(main, './dist/extension.cjs');
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    session = await Session.open({ development: folder });
  });
  after(async () => {
    await session?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the chapter, opens companion code and keeps a highlight', async () => {
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel('chapter');
    await panel.locator('article[data-passage="one-goal"] h2').waitFor();
    await panel.locator('[data-region="greedy"] button[data-action="open-code"]').click();
    await session.page.locator('.view-line', { hasText: 'def greedy(choices, rng):' }).waitFor();
    const words = panel.locator('article[data-passage="one-goal"] .text');
    await words.locator('p').first().click({ clickCount: 3 });
    await panel.locator('button[data-action="highlight"]').click();
    await panel.locator('aside[data-annotation^="urn:uuid:"]').waitFor();
    await session.picture('web-host');
    assert.deepEqual(session.window.complaints, []);
  });

  it('says that it cannot run code', async () => {
    await session.window.command('Marginalia: Trace With an Input');
    await session.page.waitForFunction(() => document.querySelector('#status\\.notifications') !== null);
    const said = await session.window.notifications();
    assert.ok(
      said.some(text => text.startsWith('A browser cannot run code.')),
      said.join('\n'),
    );
  });
});
