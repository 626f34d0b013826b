// A chapter whose folder goes: what is read stays on the page, which says so; after a reload the reader is led to the
// chapter that comes with Marginalia, and told why.
import assert from 'node:assert/strict';
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from './session';

describe('a chapter that goes', () => {
  let session: Session;
  const folder = () => join(session.workspace, '.marginalia', 'tides');

  before(async () => {
    session = await Session.open();
    await cp(join('content', 'how-chatgpt-came-to-be'), folder(), { recursive: true });
    const path = join(folder(), 'chapter.json');
    const chapter = JSON.parse(await readFile(path, 'utf8'));
    chapter.title = { en: 'Of tides' };
    chapter.concepts[0].title = { en: 'Why the sea comes back' };
    await writeFile(path, JSON.stringify(chapter));
  });
  after(async () => session?.end());

  it('stays on the page, and is said to be gone until it is back', async () => {
    await session.window.command('Marginalia: Choose Chapter');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Of tides' }).click();
    const panel = await session.panel('chapter');
    const title = panel.locator('#title', { hasText: 'Why the sea comes back' });
    const problem = panel.locator('[data-error="unknown-chapter"]');
    await title.waitFor();
    assert.equal(await problem.count(), 0);
    await rename(folder(), `${folder()}-away`);
    await problem.waitFor();
    await title.waitFor();
    await rename(`${folder()}-away`, folder());
    await problem.waitFor({ state: 'detached' });
    await title.waitFor();
  });

  it('is left for the first one after a reload, and the reader is told once', async () => {
    await rename(folder(), `${folder()}-away`);
    const before = await session.panel('chapter');
    await before.locator('[data-error="unknown-chapter"]').waitFor();
    await session.window.reload();
    const panel = await session.panel('chapter');
    await panel.locator('article[data-passage]').first().waitFor();
    assert.doesNotMatch(await panel.locator('#title').innerText(), /Why the sea comes back/);
    const notices = session.page.locator('.notification-toast', { hasText: 'There is no chapter' });
    await notices.first().waitFor();
    assert.equal(await notices.count(), 1);
    assert.deepEqual(session.window.complaints, []);
  });
});
