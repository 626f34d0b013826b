// An answer in Markdown as it streams into a page: how long the page's main thread is at work in all, how long one more
// piece takes, and whether it takes longer towards the end. Beside what chat pages draw with.

import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { pageScript } from '../panel/pageScripts';
import { busyMs } from './busy';
import { hostScripts } from './host';
import { median, percentile95 } from './measure';
import { type Bench, growth, type Row, within } from './row';
import type { Painter } from './streamedPage';

export const limitMs = 900_000;

/** In characters: what arrives at once. */
const delta = 64;
const peers = ['streamdown', 'react-markdown', 'marked'] as const;
const peerNames: Readonly<Record<(typeof peers)[number], string>> = {
  streamdown: 'streamdown',
  'react-markdown': 'react-markdown',
  marked: 'marked of all the text into innerHTML at every delta',
};
/** Who draws all anew takes minutes for more. */
const sizes = [
  { kilobytes: 2, rounds: 5, against: peers },
  { kilobytes: 16, rounds: 3, against: peers },
  { kilobytes: 128, rounds: 1, against: ['streamdown'] as const },
];

interface Figures {
  readonly total: number;
  readonly updates: readonly number[];
}

export const bench: Bench = async () => {
  const { provideBrowser, launchBrowser, browserFlags } = await hostScripts();
  const script = await pageScript('test/bench/streamedPage.ts');
  const args = [...browserFlags, '--disable-frame-rate-limit', '--disable-gpu-vsync'];
  const browser = await launchBrowser(await provideBrowser(), { args });
  try {
    const rows: Row[] = [];
    const totals: Row[] = [];
    for (const { kilobytes, rounds, against } of sizes) {
      const text = answer(kilobytes * 1024);
      const figures = new Map<Painter, Figures[]>();
      for (let round = 0; round < rounds; round += 1) {
        // Who goes second may find something warm, so each goes first as often.
        const order: readonly Painter[] = ['ours', ...against, 'plain'];
        for (const who of round % 2 === 0 ? order : order.toReversed()) {
          figures.set(who, [...(figures.get(who) ?? []), await streamed(browser, script, who, text)]);
        }
      }
      const totalOf = (who: Painter) => median((figures.get(who) ?? []).map(({ total }) => total));
      const ofAll = (who: Painter) => (figures.get(who) ?? []).flatMap(({ updates }) => updates);
      for (const who of against) {
        const row: Row = {
          name: `${kilobytes} KB of Markdown, ${delta} characters at a time, all of it`,
          ours: totalOf('ours'),
          peer: totalOf(who),
          unit: 'ms',
          peerName: peerNames[who],
          target: { atMost: who === 'streamdown' ? 0.5 : 1 },
        };
        rows.push(row);
        if (who === 'streamdown') totals.push(row);
      }
      rows.push(within(`  one more piece of ${kilobytes} KB, p95`, percentile95(ofAll('ours')), 'ms', 2));
      rows.push({
        name: '  the same beside one text node that grows',
        ours: percentile95(ofAll('ours')),
        peer: percentile95(ofAll('plain')),
        unit: 'ms',
        peerName: 'its words as they are, in one paragraph: the least that a page can do',
      });
      const ends = (figures.get('ours') ?? []).map(
        ({ updates }) => sum(updates.slice(-20)) / sum(updates.slice(0, 20)),
      );
      rows.push(within(`  the last 20 pieces of ${kilobytes} KB ÷ the first 20`, median(ends), '×', 1.5));
    }
    return [...rows, growth('growth of Markdown as it streams, 2 → 128 KB', totals)];
  } finally {
    await browser.close();
  }
};

async function streamed(browser: Browser, script: string, who: Painter, text: string): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 620, height: 800 } });
  try {
    // All of them in our page's own style.
    const style = await readFile('media/panel.css', 'utf8');
    await page.setContent(`<!doctype html><style>${style}</style><body class="panel"></body>`);
    await page.addScriptTag({ content: script });
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Performance.enable');
    // What is drawn first pays for what the page has to compile.
    await page.evaluate(([name, warm]) => window.streamed(name, warm, 64), [who, answer(2048)] as const);
    const before = await busyMs(devTools);
    const updates = await page.evaluate(([name, whole, size]) => window.streamed(name, whole, size), [
      who,
      text,
      delta,
    ] as const);
    return { total: (await busyMs(devTools)) - before, updates };
  } finally {
    await page.close();
  }
}

/** What a model writes about code: headings, prose with code in it, lists, fences, a table. */
function answer(length: number): string {
  const part = (n: number) =>
    [
      `## Part ${n}: what \`scratchpad${n}\` does`,
      `The value of \`state${n}\` *changes* with every bit, because bit number ${n} is **folded in** by exclusive or; nothing later notices. See [the notes](https://example.org/${n}) on it.`,
      `- first \`a${n}\` is read,\n- then it is *compared* with ${n},\n  and kept\n- last it is given back`,
      `\`\`\`python\ndef scratchpad${n}(bits):\n    state = 0\n    for bit in bits:\n        state ^= bit\n    return state\n\`\`\``,
      `| bit | state |\n|---|---:|\n| 0 | ${n} |\n| 1 | \`${n + 1}\` |`,
      `> A parity of ${n} bits needs all of them.`,
    ].join('\n\n');
  let text = '';
  for (let n = 1; text.length < length; n += 1) text += `${part(n)}\n\n`;
  // It ends with words, so that its end can be seen.
  const end = 'and that is the end';
  return `${text.slice(0, length - end.length - 2).replace(/\n[^\n]*$/, '\n')}\n\n${end}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
