// In the served editor: from a byte on the model's socket to its word painted in the panel, at a hundred tokens a second; and
// how often a long answer at full speed holds the window up.
import { setTimeout as pause } from 'node:timers/promises';
import { focusTab, inEditor } from './editor';
import type { VsCodeWindow } from './host';
import { percentile95 } from './measure';
import { type Row, within } from './row';
import { type Answer, wordServer } from './wordServer';

const file = 'parity.py';
const words = 800;
const everyMs = 10;
/** Characters in all, and in one piece: what a fast machine says in a few milliseconds. */
const longAnswer = 128 * 1024;
const pieceLength = 64;
const pieceMs = 2;
const longTaskMs = 50;
/** The panel that asked has drawn what there is to draw before the words, and rests. */
const restMs = 1_500;

export async function bench(): Promise<readonly Row[]> {
  const server = await wordServer();
  const setting = {
    settings: { 'marginalia.endpoint.url': server.url, 'marginalia.endpoint.protocol': 'openai' },
    files: { [file]: 'test/host/sample/parity.py' },
  };
  const ask = async (window: VsCodeWindow) => {
    await focusTab(window, file);
    const asked = server.nextQuestion();
    await window.command('Marginalia: Explain Reasoning');
    const answer = await asked;
    answer.say('L16-17: It begins');
    await pause(restMs);
    return answer;
  };
  try {
    return await inEditor(setting, async open => {
      const window = await open();
      await window.openFile(file);
      await window.goToLine(16);
      const delays = await wordByWord(window, await ask(window));
      const tasks = await atFullSpeed(window, await ask(window));
      const longest = tasks.length === 0 ? '' : `, longest ${Math.round(Math.max(...tasks))} ms`;
      return [
        within(
          `a word on the socket → painted, ${1000 / everyMs} a second, p95`,
          percentile95(delays),
          'ms',
          50,
        ),
        {
          name: `tasks of the panel over ${longTaskMs} ms in ${longAnswer / 1024} KB at full speed${longest}`,
          ours: tasks.length,
          peer: 1,
          unit: 'tasks',
          peerName: 'one',
          target: { atMost: 0 },
        },
      ];
    });
  } finally {
    await server.close();
  }
}

/** How long each word took, in milliseconds; one that is painted with a later one came when that did. */
async function wordByWord({ page }: VsCodeWindow, answer: Answer): Promise<readonly number[]> {
  const seen = page.evaluate(watchWords, { last: words - 1, limitMs: 60_000 });
  const written: number[] = [];
  for (let n = 0; n < words; n += 1) {
    written.push(answer.say(` w${n}`));
    await pause(everyMs);
  }
  const painted = await seen;
  answer.end();
  return written.map((at, n) => (painted.find(({ word }) => word >= n)?.at ?? Number.NaN) - at);
}

/** How long each task of the panel took that was over the limit. */
async function atFullSpeed({ page }: VsCodeWindow, answer: Answer): Promise<readonly number[]> {
  const noted = page.evaluate(watchTasks, { until: 'The very end', limitMs: 120_000 });
  // What repeats itself would be cut.
  for (let said = 0; said < longAnswer; said += pieceLength) {
    answer.say(Array.from({ length: pieceLength / 8 }, (_, n) => ` w${100_000 + said + n}`).join(''));
    await pause(pieceMs);
  }
  answer.say(' The very end.');
  answer.end();
  return (await noted).filter(ms => ms > longTaskMs);
}

/** Runs in the window. The frame after the one in which a word was first seen. */
function watchWords({ last, limitMs }: { readonly last: number; readonly limitMs: number }) {
  interface Seen {
    readonly word: number;
    readonly at: number;
  }
  return new Promise<readonly Seen[]>((resolve, reject) => {
    const giveUpAt = Date.now() + limitMs;
    const found: Seen[] = [];
    const look = () => {
      const step = [...document.querySelectorAll<HTMLIFrameElement>('iframe.webview')]
        .map(({ contentDocument }) => contentDocument?.querySelector<HTMLIFrameElement>('#active-frame'))
        .map(inner => inner?.contentDocument?.querySelector('li[data-step] .text'))
        .find(one => one);
      const word = Number(/w(\d+)\s*$/.exec(step?.textContent ?? '')?.[1] ?? -1);
      const isNew = word > (found.at(-1)?.word ?? -1);
      requestAnimationFrame(() => {
        if (isNew) found.push({ word, at: Date.now() });
        if (word >= last) resolve(found);
        else if (Date.now() > giveUpAt)
          reject(new Error(`word ${last} was not painted; the last was ${word}`));
        else look();
      });
    };
    look();
  });
}

/** Runs in the window. Milliseconds of the long tasks of the panel's page, until it shows certain words. */
function watchTasks({ until, limitMs }: { readonly until: string; readonly limitMs: number }) {
  return new Promise<readonly number[]>((resolve, reject) => {
    const inner = [...document.querySelectorAll<HTMLIFrameElement>('iframe.webview')]
      .map(({ contentDocument }) => contentDocument?.querySelector<HTMLIFrameElement>('#active-frame'))
      .find(one => one?.contentDocument?.querySelector('li[data-step]'));
    const page = inner?.contentWindow as (Window & typeof globalThis) | null | undefined;
    if (!page) {
      reject(new Error('no panel shows a step'));
      return;
    }
    const found: number[] = [];
    const observer = new page.PerformanceObserver(list => {
      for (const { name, duration } of list.getEntries()) if (name === 'self') found.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const giveUpAt = Date.now() + limitMs;
    const look = () => {
      const text = page.document.querySelector('li[data-step] .text')?.textContent ?? '';
      if (text.includes(until)) setTimeout(() => resolve(found), 500);
      else if (Date.now() > giveUpAt) reject(new Error(`the panel did not show "${until}"`));
      else setTimeout(look, 500);
    };
    look();
  });
}
