// The stage in a real browser: the real panel under the editor's policy, with a host that is played.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Wish } from '../../src/core/wire/wish';
import type { Shown } from '../../src/panel/shown';
import { launchBrowser, provideBrowser } from '../e2e/host';
import type { Scenario } from './scenarios';
import { type StageServer, serveStage } from './stageServer';

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: string;
  readonly language?: string;
  /** More of the query. */
  readonly more?: string;
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export class StagePage {
  readonly page: Page;
  readonly #server: StageServer;
  readonly #browser: Browser;
  readonly #failures: string[] = [];

  private constructor(page: Page, server: StageServer, browser: Browser) {
    this.page = page;
    this.#server = server;
    this.#browser = browser;
    page.on('pageerror', error => this.#failures.push(error.message));
  }

  /** A browser and a server of its own. `scale`: pixels of a picture per pixel of the page. Throws without a browser. */
  static async start({ scale = 1 } = {}): Promise<StagePage> {
    mkdirSync('out/screens', { recursive: true });
    const browser = await launchBrowser(await provideBrowser());
    const page = await browser.newPage({ reducedMotion: 'reduce', deviceScaleFactor: scale });
    // A limit for what hangs, and none for a machine that is busy.
    page.setDefaultTimeout(60_000);
    return new StagePage(page, await serveStage(), browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  async open(
    scenario: Scenario,
    { width = 620, height = 800, theme = 'light', language = 'en', more = '' }: Look = {},
  ): Promise<void> {
    this.#failures.length = 0;
    // Where the test before left it, a step could come to lie below it.
    await this.page.mouse.move(0, 0);
    await this.page.setViewportSize({ width, height });
    await this.page.goto(
      `${this.#server.url}?scenario=${scenario}&theme=${theme}&language=${language}${more}`,
    );
    await this.page.waitForSelector('main[data-view]');
    await this.page.evaluate(() => document.fonts.ready);
    await this.rest();
  }

  /** As after a change of everything; resolves once it is drawn. */
  async show(change: Partial<Shown>): Promise<void> {
    await this.page.evaluate(next => {
      window.stage.show(next);
      return window.stage.rest();
    }, change);
  }

  /** Seen whole: what sticks to an edge would else stand in the middle of the picture. */
  async picture(name: string): Promise<void> {
    const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
    await this.page.setViewportSize({ width: this.page.viewportSize()?.width ?? 620, height });
    await this.page.screenshot({ path: `out/screens/${name}.png` });
  }

  /** By how much the page is wider than the panel. */
  overflow(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  /** What the page threw and what its policy refused since it was opened. */
  async complaints(): Promise<readonly string[]> {
    return [...this.#failures, ...(await this.page.evaluate(() => window.stage.violations))];
  }

  /** What was wished since the last time it was asked, but for what is told without being asked for. */
  async wishes(): Promise<readonly Wish[]> {
    return (await this.everyWish()).filter(({ type }) => type !== 'placeChanged' && type !== 'markRead');
  }

  everyWish(): Promise<readonly Wish[]> {
    return this.page.evaluate(() => window.stage.wishes.splice(0));
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    await this.rest();
  }

  /** Once nothing is on its way between the panel and its host, and what came of it is drawn. */
  rest(): Promise<void> {
    return this.page.evaluate(() => window.stage.rest());
  }

  /** Resolves once the panel has told its place, and it is the one that is seen now. */
  async placeIsTold(passage: string): Promise<void> {
    await this.page.waitForFunction(id => {
      const told = window.stage.wishes.findLast(({ type }) => type === 'placeChanged');
      if (told?.type !== 'placeChanged' || told.place.passage !== id) return false;
      const line = document.querySelector('.head')?.getBoundingClientRect().height ?? 0;
      const top = document.querySelector(`[data-passage="${id}"]`)?.getBoundingClientRect().top ?? Number.NaN;
      return Math.abs(line - top - (told.place.offset ?? 0)) <= 1;
    }, passage);
  }

  /** Nothing for axe to find, nothing wider than the panel, nothing that the policy refused; and a picture. */
  async isSound(name: string): Promise<void> {
    const { page } = this;
    await page.evaluate(`${readFileSync('node_modules/axe-core/axe.min.js', 'utf8')};0`);
    const found = await page.evaluate(async runOnly => {
      const { violations } = await window.axe.run(document, { runOnly });
      return {
        axe: violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
        ),
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        violations: window.stage.violations,
      };
    }, tags);
    assert.deepEqual(found, { axe: [], overflow: 0, violations: [] }, name);
    assert.deepEqual(this.#failures, [], name);
    await this.picture(name);
  }
}

declare global {
  interface Window {
    readonly axe: {
      run(
        root: Document,
        options: { readonly runOnly: readonly string[] },
      ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
  }
}
