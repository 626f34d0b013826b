// What happens to the page as a whole: links are followed by us alone, words and notes light each other,
// a selection is offered to be marked, scrolling and resizing are told.

import { listenToKeys } from './keyboard';
import type { Scene } from './scene';
import { lightLeader } from './ui/leaders';
import { isWebAddress } from './ui/prose';
import type { PanelView } from './view';

export interface PageListener {
  readonly scene: () => Scene | undefined;
  readonly view: (scene: Scene) => PanelView;
  readonly page: HTMLElement;
  readonly scrolled: () => void;
  readonly resized: () => void;
}

export function listenToPage({ scene, view, page, scrolled, resized }: PageListener): void {
  listenToKeys(scene, view);
  page.addEventListener('click', event => followLink(event, scene()));
  page.addEventListener('auxclick', event => followLink(event, scene()));
  for (const [name, isOn] of [
    ['mouseover', true],
    ['mouseout', false],
    ['focusin', true],
    ['focusout', false],
  ] as const) {
    page.addEventListener(name, event => lightPair(page, event.target, isOn));
  }
  document.addEventListener('selectionchange', () => {
    clearTimeout(selectionTimer);
    selectionTimer = setTimeout(() => {
      const now = scene();
      if (now) view(now).selected?.(now, page);
    }, settleMs);
  });
  window.addEventListener('scroll', scrolled, { passive: true });
  new ResizeObserver(resized).observe(page);
  document.fonts.ready.then(resized, () => undefined);
}

/** No link is left to the page: one of ours has its own listener, a web address goes to the editor's prompt. */
function followLink(event: Event, scene: Scene | undefined): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  // Dragging over words ends in a click on them; whoever selected them means them, not their note.
  if (link.classList.contains('said') && document.getSelection()?.isCollapsed === false) return;
  const href = link.getAttribute('href') ?? '';
  if (isWebAddress(href)) scene?.wish({ type: 'openLink', url: href });
  else if (link.classList.contains('said')) document.getElementById(href.slice(1))?.focus();
}

/** The words and their note are lit together. */
function lightPair(page: HTMLElement, target: EventTarget | null, isOn: boolean): void {
  const element =
    target instanceof Element ? target.closest<HTMLElement>('[data-for], aside[data-annotation]') : null;
  const id = element?.dataset.for ?? element?.dataset.annotation;
  if (id === undefined) return;
  const name = CSS.escape(id);
  for (const lit of page.querySelectorAll(`[data-for="${name}"], aside[data-annotation="${name}"]`)) {
    lit.classList.toggle('lit', isOn);
    lightLeader(lit, isOn);
  }
}

/** A selection that is still being made is left alone. */
const settleMs = 250;
let selectionTimer: ReturnType<typeof setTimeout> | undefined;
