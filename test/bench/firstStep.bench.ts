// From the instant at which the server writes the first words to the instant at which they stand painted as a step,
// beside the floor: an extension that only asks, posts and appends (floor/extension.cjs). Same server, same window.
import { setTimeout as pause } from 'node:timers/promises';
import { closeTab, focusTab, inEditor } from './editor';
import type { VsCodeWindow } from './host';
import { inTurns } from './measure';
import { painted } from './paint';
import type { Row } from './row';
import { type WordServer, wordServer } from './wordServer';

const rounds = 5;
const file = 'parity.py';
/** The panel that asked has drawn what there is to draw before the words, and rests. */
const restMs = 700;
const arrivalLimitMs = 20_000;

export async function bench(): Promise<readonly Row[]> {
  const server = await wordServer();
  try {
    const settings = {
      'marginalia.endpoint.url': server.url,
      'marginalia.endpoint.protocol': 'openai',
      'floor.url': `${server.url}/v1/chat/completions`,
    };
    const setting = {
      settings,
      beside: ['test/bench/floor'],
      files: { [file]: 'test/host/sample/parity.py' },
    };
    return await inEditor(setting, async open => {
      const window = await open();
      await window.openFile(file);
      await window.goToLine(16);
      const medians = await inTurns(rounds, {
        ours: () => asking(window, server, 'Marginalia: Explain Reasoning', 'Marginalia', 'li[data-step]'),
        peer: () => asking(window, server, 'Floor: Ask', 'Floor', '#floor li'),
      });
      return [
        {
          name: 'first words received → first step painted',
          ...medians,
          unit: 'ms',
          peerName: 'a minimal webview extension that posts and appends',
        },
      ];
    });
  } finally {
    await server.close();
  }
}

let asked = 0;

async function asking(
  window: VsCodeWindow,
  server: WordServer,
  command: string,
  tab: string,
  selector: string,
): Promise<number> {
  asked += 1;
  const words = `answer${asked}`;
  await focusTab(window, file);
  const arrived = server.nextQuestion();
  await window.command(command);
  const answer = await Promise.race([arrived, pause(arrivalLimitMs)]);
  if (!answer) throw new Error(`${command} sent nothing within ${arrivalLimitMs / 1000} s`);
  await pause(restMs);
  const seen = painted(window.page, { selector, text: words }, { isEntered: true });
  const writtenAt = answer.say(`L16-17: ${words} in a few words.`);
  answer.end();
  const { paintedAt } = await seen;
  await closeTab(window, tab);
  return paintedAt - writtenAt;
}
