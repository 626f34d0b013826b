// @ts-check
// A window of VS Code in a browser, as an end-to-end test sees it.
import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').FrameLocator} FrameLocator */

/** For what comes in a moment on a machine with nothing else to do. */
const waitLimitMs = 60_000;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url from the server's `url(folder)`
 * @param {Pick<import('playwright-core').BrowserContextOptions, 'reducedMotion' | 'forcedColors' | 'locale' | 'permissions' | 'deviceScaleFactor'> & { width?: number; height?: number }} [options]
 * @returns {Promise<VsCodeWindow>} when it can be used
 */
export async function openWindow(browser, url, { width = 1280, height = 800, ...context } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, ...context });
  page.setDefaultTimeout(waitLimitMs);
  const window = new VsCodeWindow(page);
  await page.goto(url);
  await window.ready();
  return window;
}

/** Waits for what it names, so a test is a list of what a reader does. Selectors hold for both pinned versions. */
export class VsCodeWindow {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /**
     * Uncaught errors and what a content policy refused, of the window and all its webviews. The rest of the
     * console is left out: the served VS Code logs dozens of harmless errors.
     * @type {string[]}
     */
    this.complaints = [];
    page.on('pageerror', error => {
      if (!/^Canceled/.test(error.message)) this.complaints.push(String(error));
    });
    page.on('console', message => {
      const isRefusal = /Content Security Policy|Trusted ?(HTML|Script|Type)/.test(message.text());
      if (message.type() === 'error' && isRefusal) this.complaints.push(message.text());
    });
  }

  async ready() {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: waitLimitMs });
    // The rows come when the remote file system answers; before that, commands of extensions may be missing.
    await this.page
      .locator('.explorer-folders-view .monaco-list-row')
      .first()
      .waitFor({ timeout: waitLimitMs });
  }

  /**
   * Runs a command by its title in the palette, such as `Marginalia: Open Concept Panel`.
   * @param {string} title
   */
  async command(title) {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    // The row's label is highlighted in pieces; its accessible name is whole, and says more after the title.
    const row = this.page
      .locator(`.quick-input-list .monaco-list-row[aria-label^=${JSON.stringify(title)}]`)
      .first();
    // The list does not learn of commands that an extension adds later, so it is asked again.
    const giveUpAt = Date.now() + waitLimitMs;
    do {
      if (Date.now() > giveUpAt) throw new Error(`No command "${title}" after ${waitLimitMs / 1000} s`);
      // An editor that is still being restored takes the focus, and the palette closes.
      if (!(await input.isVisible())) await this.page.keyboard.press('F1');
    } while (!(await takes(input, '>', `>${title}`)) || !(await appears(row)));
    await input.press('Enter');
  }

  /**
   * Opens a file through the explorer: the folders that lead to it, then the file.
   * @param {...string} path such as `'code', 'sample.py'`
   */
  async openFile(...path) {
    for (const [depth, name] of path.entries()) {
      const level = `.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`;
      const row = this.page
        .locator(level)
        .filter({ has: this.page.getByText(name, { exact: true }) })
        .first();
      if (depth === path.length - 1) await row.dblclick();
      else if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    }
    const name = path.at(-1) ?? '';
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /**
   * Selects whole lines of the active editor, from the start of the first to the end of the last.
   * @param {number} first one-based
   * @param {number} [last]
   */
  async selectLines(first, last = first) {
    const { keyboard } = this.page;
    await this.goToLine(first);
    for (let line = first; line < last; line++) await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+End');
    await this.#settledSelection(new RegExp(`^Ln ${last}, .*selected`));
  }

  /** The status bar tells the selection a moment late; this waits until it says what it will go on saying. @param {RegExp} expected */
  async #settledSelection(expected) {
    const status = this.page.locator('#status\\.editor\\.selection', { hasText: expected });
    for (let before = '', now = await status.innerText(); now !== before; now = await status.innerText()) {
      before = now;
      await delay(200);
    }
  }

  /** Puts the cursor at the start of a line of the active editor. @param {number} line one-based */
  async goToLine(line) {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.fill(`:${line}`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line},` }).waitFor();
    await this.page.keyboard.press('Home');
  }

  /**
   * The document inside a webview. Several may be open: it is the first that contains the selector.
   * @param {string} [containing] a CSS selector
   * @returns {Promise<FrameLocator>}
   */
  async webview(containing = 'body') {
    const outer = 'iframe.webview.ready';
    for (const giveUpAt = Date.now() + waitLimitMs; Date.now() < giveUpAt; await delay(50)) {
      const open = await this.page.locator(outer).count();
      for (let index = 0; index < open; index++) {
        const inner = this.page.frameLocator(outer).nth(index).frameLocator('#active-frame');
        if ((await inner.locator(containing).count()) > 0) return inner;
      }
    }
    throw new Error(`No webview shows ${containing} after ${waitLimitMs / 1000} s`);
  }

  /** The texts in the notification centre, newest first; it also has those that were never shown as toasts. */
  async notifications() {
    await this.page.locator('#status\\.notifications').click();
    const centre = this.page.locator('.notifications-center.visible');
    await centre.waitFor();
    const texts = await centre.locator('.notification-list-item-message').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await centre.waitFor({ state: 'hidden' });
    return texts;
  }

  /** As "Developer: Reload Window" does: the extension host starts anew, editors and webviews are restored. */
  async reload() {
    await this.#saved();
    await this.page.reload();
    await this.ready();
  }

  /**
   * VS Code in a browser keeps its tabs, and what extensions keep with it, in IndexedDB: every few seconds while it
   * is idle, and when the reader looks away. A page that is left at once takes along what was not there yet.
   */
  async #saved() {
    await this.page.evaluate(() => {
      for (const isFocused of [true, false]) {
        document.hasFocus = () => isFocused;
        document.dispatchEvent(new Event('visibilitychange'));
      }
    });
    const giveUpAt = Date.now() + waitLimitMs;
    for (let before = '', now = await this.#kept(); now === '' || now !== before; ) {
      if (Date.now() > giveUpAt)
        throw new Error(`VS Code keeps nothing of the window after ${waitLimitMs / 1000} s`);
      await delay(200);
      [before, now] = [now, await this.#kept()];
    }
  }

  /** What is in the store of the workspace, once every tab is; else the empty string. */
  async #kept() {
    const tabs = await this.page.locator('.tabs-container .tab').count();
    const [editors, all] = await this.page.evaluate(async () => {
      const name = (await indexedDB.databases())
        .map(({ name }) => name ?? '')
        .find(name => /^vscode-web-state-db-(?!global)/.test(name));
      if (!name) return [undefined, ''];
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const store = database.transaction('ItemTable').objectStore('ItemTable');
      const read = (/** @type {IDBRequest} */ request) =>
        new Promise(resolve => {
          request.onsuccess = () => resolve(request.result);
        });
      const [part, values] = await Promise.all([
        read(store.get('memento/workbench.parts.editor')),
        read(store.getAll()),
      ]);
      database.close();
      return [part, JSON.stringify(values)];
    });
    return tabs === (editors?.match(/"id":"[^"]*","value"/g) ?? []).length ? all : '';
  }

  /** Waits until the window wears a theme of this kind; `changeSettings` and `reload` put it on. @param {import('./settings.mjs').ThemeKind} kind */
  async wears(kind) {
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  async close() {
    await this.page.close();
  }
}

/**
 * @param {import('playwright-core').Locator} input
 * @param {...string} texts one after the other
 */
async function takes(input, ...texts) {
  try {
    for (const text of texts) await input.fill(text, { timeout: 1000 });
    return true;
  } catch {
    return false;
  }
}

/** @param {import('playwright-core').Locator} locator */
function appears(locator) {
  return locator.waitFor({ timeout: 1000 }).then(
    () => true,
    () => false,
  );
}
