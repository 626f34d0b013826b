// Two windows on one machine, as the served editor gives them: their extension hosts have the same session id.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VsCodeWindow } from './host';
import { Session } from './session';

describe('two windows', () => {
  let session: Session;
  let other: VsCodeWindow;

  before(async () => {
    session = await Session.open();
    other = await session.anotherWindow();
  });
  after(async () => {
    await other?.close();
    await session?.end();
  });

  it('write a journal each, and both show the notes of both', async () => {
    await annotate(session.window, 1, 'from the one');
    await annotate(other, 9, 'from the other');
    const folder = session.storage('annotations');
    const texts = async () => {
      const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.jsonl'));
      return Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
    };
    for (const window of [session.window, other]) {
      await window.page.bringToFront();
      await window.command('Marginalia: Review Annotated Passages');
      await (await window.webview('main[data-view="review"]')).locator('[data-due="2"]').waitFor();
    }
    const written = await texts();
    assert.deepEqual(
      written.map(text => text.trim().split('\n').length),
      [1, 1],
    );
    assert.notEqual(written[0]?.includes('from the one'), written[1]?.includes('from the one'));
    assert.deepEqual([...session.window.complaints, ...other.complaints], []);
  });
});

async function annotate(window: VsCodeWindow, line: number, note: string): Promise<void> {
  // A page that lies behind another is drawn when it pleases the browser.
  await window.page.bringToFront();
  await window.openFile('parity.py');
  await window.selectLines(line);
  await window.command('Marginalia: Annotate Selection');
  const box = window.page.locator('.quick-input-widget', { hasText: 'Annotate Selection' });
  await box.locator('input').fill(note);
  await box.locator('input').press('Enter');
  await box.waitFor({ state: 'hidden' });
}
