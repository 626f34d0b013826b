// Drawing a run as it streams: the real panel on the stage, told one fact a frame, beside a page that parses all
// Markdown so far with marked and sets it as innerHTML at every delta. What is measured is how long the page's main
// thread was at work, which waiting for frames does not change.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { newRun, type Run, type RunEvent } from '../../src/core/reasoning/run';
import { serveStage } from '../panel/stageServer';
import { busyMs } from './busy';
import { hostScripts } from './host';
import { inTurns } from './measure';
import { growth, type Row } from './row';

/** Steps, and how often each size is drawn: a thousand take the peer minutes. */
const sizes = [
  { steps: 10, rounds: 5 },
  { steps: 100, rounds: 3 },
  { steps: 400, rounds: 1 },
];

export async function bench(): Promise<readonly Row[]> {
  const { provideBrowser, launchBrowser, browserFlags } = await hostScripts();
  const stage = await serveStage();
  // Else most of the time would go by waiting for the next sixtieth of a second.
  const args = [...browserFlags, '--disable-frame-rate-limit', '--disable-gpu-vsync'];
  const browser = await launchBrowser(await provideBrowser(), { args });
  try {
    const url = `${stage.url}?scenario=no-runs`;
    const rows: Row[] = [];
    for (const { steps, rounds } of sizes) {
      const medians = await inTurns(
        rounds,
        {
          ours: () => drawn(browser, url, tellPanel, steps),
          peer: () => drawn(browser, url, setInnerHtml, steps),
        },
        // Each is drawn in a page of its own, where nothing is warm.
        { warmUp: false },
      );
      rows.push({
        name: `draw a run as it streams, ${steps} steps`,
        ...medians,
        unit: 'ms',
        peerName: 'marked of all the text into innerHTML at every delta',
        target: { atMost: 1 },
      });
    }
    return [
      ...rows,
      growth('growth of drawing, 10 → 100 steps', rows.slice(0, 2)),
      growth('growth of drawing, 100 → 400 steps', rows.slice(1)),
    ];
  } finally {
    await browser.close();
    await stage.close();
  }
}

interface Told {
  readonly run: Run;
  /** Two deltas a step: its first words, and the rest. */
  readonly texts: readonly (readonly [string, string])[];
}

/** The package's script puts it into the page. */
declare const marked: { parse(source: string): string };

function textsOf(steps: number): Told['texts'] {
  return Array.from({ length: steps }, (_, index) => [
    `In step ${index + 1} the value of \`state${index}\` changes, `,
    `because *bit* number ${index} is folded in by exclusive or, and nothing later notices.`,
  ]);
}

/** Milliseconds for which the main thread of a fresh page was at work. */
async function drawn(
  browser: Browser,
  url: string,
  draw: (told: Told) => Promise<number>,
  steps: number,
): Promise<number> {
  // The stage's policy refuses innerHTML, which the peer needs. Without a limit on frames, a blinking caret would
  // be drawn thousands of times.
  const page = await browser.newPage({
    bypassCSP: true,
    reducedMotion: 'reduce',
    viewport: { width: 620, height: 800 },
  });
  try {
    await page.goto(url);
    await page.waitForSelector('main[data-view]');
    await page.addScriptTag({ content: await readFile('node_modules/marked/lib/marked.umd.js', 'utf8') });
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Performance.enable');
    const before = await busyMs(devTools);
    const excerpt = {
      uri: 'file:///parity.py',
      name: 'parity.py',
      languageId: 'python',
      firstLine: 1,
      text: 'pass',
    };
    const standing = await page.evaluate(draw, { run: newRun('drawn', 0, excerpt), texts: textsOf(steps) });
    if (standing !== steps) throw new Error(`${standing} steps stand there in place of ${steps}`);
    return (await busyMs(devTools)) - before;
  } finally {
    await page.close();
  }
}

/** In the page. One fact, one frame: the panel itself would draw several at once. Returns how many steps stand there. */
async function tellPanel({ run, texts }: Told): Promise<number> {
  const { stage } = window;
  const tell = async (fact: () => void) => {
    fact();
    await new Promise(arrived => window.addEventListener('message', arrived, { once: true }));
    // The panel heard of it first, so it draws first.
    await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
  };
  const happen = (event: RunEvent) =>
    tell(() => stage.patch({ events: [{ at: run.startedAt, event }] }, 'run', run.id));
  const { place } = stage.shown;
  stage.show({ place: { ...place, view: 'reasoning', run: run.id }, run });
  while (!document.querySelector('ol[data-run]')) {
    await new Promise(drawn => requestAnimationFrame(drawn));
  }
  for (const [index, [opening, rest]] of texts.entries()) {
    const number = index + 1;
    await happen({ type: 'step', step: { number, lines: { first: number, last: number }, text: opening } });
    await happen({ type: 'stepText', text: rest });
  }
  return document.querySelectorAll('li[data-step] .text p').length;
}

/** In the page: what a chat view does that knows no better. */
async function setInnerHtml({ texts }: Told): Promise<number> {
  const answer = document.createElement('div');
  document.body.replaceChildren(answer);
  let source = '';
  for (const [opening, rest] of texts) {
    for (const delta of [opening, `${rest}\n\n`]) {
      source += delta;
      answer.innerHTML = marked.parse(source);
      window.scrollTo({ top: document.documentElement.scrollHeight });
      await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    }
  }
  return document.querySelectorAll('p').length;
}
