// A served VS Code whose reader has the notes and runs of years, beside one whose reader has none: how soon the panel is
// painted again after another tab has covered it, and what the extension host holds while nothing happens.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type HostMemory, inEditor, type OpenWindow } from './editor';
import type { VsCodeWindow } from './host';
import { inTurns } from './measure';
import { painted } from './paint';
import { longChapter, noteCount, Reader, runCount } from './reader';
import { type Bench, within } from './row';

const cover = 'passages.md';
const setting = { files: { [cover]: 'content/how-chatgpt-came-to-be/en/next-token-pretraining.md' } };
const rounds = 7;
/** What was needed to start is given back by then. */
const idleMs = 15_000;

interface Editor {
  readonly window: VsCodeWindow;
  readonly hostMemory: HostMemory;
}

export const bench: Bench = async () => {
  const { chapter } = await longChapter();
  const reader = new Reader(chapter, Date.now());
  const fill = async (storage: string) => {
    await reader.writeJournals(join(storage, 'annotations'));
    await reader.writeRuns(join(storage, 'runs'));
  };
  return inEditor({ ...setting, fill }, (openFull, fullMemory) =>
    inEditor(setting, async (openEmpty, emptyMemory) => {
      const full = await opened(openFull, fullMemory);
      const empty = await opened(openEmpty, emptyMemory);
      const what = `${noteCount} notes, ${runCount} runs`;
      await pause(idleMs);
      const [fullMb, emptyMb] = [await full.hostMemory(), await empty.hostMemory()];
      const medians = await inTurns(rounds, { ours: () => shownAgain(full), peer: () => shownAgain(empty) });
      return [
        within(`extension host idle with ${what}, over one with none`, fullMb - emptyMb, 'MB', 60),
        {
          name: `the panel shown again, ${what} → first passage painted`,
          ...medians,
          unit: 'ms',
          peerName: 'the same with an empty store',
          target: { atMost: 1.1 },
        },
      ];
    }),
  );
};

/** The panel stands in the only group, so that whatever is opened covers it. */
async function opened(open: OpenWindow, hostMemory: HostMemory): Promise<Editor> {
  const window = await open();
  const editor = { window, hostMemory };
  await show(editor);
  return editor;
}

async function shownAgain(editor: Editor): Promise<number> {
  await editor.window.openFile(cover);
  await editor.window.page.locator('iframe.webview').first().waitFor({ state: 'hidden' });
  return show(editor);
}

async function show({ window }: Editor): Promise<number> {
  const seen = painted(window.page, { selector: 'article[data-passage]' });
  await window.command('Marginalia: Open Concept Panel');
  const { enteredAt, paintedAt } = await seen;
  return paintedAt - enteredAt;
}
