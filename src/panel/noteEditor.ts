// A note is written where it will stand. Ctrl or Cmd with Enter saves, Esc gives up.
import { html, type TemplateResult } from 'lit-html';
import { button } from './button';
import { isComposing } from './composing';
import { icon } from './icons';
import { noteId } from './marks';
import type { Draft, Scene } from './scene';
import { shownLanguage } from './shownLanguage';

export function noteEditor(scene: Scene, id: string, text: string): TemplateResult {
  const { words } = scene;
  const close = () => scene.change({ draft: undefined });
  const save = (event: Event) => {
    const form = event.target instanceof Element ? event.target.closest('form') : null;
    const { draft } = scene.ui;
    if (draft) saveDraft(scene, draft, form?.querySelector('textarea')?.value.trim() ?? '');
    close();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    save(event);
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<aside
    class="note writing"
    id=${noteId(id)}
    data-annotation=${id}
    data-verdict="mine"
    aria-label=${words.yourNote}
  >
    <form @keydown=${keys} @submit=${submit}>
      <p class="verdict">${icon('pencil')}<label for="note-field">${words.yourNote}</label></p>
      <textarea id="note-field" rows="4" .value=${text}></textarea>
      <div class="actions">
        <button class="primary" data-action="save-note">${words.saveNote}</button>
        ${button({ name: words.cancel, action: 'cancel-note', look: 'quietb', press: close })}
      </div>
    </form>
  </aside>`;
}

function saveDraft(scene: Scene, draft: Draft, note: string): void {
  if (draft.kind === 'edit') {
    scene.wish({ type: 'editNote', annotation: draft.annotation, note });
  } else {
    const { passage, start, end } = draft;
    const language = shownLanguage(scene, passage);
    const said = note === '' ? {} : { note };
    scene.wish({ type: 'annotatePassage', passage, language, start, end, ...said });
  }
  scene.say(scene.words.noteSaved);
}
