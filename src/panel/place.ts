// The reader's place in the chapter, measured and set: the passage at the top of the view, and how far it is
// scrolled past.

export interface AtTop {
  readonly element: HTMLElement;
  readonly passage: string;
  /** Pixels by which the passage's top is above the line under the running head; negative: below it. */
  readonly offset: number;
}

export function passageElements(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('article[data-passage]')];
}

/** A passage that begins this little below the line is the one that is read: its own padding, about a line. */
const nearPx = 24;

/** The last passage that begins at or above the line; `undefined` while the concept's opening is in view. */
export function passageAtTop(): AtTop | undefined {
  const line = topLine();
  const begun = passageElements().filter(element => element.getBoundingClientRect().top <= line + nearPx);
  const element = begun.at(-1);
  const passage = element?.dataset.passage;
  if (!element || passage === undefined) return undefined;
  return { element, passage, offset: Math.round(line - element.getBoundingClientRect().top) };
}

/** Puts a passage where it was; without one, the concept's beginning. `false`: it is not here. */
export function scrollToPlace(passage: string | undefined, offset = 0): boolean {
  if (passage === undefined) {
    window.scrollTo({ top: 0 });
    return true;
  }
  const element = passageElements().find(({ dataset }) => dataset.passage === passage);
  if (!element) return false;
  const top = window.scrollY + element.getBoundingClientRect().top - topLine() + offset;
  window.scrollTo({ top });
  return true;
}

/** Where the focus goes when what had it is left: nothing scrolls, and the keys go on from there. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>('#title')?.focus({ preventScroll: true });
}

/** The lower edge of the running head, which stays in view. */
function topLine(): number {
  return document.querySelector('.head')?.getBoundingClientRect().height ?? 0;
}

/** Whether the page is scrolled to its end, so that what grows there may be followed. */
export function isAtEnd(): boolean {
  const { scrollHeight } = document.documentElement;
  return window.scrollY + window.innerHeight >= scrollHeight - endPx;
}

/** A line of text: closer to the end than this is at the end. */
const endPx = 24;
