// A margin note: verdict, figure, one or two sentences, the source and what was read of it.
import { html, nothing, type TemplateResult } from 'lit-html';
import { type Annotation, isReaders } from '../../../core/annotation/annotation';
import { isolated } from '../../../core/base/foreign';
import type { Scene } from '../../scene';
import { tool } from '../../ui/button';
import { dumbbell, figure } from '../../ui/figure';
import { noteId } from '../../ui/marks';
import { sourcesOf, verdictMark, verdictName } from '../../ui/noteAbout';
import { noteText } from '../../ui/noteText';
import { noteBody } from '../../ui/prose';
import { formatDate } from '../../words';
import { openDraft } from './draft';
import { noteEditor } from './noteEditor';
import type { PlacedNote } from './placement';

export function noteView(scene: Scene, note: PlacedNote): TemplateResult {
  const { annotation, isOwn, quote } = note;
  const { words, ui, language } = scene;
  if (ui.draft?.annotation === annotation.id && !ui.draft.on) {
    return noteEditor(scene, annotation.id);
  }
  const text = noteText(annotation, language);
  const verdict = annotation['marginalia:verdict'] ?? (isOwn ? 'mine' : 'plain');
  const drawn = annotation['marginalia:figure'];
  return html`<aside
    class="note ${note.range ? '' : 'loose'}"
    id=${noteId(annotation.id)}
    tabindex="-1"
    data-annotation=${annotation.id}
    data-verdict=${verdict}
    aria-label=${words.marginNote(quote)}
  >
    <span class="leader"></span>
    ${tools(scene, annotation, text.value)}
    <p class="verdict">${verdictMark(verdict)}${verdictName(scene, annotation, text.value)}</p>
    ${note.found === 'exact' ? nothing : whereItWas(scene, note)}
    ${drawn === undefined ? nothing : html`${figure(drawn, language)}${dumbbell(drawn)}`}
    ${noteBody(text)}
    ${sourceLine(scene, annotation)}
  </aside>`;
}

/** An editorial note can be kept as a card; the reader's own can be changed. */
function tools(scene: Scene, annotation: Annotation, text: string): TemplateResult {
  const { words } = scene;
  const { id } = annotation;
  if (isReaders(annotation)) {
    const edit = () => openDraft(scene, { annotation: id, text });
    const remove = () => {
      scene.wish({ type: 'removeAnnotation', annotation: id });
      scene.say(words.removed);
    };
    const name = text === '' ? words.addNote : words.edit;
    return html`<span class="keep">
      ${tool({ name, action: 'edit-note', icon: 'pencil', press: edit })}
      ${tool({ name: words.remove, action: 'remove-annotation', icon: 'bin', press: remove })}
    </span>`;
  }
  return keepTool(scene, annotation);
}

/** Makes a card of what comes with the chapter, or no longer. */
export function keepTool(scene: Scene, { id }: Annotation): TemplateResult {
  const { words, shown } = scene;
  const isKept = shown.kept.includes(id);
  const keep = () => {
    const granted = () => scene.say(isKept ? words.noLongerKept : words.keptAsCard);
    scene.wish({ type: 'keepNote', annotation: id, keep: !isKept }, { granted });
  };
  return html`<span class="keep ${isKept ? 'kept' : ''}">
    ${tool({
      name: words.keepAsCard,
      action: 'keep-note',
      icon: isKept ? 'marked' : 'mark',
      isPressed: isKept,
      press: keep,
    })}
  </span>`;
}

/** Why the note has no words here, or not quite its own, with the quote that it was made on. */
function whereItWas({ words, language }: Scene, { found, quote }: PlacedNote): TemplateResult {
  switch (found) {
    case 'orphan':
      return html`<p class="label"><q>${isolated(quote)}</q> ${words.noLongerFound}</p>`;
    case 'elsewhere':
      return html`<p class="label"><q lang=${language === 'en' ? 'zh-CN' : 'en'}>${isolated(quote)}</q> ${words.madeInOther}</p>`;
    case 'exact':
    case 'moved':
      return html`<p class="label">${words.foundAgain}</p>`;
  }
}

function sourceLine(scene: Scene, annotation: Annotation) {
  const { words, shown, language } = scene;
  if (isReaders(annotation)) {
    if (shown.due.includes(annotation.id)) return html`<span class="src">${words.dueNow}</span>`;
    const madeAt = Date.parse(annotation.created ?? '');
    return Number.isNaN(madeAt)
      ? nothing
      : html`<span class="src">${words.madeOn(formatDate(madeAt, language))}</span>`;
  }
  return sourcesOf(scene, annotation);
}
