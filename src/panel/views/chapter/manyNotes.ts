// A margin holds as many notes as one reads; the rest are a press away, so that no passage can hold up the page.
import { html, nothing } from 'lit-html';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { formatCount } from '../../words';
import type { PlacedNote } from './placement';

/** Several screens of notes, and drawn within a frame or two. */
const notesAtOnce = 100;

export function notesWanted({ ui }: Scene, passage: string): number {
  return ui.margin?.passage === passage ? ui.margin.notes : notesAtOnce;
}

/** The reader's own before the editor's, in the order in which they were. */
export function firstNotes(all: readonly PlacedNote[], most: number): readonly PlacedNote[] {
  if (all.length <= most) return all;
  const chosen = new Set([...all].sort((a, b) => Number(b.isOwn) - Number(a.isOwn)).slice(0, most));
  return all.filter(note => chosen.has(note));
}

export function moreNotes(scene: Scene, passage: string, shown: number, all: number) {
  if (shown >= all) return nothing;
  const { words, language } = scene;
  const more = Math.min(notesAtOnce, all - shown);
  const name = words.moreNotes(formatCount(more, language), formatCount(all, language));
  const press = () => scene.change({ margin: { passage, notes: shown + more } });
  return html`<div class="more-notes">${button({ name, action: 'more-notes', look: 'quietb', press })}</div>`;
}
