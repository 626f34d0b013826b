// What a test cannot ask a locator for.
import type { FrameLocator, Page } from 'playwright-core';

/** Resolves when exactly these lines of the editor are lit: "3-5", "4", or "" for none. */
export async function waitForLitLines(page: Page, lines: string): Promise<void> {
  await page.waitForFunction(wanted => {
    const top = (element: Element) => Math.round(element.getBoundingClientRect().top);
    // Decorations of extensions have a class of their own making; ours is the one with a line at its left.
    const painted = [...document.querySelectorAll('.view-overlays [class*="ced-"]')];
    const lit = painted.filter(element => getComputedStyle(element).borderLeftWidth === '2px').map(top);
    const numbers = [...document.querySelectorAll('.margin-view-overlays .line-numbers')]
      .filter(element => lit.includes(top(element)))
      .map(element => Number(element.textContent));
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    const isWhole = numbers.length === last - first + 1;
    const shown = numbers.length === 0 ? '' : first === last ? `${first}` : `${first}-${last}`;
    return shown === wanted && (wanted === '' || isWhole);
  }, lines);
}

/** Resolves when keys that are pressed go to the panel's page. */
export async function hasFocus(panel: FrameLocator): Promise<void> {
  while (!(await isFocusedWithin(panel, patienceMs)));
}

/**
 * To the second editor group, where the panel is. On a busy machine the editor gives its own focus back now and then,
 * and a reader turns there once more.
 */
export async function turnToPanel(page: Page, panel: FrameLocator): Promise<void> {
  do await page.keyboard.press('Control+2');
  while (!(await isFocusedWithin(panel, patienceMs)));
}

const patienceMs = 5_000;

function isFocusedWithin(panel: FrameLocator, ms: number): Promise<boolean> {
  return panel.locator('html').evaluate(async (_html, ms) => {
    const giveUpAt = performance.now() + ms;
    while (!document.hasFocus() && performance.now() < giveUpAt)
      await new Promise(resolve => setTimeout(resolve, 20));
    return document.hasFocus();
  }, ms);
}
