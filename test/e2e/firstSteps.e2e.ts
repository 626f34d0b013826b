// A newcomer's first hour in real VS Code, by what stands there without being asked: the walkthrough, the side bar, the
// status bar, the context menu, the way back. It takes the walkthrough's pictures (out/screens/walkthrough); with
// MARGINALIA_PICTURES=keep they replace the ones that are shown (media/walkthrough).
import assert from 'node:assert/strict';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import type { FrameLocator, Locator } from 'playwright-core';
import { frames, llamaServer, ollamaServer } from '../support/playedServers';
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/scriptedEndpoint';
import { changeSettings, standIns } from './host';
import { hasFocus } from './seen';
import { Session } from './session';

const body = frames([
  'L16: A running answer is begun: nothing was read yet, so the parity is even.\n',
  'L17-18: The bits are taken in turn, and each one turns the answer over.\n',
  'L19-20: With probability `slip` a step goes wrong: the answer is turned over once more.\n',
  'L21: What stands at the end is the parity, if the number of slips is even.\n',
]).join('');

const taken = 'out/screens/walkthrough';
const shown = 'media/walkthrough';
/** Four of them are packed. */
const mostBytes = 200_000;

describe('the first hour', () => {
  const servers: ScriptedEndpoint[] = [];
  let session: Session;
  let panel: FrameLocator;

  before(async () => {
    await mkdir(taken, { recursive: true });
    const { at } = await standIns();
    servers.push(await scriptedEndpoint(ollamaServer({ body }), { port: at(11434) }));
    servers.push(await scriptedEndpoint(llamaServer({ body }), { port: at(8080) }));
    session = await Session.open({ scale: 1.5 });
  });
  after(async () => {
    await session?.end();
    for (const server of servers) await server.close();
  });

  it('offers a walkthrough of four steps, each with its picture', async () => {
    await openWalkthrough();
    const { page } = session;
    assert.equal(await page.locator('.getting-started-step').count(), 4);
    assert.equal(await stepsDone(), 0);
    for (const step of await page.locator('.getting-started-step').all()) {
      await step.click();
      await page.waitForFunction(() => {
        const picture = document.querySelector<HTMLImageElement>('.getting-started-media img');
        return picture?.complete === true && picture.naturalWidth > 0;
      });
    }
    await page.locator('.getting-started-step').first().click();
    await session.picture('walkthrough');
  });

  it('opens the panel from its first step; the side bar says how far each concept was read', async () => {
    const { page } = session;
    await page.locator('.getting-started-step.expanded .monaco-button').first().click();
    panel = await session.panel('chapter');
    await concept('next-token-pretraining');
    await page.locator('.activitybar a[aria-label^="Marginalia"]').click();
    await inTree(/^1 .* of \d/s);
    await takePicture('read', await panelBox());
  });

  it('selects words of a passage by keyboard, and notes something on them', async () => {
    await panel.locator('#title').click();
    await press('a');
    await panel.locator('.hint', { hasText: 'Select words first' }).waitFor();
    await press('j', 'Shift+ArrowRight', 'Shift+ArrowRight');
    await panel.locator('.offer').waitFor();
    const chosen = await panel.locator('body').evaluate(() => String(document.getSelection()));
    assert.match(chosen, /^\w+ \w+$/);
    await press('a');
    await panel.locator('.note.writing textarea:focus').waitFor();
    await session.page.keyboard.type('worth coming back to');
    await press('Control+Enter');
    await panel.locator('aside[data-annotation^="urn:uuid:"]', { hasText: 'worth coming back to' }).waitFor();
    await session.page.locator('.pane-body .monaco-list-row[aria-label*="1 card due"]').waitFor();
    await statusEntry().filter({ hasText: '1 due' }).waitFor();
    await session.picture('side-bar');
  });

  it('shows all keys by "?"', async () => {
    await press('?');
    await panel.locator('[data-keys]', { hasText: 'Write a note about the selected words' }).waitFor();
    await session.picture('keys');
    await press('Escape');
    await panel.locator('[data-keys]').waitFor({ state: 'detached' });
  });

  it('leads back by Alt+Left: after a link, a hit and a lens', async () => {
    await panel.locator('.foot a').last().click();
    await concept('base-vs-assistant-model');
    await press('Alt+ArrowLeft');
    await concept('next-token-pretraining');

    await hasFocus(panel);
    await press('/');
    await panel.locator('[data-action="search"]:focus').waitFor();
    await session.page.keyboard.type('assistant');
    await panel.locator('.hits a[href="#roles-are-tokens"]').first().click();
    await concept('base-vs-assistant-model');
    await press('Alt+ArrowLeft');
    await concept('next-token-pretraining');

    await panel.locator('.foot a').last().click();
    await concept('base-vs-assistant-model');
    await panel.locator('.foot a').last().click();
    await panel.locator('header[data-concept="base-vs-assistant-model"]').waitFor({ state: 'detached' });
    await session.window.command('Marginalia: Open Companion Code');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'greedy' }).click();
    const lens = session.page.locator('.codelens-decoration a', { hasText: 'Why it repeats' });
    await lens.first().click();
    await concept('next-token-pretraining');
    await hasFocus(panel);
    await press('Alt+ArrowLeft');
    await panel.locator('header[data-concept="next-token-pretraining"]').waitFor({ state: 'detached' });
  });

  it('shows the models with what each needs', async () => {
    await session.window.command('Marginalia: Select Model');
    const rows = session.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Ollama' }).first().waitFor();
    await asOnAnyMachine(session.page.locator('.quick-input-widget'));
    await takePicture('model', await session.page.locator('.quick-input-widget').boundingBox());
    await rows.filter({ hasText: 'llama.cpp' }).first().click();
  });

  it('explains from the context menu, which bears our name', async () => {
    const { page, window } = session;
    await page.locator('.activitybar a[aria-label^="Explorer"]').click();
    await window.openFile('parity.py');
    await window.selectLines(14, 21);
    await page.locator('.view-line', { hasText: 'state ^= bit' }).first().click({ button: 'right' });
    const menu = page.locator('.monaco-menu');
    await menu.getByText('Explain Reasoning with Marginalia').waitFor();
    await menu.getByText('Annotate with Marginalia').waitFor();
    await session.picture('context-menu');
    await menu.getByText('Explain Reasoning with Marginalia').click();
    panel = await session.panel('reasoning');
    await panel.locator('ol[data-state="done"] li[data-step="4"]').waitFor();
    await statusEntry()
      .filter({ hasText: /qwen2\.5-coder-1\.5b · 1 due/ })
      .waitFor();
    await panel.locator('li[data-step="2"]').click();
    await asOnAnyMachine(panel.locator('.sent'));
    await takePicture('explain', await panelBox());
    await session.picture('explained');
  });

  it('reviews what was noted', async () => {
    await session.window.command('Marginalia: Review Annotated Passages');
    panel = await session.panel('review');
    await panel.locator('[data-card] button[data-action="reveal"]').click();
    await panel.locator('button[data-rating="good"]').waitFor();
    await takePicture('review', await panelBox());
    await panel.locator('button[data-rating="good"]').click();
    await panel.locator('section[data-due="0"]').waitFor();
    await statusEntry().filter({ hasNotText: 'due' }).waitFor();
  });

  it('has the four steps of the walkthrough done, by doing them', async () => {
    await openWalkthrough();
    await session.page.waitForFunction(
      () =>
        document.querySelectorAll('.getting-started-step .codicon-getting-started-step-checked').length === 4,
    );
    await session.picture('walkthrough-done');
    assert.deepEqual(session.window.complaints, []);
  });

  it('has no entry in the status bar where the reader wants none', async () => {
    // The walkthrough takes the focus when it is restored, from whatever has it by then.
    await session.window.command('View: Close All Editors');
    await changeSettings(session.userDataDir, { 'marginalia.statusBar': false });
    await session.window.reload();
    await session.window.command('Marginalia: Open Concept Panel');
    await (await session.panel('chapter')).locator('article[data-passage]').first().waitFor();
    assert.equal(await statusEntry().count(), 0);
  });

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await session.page.keyboard.press(key);
  }

  const concept = (id: string) => panel.locator(`header[data-concept="${id}"]`).waitFor();

  function inTree(text: RegExp): Promise<void> {
    return session.page.locator('.pane-body .monaco-list-row', { hasText: text }).first().waitFor();
  }

  function statusEntry(): Locator {
    return session.page.locator('.statusbar-item[aria-label^="Marginalia"]');
  }

  async function openWalkthrough(): Promise<void> {
    await session.window.command('Welcome: Open Walkthrough...');
    const row = session.page.locator('.quick-input-list .monaco-list-row', {
      hasText: 'Get started with Marginalia',
    });
    await row.click();
    await session.page.locator('.getting-started-step').first().waitFor();
  }

  function stepsDone(): Promise<number> {
    return session.page.locator('.getting-started-step .codicon-getting-started-step-checked').count();
  }

  function panelBox(): Promise<Box | null> {
    return session.page.locator('iframe.webview.ready').boundingBox();
  }

  /** Our ports stand in for the usual ones, and the recorded Ollama has no number: neither is what a reader sees. */
  async function asOnAnyMachine(shown: Locator): Promise<void> {
    const { at } = await standIns();
    const pairs = [...[11434, 8080].map(usual => [`:${at(usual)}`, `:${usual}`]), [' 0.0.0', '']];
    await shown.evaluate((root, pairs) => {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const [ours = '', theirs = ''] of pairs) {
          const { currentNode: text } = texts;
          if (text.textContent?.includes(ours)) text.textContent = text.textContent.replace(ours, theirs);
        }
      }
    }, pairs);
  }

  async function takePicture(name: string, box: Box | null): Promise<void> {
    assert.ok(box);
    const file = `${name}.png`;
    await session.page.screenshot({
      path: `${taken}/${file}`,
      clip: { ...box, height: Math.min(box.height, tallestPx) },
    });
    if (process.env.MARGINALIA_PICTURES === 'keep') await copyFile(`${taken}/${file}`, `${shown}/${file}`);
    assert.ok((await stat(`${shown}/${file}`)).size < mostBytes, file);
    assert.ok((await stat(`${taken}/${file}`)).size < mostBytes, file);
  }
});

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** The walkthrough shows its pictures beside its steps, hardly higher than wide. */
const tallestPx = 640;
