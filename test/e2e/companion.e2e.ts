// Companion code and its way back to the passage, when code and panel are opened at the same time.
import assert from 'node:assert/strict';
import { Session } from './session';

describe('companion code', () => {
  let session: Session;
  before(async () => {
    session = await Session.open();
  });
  after(async () => session?.end());

  it('has its lenses beside a panel that is opened at the same time, in the language that is read', async () => {
    await session.window.command('Marginalia: Open Companion Code');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'greedy' }).click();
    await session.page.locator('.view-line', { hasText: 'def greedy(choices, rng):' }).waitFor();
    await session.window.command('Marginalia: Open Concept Panel');
    const lens = session.page.locator('.codelens-decoration a');
    await lens.filter({ hasText: '1.3 Why it repeats' }).first().waitFor();
    const panel = await session.panel('chapter');
    await panel.locator('button[lang="zh-CN"]').click();
    await lens.filter({ hasText: '1.3 为什么会重复' }).first().waitFor();
    assert.deepEqual(session.window.complaints, []);
  });
});
