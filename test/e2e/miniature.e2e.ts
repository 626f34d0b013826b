// The miniature in the webview of real VS Code: its worker may start under the editor's own policy, and a reload of the window
// loses nothing but the weights, which come again by the seed.
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { recordedMiniature } from '../support/miniature';
import { Session } from './session';

describe('the miniature in VS Code', () => {
  let session: Session;
  let panel: FrameLocator;

  before(async () => {
    session = await Session.open();
    await session.window.command('Marginalia: Open Concept Panel');
    panel = await session.panel('chapter');
    await panel.locator('nav.foot a').last().click();
    await panel.locator('[data-lab="miniature"]').waitFor();
  });
  after(() => session?.end());

  /** The first losses, as the table behind the curve has them. */
  const losses = async (count: number) => {
    await panel.locator(`[data-of="base"] tbody tr:nth-child(${count})`).waitFor({ state: 'attached' });
    const cells = await panel.locator('[data-of="base"] tbody td:last-child').allTextContents();
    return cells.slice(0, count);
  };
  const recorded = (count: number) =>
    recordedMiniature()
      .base.losses.slice(0, count)
      .map(loss => loss.toFixed(3));

  it('is trained by a worker of the page', async () => {
    await panel.locator('[data-action="miniature-start"]').click();
    assert.deepEqual(await losses(4), recorded(4));
  });

  it('stands still after a reload of the window, and goes on from there', async () => {
    await session.window.reload();
    panel = await session.panel('chapter');
    await panel.locator('[data-lab][data-state="stopped"]').waitFor();
    assert.match(
      await panel.locator('[data-state-said]').innerText(),
      /^Stopped after [\d,]+ of 2,000 steps/,
    );
    assert.deepEqual(await losses(4), recorded(4));
    const had = await panel.locator('[data-of="base"] tbody tr').count();
    await panel.locator('[data-action="miniature-resume"]').click();
    assert.deepEqual(await losses(had + 1), recorded(had + 1));
    await session.picture('miniature');
  });
});
