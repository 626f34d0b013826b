// A small offer beside words that were selected in a passage: highlight them, or write a note about them.
import { html, nothing } from 'lit-html';
import { chapterKey, type Scene, type Selected } from '../../scene';
import { button } from '../../ui/button';
import { selectedOffsets } from '../../ui/marks';
import { styled } from '../../ui/styled';
import { newAnnotationId, openDraft } from './draft';
import { shownLanguage } from './shownLanguage';

export function selectionBar(scene: Scene) {
  const { ui, words } = scene;
  if (!ui.selection) return nothing;
  const { left, top } = ui.selection;
  // Pressing a button must not take the selection away before its click is handled.
  const keepSelection = (event: Event) => event.preventDefault();
  const mark = () => highlight(scene);
  const write = () => writeNote(scene);
  return html`<div
    class="offer"
    role="toolbar"
    aria-label=${words.aboutSelection}
    @mousedown=${keepSelection}
    ${styled({ left: `${left}px`, top: `${top}px` })}
  >
    ${button({ name: words.highlight, action: 'highlight', look: 'quietb', icon: 'mark', press: mark })}
    ${button({ name: words.note, action: 'note', look: 'quietb', icon: 'pencil', key: 'A', press: write })}
  </div>`;
}

/** Opens a note on the selected words; the key `a` does the same. */
export function writeNote(scene: Scene): void {
  const { selection } = scene.ui;
  if (!selection) return;
  const { passage, start, end } = selection;
  document.getSelection()?.removeAllRanges();
  const on = { chapter: chapterKey(scene), passage, language: shownLanguage(scene, passage), start, end };
  openDraft(scene, { annotation: newAnnotationId(), text: '', on });
}

function highlight(scene: Scene): void {
  const { selection } = scene.ui;
  if (!selection) return;
  const { passage, start, end } = selection;
  const language = shownLanguage(scene, passage);
  const where = { chapter: chapterKey(scene), passage, language, start, end };
  const granted = () => scene.say(scene.words.highlightSaved);
  scene.wish({ type: 'annotatePassage', annotation: newAnnotationId(), ...where }, { granted });
  document.getSelection()?.removeAllRanges();
  scene.change({ selection: undefined });
}

/** What is selected in one passage now, and where the offer should stand; `undefined` where nothing is. */
export function currentSelection(page: Element): Selected | undefined {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const text = elementOf(range.startContainer)?.closest<HTMLElement>('[data-text]');
  const passage = text?.dataset.text;
  if (!text || passage === undefined) return undefined;
  const offsets = selectedOffsets(text, range);
  if (!offsets || text.textContent.slice(offsets.start, offsets.end).trim() === '') return undefined;
  const box = page.getBoundingClientRect();
  const last = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
  const widest = Math.max(0, box.width - offerWidthPx);
  return {
    passage,
    ...offsets,
    left: Math.round(Math.min(widest, Math.max(0, last.right - box.left - offerWidthPx / 2))),
    top: Math.round(last.bottom - box.top + 6),
  };
}

/** About how wide the offer is, so that it stays inside the page. */
const offerWidthPx = 210;

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
