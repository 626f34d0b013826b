// What VS Code itself measured of our activation (loading the code included), beside an extension of its own that
// was activated in the same window.
import { focusTab, inEditor } from './editor';
import type { VsCodeWindow } from './host';
import { median } from './measure';
import type { Row } from './row';

/** Each window has a new extension host. */
const windows = 4;
const file = 'passages.md';
const text = 'content/how-chatgpt-came-to-be/en/next-token-pretraining.md';

export async function bench(): Promise<readonly Row[]> {
  return inEditor({ files: { [file]: text } }, async open => {
    const ours: number[] = [];
    const peer: number[] = [];
    for (let round = 0; round < windows; round += 1) {
      const window = await open();
      // Who comes second finds the disk warm and the start-up rush over, so each comes first about as often.
      const acts = [() => openPanel(window), () => window.openFile(file)];
      for (const act of round % 2 === 0 ? acts : acts.reverse()) await act();
      const told = await activations(window);
      ours.push(told('Marginalia'));
      peer.push(told('Markdown Language Features'));
      await window.close();
    }
    return [
      {
        name: 'activation, as VS Code tells it',
        ours: median(ours),
        peer: median(peer),
        unit: 'ms',
        peerName: 'Markdown Language Features, built in',
        target: { atMost: 1 },
      },
    ];
  });
}

async function openPanel(window: VsCodeWindow): Promise<void> {
  await window.command('Marginalia: Open Concept Panel');
  await window.page.locator('iframe.webview.ready').first().waitFor();
}

/** Reads the list of running extensions: milliseconds by name. */
async function activations(window: VsCodeWindow): Promise<(name: string) => number> {
  await focusTab(window, file);
  await window.command('Developer: Show Running Extensions');
  const rows = window.page.locator('.runtime-extensions-editor .extension');
  await rows.filter({ hasText: 'Marginalia' }).waitFor();
  const texts = await rows.allInnerTexts();
  return name => {
    const row = texts.find(text => text.startsWith(name));
    const told = /Activation: (\d+)\s*ms/.exec(row ?? '')?.[1];
    if (told === undefined) throw new Error(`VS Code does not tell how long ${name} took: ${row}`);
    return Number(told);
  };
}
