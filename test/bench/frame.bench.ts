// A frame of a chapter that is drawn after a small change, while the notes of years stand in its margin: what the panel
// does for it, and what style and layout take, in Chromium. Painting is not in it.
import type { Page } from 'playwright-core';
import { type Annotation, passageAddress } from '../../src/core/annotation/annotation';
import { FrameStage } from './frames';
import { percentile95 } from './measure';
import { longChapter, noteCount, Reader } from './reader';
import { type Bench, within } from './row';

const series = 5;
/** Of each kind, in each series. */
const changesOfAKind = 20;

export const bench: Bench = async () => {
  const loaded = await longChapter();
  const reader = new Reader(loaded.chapter, Date.UTC(2026, 0, 1));
  const passages = new Set(loaded.chapter.concepts[0]?.passages);
  const isBeside = ({ target }: Annotation) =>
    target.some(({ source }) => passages.has(passageAddress(source)?.passage ?? ''));
  const own = Array.from({ length: noteCount }, (_, n) => reader.note(n)).filter(isBeside);
  const stage = await FrameStage.start();
  try {
    const [page, bare] = [await stage.open(loaded, own), await stage.open(loaded, own.slice(0, 1))];
    const ours: number[] = [];
    const peer: number[] = [];
    for (let round = 0; round < series; round += 1) {
      ours.push(percentile95(await framesOf(page)));
      peer.push(percentile95(await framesOf(bare)));
    }
    const name = `a drawn frame of a chapter, ${own.length} of ${noteCount} notes beside it, p95, calmest of ${series} series`;
    return [
      within(name, Math.min(...ours), 'ms', 4),
      {
        name: '  the same, beside a chapter with one note',
        ours: Math.min(...ours),
        peer: Math.min(...peer),
        unit: 'ms',
        peerName: 'that chapter',
      },
    ];
  } finally {
    await stage.close();
  }
};

async function framesOf(page: Page): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (const change of changes) tookMs.push(...(await page.evaluate(change, changesOfAKind)));
  return tookMs;
}

/** In the page. Small changes, each of which is one frame; each resolves with how long its frames took. */
const changes: readonly ((times: number) => Promise<readonly number[]>)[] = [
  /** The number in the head. */
  async times => {
    const { stage, drawnFrames: frames } = window;
    return frames.during(times, round => stage.patch({ dueCount: round }, 'due'));
  },
  /** One note is due, and the one that was is not any more. */
  async times => {
    const { stage, drawnFrames: frames } = window;
    const { chapter = '', concept = '' } = stage.shown.place;
    const ids = stage.shown.own.map(({ id }) => id);
    const at = (round: number) => [ids[round % ids.length] ?? ''];
    return frames.during(times, round =>
      stage.patch({ notDue: at(round), due: at(round + 1) }, 'notes', chapter, concept),
    );
  },
  /** A notice above everything comes and goes: all that is below moves. */
  async times => {
    const { stage, drawnFrames: frames } = window;
    return frames.during(times, round => {
      stage.patch(round % 2 === 0 ? [{ code: 'cut-short' }] : [], 'problems');
    });
  },
  /** A letter more in a note that is being written. */
  async times => {
    const { drawnFrames: frames } = window;
    const press = (action: string) =>
      document.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
    press('edit-note');
    await frames.rest();
    const tookMs = await frames.during(times, () => {
      const field = document.querySelector<HTMLTextAreaElement>('#note-field');
      if (!field) throw new Error('no note is written');
      field.value += 'a';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    press('cancel-note');
    await frames.rest();
    return tookMs;
  },
];
