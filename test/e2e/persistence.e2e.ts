// The panel can be thrown away at any moment: what the reader sees comes back as it was.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { FrameLocator } from 'playwright-core';
import { llamaServer, paced } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { Session } from './session';

/** The panel tells its place when scrolling has paused for 120 ms; nothing shows that it did. */
const placeToldMs = 600;

const count = 24;
const gapMs = 150;
/** Each step in two pieces, so that one is always half-written. */
/** So far the answer comes by itself; the rest waits until the test has seen what it came for. */
const heldAfterSteps = 14;
const answer = Array.from({ length: count }, (_, index) => [
  `L${9 + (index % 4)}: step`,
  ` ${index + 1}.\n`,
]).flat();

describe('a panel that is thrown away', () => {
  let server: ScriptedEndpoint;
  let session: Session;
  let letGo = () => {};
  const released = new Promise<void>(resolve => {
    letGo = resolve;
  });
  /** The first run is let go by its test; the second one never ends by itself. */
  const gates = [released, new Promise<void>(() => {})];

  before(async () => {
    const script = paced(answer, gapMs / 2);
    server = await scriptedEndpoint(
      llamaServer(() => {
        const held = gates.shift();
        return { ...script, gate: write => (write < heldAfterSteps * 2 ? undefined : held) };
      }),
    );
    session = await Session.open({ settings: { 'marginalia.endpoint.url': server.url } });
  });
  after(async () => {
    await session?.end();
    await server?.close();
  });

  it('comes back to its passage, scroll and language, when shown and when the window reloads', async () => {
    await session.window.command('Marginalia: Open Concept Panel');
    const panel = await session.panel('chapter');
    await panel.locator('.foot a').last().click();
    await panel.locator('[data-concept="base-vs-assistant-model"]').waitFor();
    await panel.locator('button[lang="zh-CN"]').click();
    const passage = panel.locator('article[data-passage="roles-are-tokens"]');
    await passage.evaluate(element =>
      window.scrollTo(0, window.scrollY + element.getBoundingClientRect().top),
    );
    await pause(placeToldMs);
    const place = await placeIn(panel);
    assert.equal(place.language, 'zh-CN');

    await session.window.openFile('parity.py');
    await session.page.locator('iframe.webview').waitFor({ state: 'detached' });
    await session.page.locator('.tab', { hasText: 'Marginalia' }).click();
    assert.deepEqual(await settledPlace(await session.panel('chapter')), place);

    await session.window.reload();
    assert.deepEqual(await settledPlace(await session.panel('chapter')), place);
    assert.deepEqual(session.window.complaints, []);
  });

  it('has every step once when it was hidden in the middle of a stream', async () => {
    await session.explain('parity.py', 9, 12);
    const before = await session.panel('reasoning');
    await before.locator('li[data-step="3"]').waitFor();
    await session.page.locator('.tab', { hasText: 'parity.py' }).first().click();
    await session.page.locator('iframe.webview').waitFor({ state: 'detached' });
    await session.page.locator('.tab', { hasText: 'Marginalia' }).click();
    const after = await session.panel('reasoning');
    await after.locator(`ol[data-run][data-state="streaming"] li[data-step="${heldAfterSteps}"]`).waitFor();
    letGo();
    await after.locator('ol[data-run][data-state="done"]').waitFor();
    assert.deepEqual(
      await after.locator('li[data-step] .text').allInnerTexts(),
      Array.from({ length: count }, (_, index) => `step ${index + 1}.`),
    );
  });

  it('shows the run that a reload stopped, with the steps that came', async () => {
    const panel = await session.panel('reasoning');
    await panel.locator('button[data-action="explain-again"]').click();
    await panel.locator(`ol[data-state="streaming"] li[data-step="${heldAfterSteps}"]`).waitFor();
    await session.window.reload();
    const restored = await session.panel('reasoning');
    await restored.locator('ol[data-run][data-state="stopped"] li[data-step="1"]').waitFor();
    const texts = await restored.locator('li[data-step] .text').allInnerTexts();
    const whole = texts.slice(0, -1);
    assert.ok(whole.length >= 4, texts.join());
    assert.deepEqual(
      whole,
      whole.map((_, index) => `step ${index + 1}.`),
    );
    await session.picture('reload-mid-stream');
    assert.deepEqual(session.window.complaints, []);
  });
});

interface SeenPlace {
  readonly concept: string | null;
  readonly language: string;
  /** Where the passage begins, in pixels from the top of the view, to the nearest four. */
  readonly top: number;
}

async function placeIn(panel: FrameLocator): Promise<SeenPlace> {
  return panel.locator('body').evaluate(() => ({
    concept: document.querySelector('header[data-concept]')?.getAttribute('data-concept') ?? null,
    language: document.documentElement.lang,
    top:
      Math.round(
        (document.querySelector('[data-passage="roles-are-tokens"]')?.getBoundingClientRect().top ?? 0) / 4,
      ) * 4,
  }));
}

/** Once two frames in a row show the same. */
async function settledPlace(panel: FrameLocator): Promise<SeenPlace> {
  await panel.locator('article[data-passage]').first().waitFor();
  for (let before = await placeIn(panel); ; ) {
    await panel
      .locator('body')
      .evaluate(() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 100))));
    const now = await placeIn(panel);
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}
