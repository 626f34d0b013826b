// Damaged files: one clear sentence where the reader looks, and all that is good beside it.
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkExtension } from './host';
import { installed } from './packaged';
import { Session, type SessionOptions, storageIn } from './session';

const chapter = join('content', 'how-chatgpt-came-to-be');

describe('damaged files', () => {
  const folders: string[] = [];
  const sessions: Session[] = [];

  after(async () => {
    for (const session of sessions) await session.end();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it('of notes and code: what is good is shown, what is not is said', async () => {
    const copy = await extensionWhere(folder => rm(join(folder, chapter, 'code', 'wrappers.py')));
    const session = await opened({ extensionsDir: copy, prepare: writeDamagedJournal });
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel('chapter');
    await panel.locator('[data-error="damaged"]', { hasText: /1 line/ }).waitFor();
    await panel
      .locator('aside[data-annotation="urn:uuid:good"]', { hasText: 'kept through damage' })
      .waitFor();
    await panel.locator('[data-error="missing-code"]', { hasText: 'wrappers.py' }).first().waitFor();
    await panel.locator('.foot a').last().click();
    const region = panel.locator('[data-region="wrappers"]');
    await region.locator('button[data-action="open-code"]:disabled').waitFor();
    assert.match(await region.innerText(), /wrappers\.py is not in this chapter/);
    await session.picture('damaged-notes');
    assert.deepEqual(session.window.complaints, []);
  });

  it('of the chapter itself: the panel says so and is not blank', async () => {
    const copy = await extensionWhere(folder => writeFile(join(folder, chapter, 'chapter.json'), '{ "id": '));
    const session = await opened({ extensionsDir: copy });
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel();
    await panel.locator('[data-error="broken-chapter"]', { hasText: 'chapter.json' }).waitFor();
    await session.picture('broken-chapter');
    assert.deepEqual(session.window.complaints, []);
  });

  async function opened(options: SessionOptions): Promise<Session> {
    const session = await Session.open(options);
    sessions.push(session);
    return session;
  }

  /** A folder of extensions with a copy of ours, changed. */
  async function extensionWhere(change: (folder: string) => Promise<unknown>): Promise<string> {
    const original = (await readdir(await installed())).find(name => name.startsWith('marginalia.'));
    assert.ok(original !== undefined);
    const folder = await mkdtemp(join(tmpdir(), 'marginalia-damaged-'));
    folders.push(folder);
    const copy = join(folder, 'copy');
    await cp(join(await installed(), original), copy, { recursive: true });
    await change(copy);
    await linkExtension(join(folder, 'extensions'), copy);
    return join(folder, 'extensions');
  }
});

/** A journal of an earlier session: a line that a crash tore, then a good note on the first concept. */
async function writeDamagedJournal(userDataDir: string): Promise<void> {
  const folder = storageIn(userDataDir, 'annotations');
  const annotation = {
    id: 'urn:uuid:good',
    type: 'Annotation',
    motivation: 'commenting',
    body: [{ type: 'TextualBody', value: 'kept through damage', purpose: 'commenting' }],
    target: [
      {
        source: 'marginalia:/how-chatgpt-came-to-be/en/one-goal',
        selector: [{ type: 'TextQuoteSelector', exact: 'the' }],
      },
    ],
  };
  const good = JSON.stringify({ v: 1, type: 'put', at: 1_700_000_000_000, annotation });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'earlier.jsonl'), `{"v":1,"type":"put","at":17000000\n${good}\n`);
}
