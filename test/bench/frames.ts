// The real panel on the stage, with a chapter and notes beside it, and how long it takes to draw each frame: its own work
// and what style and layout take after it.
import type { Browser, Page } from 'playwright-core';
import type { Annotation } from '../../src/core/annotation/annotation';
import type { LoadedChapter } from '../../src/core/chapter/library';
import type { Shown } from '../../src/panel/shown';
import { type StageServer, serveStage } from '../panel/stageServer';
import { hostScripts } from './host';

/** In the page. */
interface Frames {
  /** When the panel had drawn the last one. */
  readonly endedAt: number;
  /** Makes changes of which each is drawn before the next; resolves with how long the frames took, in milliseconds. */
  during(times: number, change: (round: number) => void): Promise<readonly number[]>;
  /** Resolves after the browser's next frame. */
  next(): Promise<void>;
  /** Resolves when nothing was drawn for some frames. */
  rest(): Promise<void>;
}

declare global {
  interface Window {
    drawnFrames: Frames;
  }
}

/** Wide enough for notes to stand beside their words, where each has to be set level with them. */
const viewport = { width: 620, height: 800 };

export class FrameStage {
  readonly #browser: Browser;
  readonly #server: StageServer;

  private constructor(browser: Browser, server: StageServer) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<FrameStage> {
    const { provideBrowser, launchBrowser, browserFlags } = await hostScripts();
    // Else most of the time would go by waiting for the next sixtieth of a second.
    const args = [...browserFlags, '--disable-frame-rate-limit', '--disable-gpu-vsync'];
    return new FrameStage(await launchBrowser(await provideBrowser(), { args }), await serveStage());
  }

  /** The first concept, drawn with these notes beside it. */
  async open({ chapter, editorial }: LoadedChapter, own: readonly Annotation[]): Promise<Page> {
    const page = await this.#browser.newPage({ reducedMotion: 'reduce', viewport });
    await page.addInitScript(watchFrames);
    await page.goto(`${this.#server.url}?scenario=chapter`);
    await page.waitForSelector('main[data-view]');
    const concept = chapter.concepts[0];
    if (!concept) throw new Error('a chapter without concepts');
    const place = { view: 'chapter', language: 'en', chapter: chapter.key, concept: concept.id } as const;
    const shown: Partial<Shown> = { place, chapter, editorial, own, kept: [], due: [], read: [] };
    await page.evaluate(async next => {
      const { stage, drawnFrames: frames } = window;
      stage.show(next);
      while (!document.querySelector(`[data-concept="${next.place?.concept}"]`)) await frames.next();
      await document.fonts.ready;
      await frames.rest();
    }, shown);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** In the page, before everything else: the panel is the only one that asks for frames there. */
function watchFrames(): void {
  const restFrames = 5;
  const ask = window.requestAnimationFrame.bind(window);
  const tookMs: number[] = [];
  let endedAt = 0;
  window.requestAnimationFrame = draw =>
    ask(at => {
      const startedAt = performance.now();
      draw(at);
      // Whatever has to be styled and laid out anew is, before this can be told.
      document.documentElement.getBoundingClientRect();
      endedAt = performance.now();
      tookMs.push(endedAt - startedAt);
    });
  const next = () => new Promise<void>(resolve => ask(() => setTimeout(resolve)));
  window.drawnFrames = {
    get endedAt() {
      return endedAt;
    },
    next,
    rest: async () => {
      for (let still = 0; still < restFrames; still += 1) {
        const before = tookMs.length;
        await next();
        if (tookMs.length > before) still = 0;
      }
    },
    during: async (times, change) => {
      tookMs.length = 0;
      for (let round = 0; round < times; round += 1) {
        const before = tookMs.length;
        change(round);
        while (tookMs.length === before) await next();
      }
      return tookMs.splice(0);
    },
  };
}
