// A note is written where it will stand. Ctrl or Cmd with Enter saves, Esc gives up.
import { html, nothing, type TemplateResult } from 'lit-html';
import { problemText } from '../../../core/wording/problemText';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { isComposing } from '../../ui/composing';
import { icon } from '../../ui/icons';
import { noteId } from '../../ui/marks';
import { isSavingDraft, saveDraft } from './draft';

/** The draft that is open. `id` is the annotation's, or a name of its own for a new one. */
export function noteEditor(scene: Scene, id: string): TemplateResult {
  const { words, ui } = scene;
  const isSaving = isSavingDraft(scene);
  const close = () => scene.change({ draft: undefined, draftProblem: undefined });
  const type = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement && ui.draft) {
      scene.change({ draft: { ...ui.draft, text: target.value } });
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    saveDraft(scene);
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) saveDraft(scene);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<aside
    class="note writing"
    id=${noteId(id)}
    data-annotation=${id}
    data-verdict="mine"
    data-draft=${isSaving ? 'saving' : 'open'}
    aria-label=${words.yourNote}
  >
    <span class="leader"></span>
    <form @keydown=${keys} @submit=${submit}>
      <p class="verdict">${icon('pencil')}<label for="note-field">${words.yourNote}</label></p>
      <textarea
        id="note-field"
        rows="4"
        .value=${ui.draft?.text ?? ''}
        ?readonly=${isSaving}
        @input=${type}
      ></textarea>
      ${refusal(scene)}
      <div class="actions">
        <button class="primary" data-action="save-note" ?disabled=${isSaving}>${
          isSaving ? words.saving : words.saveNote
        }</button>
        ${button({ name: words.cancel, action: 'cancel-note', look: 'quietb', isDisabled: isSaving, press: close })}
      </div>
    </form>
  </aside>`;
}

function refusal({ ui, language }: Scene) {
  const { draftProblem } = ui;
  if (!draftProblem) return nothing;
  const { sentence, next } = problemText(draftProblem, language);
  return html`<p class="refused" role="alert" data-error=${draftProblem.code}>
    ${icon('fail')}<span>${sentence} ${next}</span>
  </p>`;
}
