// From the command to the first passage painted, beside the built-in Markdown preview on the same text in the same
// window, in turns. Both are looked for in the same way, see paint.ts.
import { closeTab, focusTab, inEditor } from './editor';
import type { VsCodeWindow } from './host';
import { inTurns } from './measure';
import { painted, type Wanted } from './paint';
import type { Row } from './row';

const text = 'content/how-chatgpt-came-to-be/en/next-token-pretraining.md';
const rounds = 5;

export async function bench(): Promise<readonly Row[]> {
  return inEditor({ files: { 'passages.md': text } }, async open => {
    const window = await open();
    await window.openFile('passages.md');
    const medians = await inTurns(rounds, {
      ours: () => opening(window, 'Marginalia: Open Concept Panel', 'Marginalia', passage),
      peer: () => opening(window, 'Markdown: Open Preview to the Side', '[Preview] passages.md', preview),
    });
    return [
      {
        name: 'command → first passage painted',
        ...medians,
        unit: 'ms',
        peerName: 'the built-in Markdown preview on the same text',
        target: { atMost: 1 },
      },
    ];
  });
}

const passage: Wanted = { selector: 'article[data-passage]' };
const preview: Wanted = { selector: '.markdown-body p' };

async function opening(window: VsCodeWindow, command: string, tab: string, wanted: Wanted): Promise<number> {
  await focusTab(window, 'passages.md');
  const seen = painted(window.page, wanted);
  await window.command(command);
  const { enteredAt, paintedAt } = await seen;
  await closeTab(window, tab);
  return paintedAt - enteredAt;
}
