// The real panel on the stage, beside a chapter with very many notes, and how long it takes to draw a frame: its own
// work, style and layout included, painting not.
import type { Browser, Page } from 'playwright-core';
import type { Annotation } from '../../src/core/annotation/annotation';
import type { LoadedChapter } from '../../src/core/chapter/library';
import type { Shown } from '../../src/panel/shown';
import { type StageServer, serveStage } from '../panel/stageServer';
import { hostScripts } from './host';

/** In the page: the frames that the panel has drawn since the last time it was asked. */
interface Frames {
  readonly tookMs: number[];
  /** As the browser does it, unmeasured. */
  next(): Promise<void>;
}

declare global {
  interface Window {
    frames_: Frames;
  }
}

/** Wide enough for the margin to stand beside its passage, where notes have to be set level with their words. */
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
      window.stage.show(next);
      while (!document.querySelector(`[data-concept="${next.place?.concept}"]`)) await window.frames_.next();
      await document.fonts.ready;
      for (let frame = 0; frame < 5; frame += 1) await window.frames_.next();
      window.frames_.tookMs.length = 0;
    }, shown);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** In the page, before everything else. */
function watchFrames(): void {
  const tookMs: number[] = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.frames_ = {
    tookMs,
    next: () => new Promise(resolve => ask(() => setTimeout(resolve))),
  };
  window.requestAnimationFrame = draw =>
    ask(at => {
      const startedAt = performance.now();
      draw(at);
      // Whatever has to be styled and laid out anew is, before this can be told.
      document.documentElement.getBoundingClientRect();
      tookMs.push(performance.now() - startedAt);
    });
}
