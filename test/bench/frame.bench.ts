// A frame of a chapter that is drawn after a small change: notes of years stand in its margin.
import type { Page } from 'playwright-core';
import type { Annotation } from '../../src/core/annotation/annotation';
import { passageAddress } from '../../src/core/annotation/annotation';
import { FrameStage } from './frames';
import { percentile95 } from './measure';
import { longChapter, noteCount, Reader } from './reader';
import { type Bench, within } from './row';

/** Each is one more frame. */
const rounds = 40;

export const bench: Bench = async () => {
  const loaded = await longChapter();
  const reader = new Reader(loaded.chapter, Date.UTC(2026, 0, 1));
  const passages = new Set(loaded.chapter.concepts[0]?.passages);
  const isShown = ({ target }: Annotation) =>
    target.some(({ source }) => passages.has(passageAddress(source)?.passage ?? ''));
  const own = Array.from({ length: noteCount }, (_, n) => reader.note(n)).filter(isShown);
  const stage = await FrameStage.start();
  try {
    const page = await stage.open(loaded, own);
    for (const kind of Object.keys(changes)) {
      const k = await page.evaluate(changes[kind as keyof typeof changes], {
        rounds,
        ids: own.map(({ id }) => id),
      });
      console.log(
        kind,
        k.length,
        k
          .slice(0, 6)
          .map(x => x.toFixed(1))
          .join(' '),
        'p50',
        [...k].sort((a, b) => a - b)[k.length >> 1],
        'p95',
        percentile95(k),
      );
    }
    return [
      within(
        `a drawn frame of a chapter, ${own.length} of ${noteCount} notes beside it, p95`,
        percentile95(await frames(page, own)),
        'ms',
        4,
      ),
    ];
  } finally {
    await stage.close();
  }
};

async function frames(page: Page, own: readonly Annotation[]): Promise<readonly number[]> {
  const took: number[] = [];
  for (const change of Object.values(changes))
    took.push(...(await page.evaluate(change, { rounds, ids: own.map(({ id }) => id) })));
  return took;
}

interface Given {
  readonly rounds: number;
  readonly ids: readonly string[];
}

/** In the page. Small changes, each of which is one frame. */
const changes = {
  /** The number in the head. */
  due: async ({ rounds }: Given) => {
    const { stage, frames_ } = window;
    const tell = async (round: number) => {
      stage.patch({ dueCount: round }, 'due');
      await new Promise(arrived => window.addEventListener('message', arrived, { once: true }));
      await frames_.next();
    };
    frames_.tookMs.length = 0;
    for (let round = 0; round < rounds; round += 1) await tell(round);
    return frames_.tookMs.splice(0);
  },
  /** A note is due now. */
  noteDue: async ({ rounds, ids }: Given) => {
    const { stage, frames_ } = window;
    const { chapter = '', concept = '' } = stage.shown.place;
    frames_.tookMs.length = 0;
    for (let round = 0; round < rounds; round += 1) {
      stage.patch({ due: [ids[round] ?? ''] }, 'notes', chapter, concept);
      await new Promise(arrived => window.addEventListener('message', arrived, { once: true }));
      await frames_.next();
    }
    return frames_.tookMs.splice(0);
  },
  /** A notice above all comes and goes: everything below moves. */
  notice: async ({ rounds }: Given) => {
    const { stage, frames_ } = window;
    frames_.tookMs.length = 0;
    for (let round = 0; round < rounds; round += 1) {
      stage.patch(round % 2 === 0 ? [{ code: 'cut-short' }] : [], 'problems');
      await new Promise(arrived => window.addEventListener('message', arrived, { once: true }));
      await frames_.next();
    }
    return frames_.tookMs.splice(0);
  },
  /** A letter more in a note that is written. */
  keystroke: async ({ rounds }: Given) => {
    const { frames_ } = window;
    document.querySelector<HTMLElement>('[data-action="edit-note"]')?.click();
    for (let frame = 0; frame < 5; frame += 1) await frames_.next();
    frames_.tookMs.length = 0;
    for (let round = 0; round < rounds; round += 1) {
      const field = document.querySelector<HTMLTextAreaElement>('#note-field');
      if (!field) throw new Error('no note is written');
      field.value += 'a';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await frames_.next();
    }
    const took = frames_.tookMs.splice(0);
    document.querySelector<HTMLElement>('[data-action="cancel-note"]')?.click();
    for (let frame = 0; frame < 5; frame += 1) await frames_.next();
    return took;
  },
};
