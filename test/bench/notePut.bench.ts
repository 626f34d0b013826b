// One note more among those of years: from the wish that reaches the host to the frame that shows it. The host's part
// (journal, cards, topics, hub) is measured in Node on a real disk, less what the disk itself takes to write; the page's
// part (reducing, drawing, layout) in Chromium, which is told what the host told. What the editor takes to carry a message
// from one to the other, and waiting for the screen's next frame, are in neither.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { FrameStage } from './frames';
import { percentile95 } from './measure';
import { openNotesHost, type Put } from './notesHost';
import { longChapter, noteCount, Reader } from './reader';
import { type Bench, within } from './row';

/** More would fill the margin, and the last note stand behind a press. */
const series = 3;
const putsInSeries = 20;
const now = Date.UTC(2026, 0, 1);

interface Shown extends Put {
  readonly pageMs: number;
}

export const bench: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  const stage = await FrameStage.start();
  try {
    const loaded = await longChapter();
    await new Reader(loaded.chapter, now).writeJournals(folder);
    const host = await openNotesHost(folder, loaded, now);
    const page = await stage.open(loaded, host.own);
    const all: Shown[][] = [];
    for (let round = 0; round < series; round += 1) {
      const puts: Shown[] = [];
      for (let n = 0; n < putsInSeries; n += 1) {
        const put = await host.put(round * putsInSeries + n);
        puts.push({ ...put, pageMs: await show(page, put) });
      }
      all.push(puts);
    }
    const calmest = (of: (put: Shown) => number) => Math.min(...all.map(puts => percentile95(puts.map(of))));
    const what = `one note put among ${noteCount} → the panel shows it`;
    const peer = calmest(({ hostMs, pageMs }) => hostMs + pageMs);
    const share = { unit: 'ms', peer, peerName: 'host and page together' } as const;
    const sent = all.flat().map(({ messages }) => Buffer.byteLength(JSON.stringify(messages)) / 1024);
    return [
      within(`${what}, beyond the disk, p95, calmest of ${series} series`, peer, 'ms', 15),
      { name: '  the host’s part of it, in Node, p95', ours: calmest(({ hostMs }) => hostMs), ...share },
      { name: '  the page’s part of it, in Chromium, p95', ours: calmest(({ pageMs }) => pageMs), ...share },
      within(`${what}, the most that is sent`, Math.max(...sent), 'KB', 4),
    ];
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Milliseconds from telling the page to the end of the frame in which the note stands there. */
function show(page: Page, { annotation, messages }: Put): Promise<number> {
  const patches = messages.flatMap(message =>
    message.type === 'patch' ? [{ topic: message.topic, patch: message.patch }] : [],
  );
  return page.evaluate(
    async ({ annotation, patches }) => {
      const { stage, drawnFrames: frames } = window;
      const startedAt = performance.now();
      for (const { topic, patch } of patches) stage.patchTopic(topic, patch);
      for (let frame = 0; !document.querySelector(`aside[data-annotation="${annotation}"]`); frame += 1) {
        if (frame > 100) throw new Error(`the note ${annotation} is not shown`);
        await frames.next();
      }
      return frames.endedAt - startedAt;
    },
    { annotation, patches },
  );
}
