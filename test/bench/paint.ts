// When something stands painted in a webview, told by the window around it: the served VS Code shows its webviews
// from its own origin, so one clock and one way of looking serve every extension's panel.
import type { Page } from 'playwright-core';

export interface Wanted {
  readonly selector: string;
  /** What the element's text contains; without it, any text. */
  readonly text?: string;
}

/** Epoch milliseconds. */
export interface Painted {
  /** The last press of Enter before it, which is how the palette runs a command. */
  readonly enteredAt: number;
  /** The frame after the one in which it was first seen. */
  readonly paintedAt: number;
}

/** Looks once a frame from now on. Does not begin before Enter was pressed, unless `isEntered`. */
export function painted(page: Page, wanted: Wanted, { isEntered = false } = {}): Promise<Painted> {
  return page.evaluate(watch, { ...wanted, isEntered, limitMs: 30_000 });
}

/** Runs in the window. */
function watch({
  selector,
  text = '',
  isEntered,
  limitMs,
}: Wanted & { readonly isEntered: boolean; readonly limitMs: number }): Promise<Painted> {
  return new Promise((resolve, reject) => {
    const giveUpAt = Date.now() + limitMs;
    let enteredAt = isEntered ? Date.now() : undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter') enteredAt = Date.now();
    };
    window.addEventListener('keydown', onKey, true);
    const isShown = (element: Element) => {
      const words = element.textContent?.trim() ?? '';
      return words !== '' && words.includes(text) && element.getClientRects().length > 0;
    };
    const pages = () =>
      [...document.querySelectorAll<HTMLIFrameElement>('iframe.webview')].flatMap(({ contentDocument }) => {
        // While a page loads it has another id, and is hidden.
        const inner = contentDocument?.querySelector<HTMLIFrameElement>('#active-frame')?.contentDocument;
        return inner ? [inner] : [];
      });
    const end = (settle: () => void) => {
      window.removeEventListener('keydown', onKey, true);
      settle();
    };
    const look = () => {
      const from = enteredAt;
      if (from !== undefined && pages().some(page => [...page.querySelectorAll(selector)].some(isShown))) {
        requestAnimationFrame(() => end(() => resolve({ enteredAt: from, paintedAt: Date.now() })));
      } else if (Date.now() > giveUpAt) {
        end(() => reject(new Error(`no webview showed ${selector} "${text}" within ${limitMs / 1000} s`)));
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
}
