// What a hundred runs of 32 KB leave behind in memory, in the extension host and in the window that shows them: it must not
// grow with their number. Taken beside what the first twenty left, when everything was loaded once.
import { focusTab, inEditor } from './editor';
import type { VsCodeWindow } from './host';
import type { Row } from './row';
import { type Answer, wordServer } from './wordServer';

/** A run takes about a second on cores that are free. */
export const limitMs = 15 * 60_000;

const file = 'parity.py';
const runs = 100;
const firstRuns = 20;
const answerLength = 32 * 1024;
const pieceLength = 1024;

interface Held {
  readonly host: number;
  readonly page: number;
}

export async function bench(): Promise<readonly Row[]> {
  const server = await wordServer();
  const setting = {
    settings: { 'marginalia.endpoint.url': server.url, 'marginalia.endpoint.protocol': 'openai' },
    files: { [file]: 'test/host/sample/parity.py' },
  };
  try {
    return await inEditor(setting, async (open, hostMemory) => {
      const window = await open();
      await window.openFile(file);
      await window.goToLine(16);
      const held = async (): Promise<Held> => ({ host: await hostMemory(), page: await pageMemory(window) });
      let first: Held | undefined;
      for (let run = 1; run <= runs; run += 1) {
        await focusTab(window, file);
        const asked = server.nextQuestion();
        await window.command('Marginalia: Explain Reasoning');
        await say(await asked, run);
        const panel = await window.webview('main[data-view="reasoning"]');
        await panel.locator('ol[data-state="done"]', { hasText: `The end of ${run}.` }).waitFor();
        if (run === firstRuns) first = await held();
      }
      const last = await held();
      const row = (what: string, of: (held: Held) => number): Row => ({
        name: `${what} after ${runs} runs of ${answerLength / 1024} KB`,
        ours: of(last),
        peer: first ? of(first) : Number.NaN,
        unit: 'MB',
        peerName: `after ${firstRuns} of them`,
        target: { atMost: 1.25 },
      });
      return [
        row('the extension host, resident,', ({ host }) => host),
        row('scripts of the window and its panel, collected,', ({ page }) => page),
      ];
    });
  } finally {
    await server.close();
  }
}

async function say(answer: Answer, run: number): Promise<void> {
  answer.say('L16-17: It begins');
  // What repeats itself would be cut.
  for (let said = 0; said < answerLength; said += pieceLength) {
    answer.say(Array.from({ length: pieceLength / 8 }, (_, n) => ` w${100_000 + said + n}`).join(''));
  }
  answer.say(`. The end of ${run}.`);
  answer.end();
}

/** In megabytes, after a collection. */
async function pageMemory({ page }: VsCodeWindow): Promise<number> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  await devTools.detach();
  return usedSize / 1024 / 1024;
}
