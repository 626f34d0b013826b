// A margin note: verdict, figure, one or two sentences, the source and what was read of it.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Annotation, Verdict } from '../core/annotation/annotation';
import { dumbbell, figure } from './figure';
import { type IconName, icon } from './icons';
import { noteId } from './marks';
import { noteText } from './noteText';
import { isReaders, type PlacedNote } from './placement';
import { isWebAddress, noteBody } from './render';
import type { Scene } from './scene';
import { formatDate } from './words';

export function noteView(scene: Scene, note: PlacedNote): TemplateResult {
  const { annotation, isOwn, quote } = note;
  const { words, ui, language } = scene;
  if (ui.draft?.kind === 'edit' && ui.draft.annotation === annotation.id) {
    return noteEditor(scene, annotation.id, noteText(annotation, language).value);
  }
  const text = noteText(annotation, language);
  const verdict = annotation['marginalia:verdict'] ?? (isOwn ? 'mine' : 'plain');
  const drawn = annotation['marginalia:figure'];
  return html`<aside class="note ${note.range ? '' : 'loose'}" id=${noteId(annotation.id)} tabindex="-1" data-annotation=${annotation.id}
    data-verdict=${verdict} aria-label=${words.marginNote(quote)}>
    ${tools(scene, annotation, text.value)}
    <p class="verdict">${icon(verdictIcon[verdict])}${verdictName(scene, annotation, text.value)}</p>
    ${note.found === 'exact' ? nothing : whereItWas(scene, note)}
    ${drawn === undefined ? nothing : html`${figure(drawn, language)}${dumbbell(drawn)}`}
    ${noteBody(text)}
    ${sourceLine(scene, annotation)}
  </aside>`;
}

const verdictIcon: Readonly<Record<Verdict | 'mine' | 'plain', IconName>> = {
  right: 'pass',
  partly: 'half',
  wrong: 'fail',
  unproven: 'ask',
  mine: 'pencil',
  plain: 'pencil',
};

export function verdictMark(verdict: Verdict | 'mine' | 'plain'): TemplateResult {
  return icon(verdictIcon[verdict]);
}

export function verdictName({ words }: Scene, annotation: Annotation, text: string): string {
  const verdict = annotation['marginalia:verdict'];
  if (verdict !== undefined) return words.verdicts[verdict];
  if (!isReaders(annotation)) return words.editorsNote;
  return text === '' ? words.yourHighlight : words.yourNote;
}

/** An editorial note can be kept as a card; the reader's own can be changed. */
function tools(scene: Scene, annotation: Annotation, text: string): TemplateResult {
  const { words, shown } = scene;
  const { id } = annotation;
  if (isReaders(annotation)) {
    const edit = () => scene.change({ draft: { kind: 'edit', annotation: id }, selection: undefined });
    const remove = () => {
      scene.wish({ type: 'removeAnnotation', annotation: id });
      scene.say(words.removed);
    };
    return html`<span class="keep">
      <button type="button" class="tool" data-action="edit-note" aria-label=${text === '' ? words.addNote : words.edit} @click=${edit}>${icon('pencil')}</button>
      <button type="button" class="tool" data-action="remove-annotation" aria-label=${words.remove} @click=${remove}>${icon('bin')}</button>
    </span>`;
  }
  const isKept = shown.kept.includes(id);
  const keep = () => {
    scene.wish({ type: 'keepNote', annotation: id });
    scene.say(isKept ? words.noLongerKept : words.keptAsCard);
  };
  return html`<span class="keep ${isKept ? 'kept' : ''}"><button type="button" class="tool" data-action="keep-note" aria-label=${words.keepAsCard}
    aria-pressed=${isKept} @click=${keep}>${icon(isKept ? 'marked' : 'mark')}</button></span>`;
}

/** Why the note has no words here, or not quite its own, with the quote that it was made on. */
function whereItWas({ words, language }: Scene, { found, quote }: PlacedNote): TemplateResult {
  switch (found) {
    case 'orphan':
      return html`<p class="label"><q>${quote}</q> ${words.noLongerFound}</p>`;
    case 'elsewhere':
      return html`<p class="label"><q lang=${language === 'en' ? 'zh-CN' : 'en'}>${quote}</q> ${words.madeInOther}</p>`;
    case 'exact':
    case 'moved':
      return html`<p class="label">${words.foundAgain}</p>`;
  }
}

function sourceLine(scene: Scene, annotation: Annotation) {
  const { words, shown, language } = scene;
  if (isReaders(annotation)) {
    if (shown.review.due.some(card => card.id === annotation.id))
      return html`<span class="src">${words.dueNow}</span>`;
    const madeAt = Date.parse(annotation.created ?? '');
    return Number.isNaN(madeAt)
      ? nothing
      : html`<span class="src">${words.madeOn(formatDate(madeAt, language))}</span>`;
  }
  return sourcesOf(scene, annotation);
}

/** Links to the sources, and what was read of them. */
export function sourcesOf({ words, shown }: Scene, annotation: Annotation) {
  const sources = (annotation['marginalia:sources'] ?? [])
    .map(id => shown.chapter.sources.find(source => source.id === id))
    .filter(source => source !== undefined);
  const evidence = annotation['marginalia:evidence'];
  if (sources.length === 0 && evidence === undefined) return nothing;
  const links = sources.map((source, index) => {
    const join = index > 0 ? words.sourceJoin : '';
    return html`${join}${source.url === undefined || !isWebAddress(source.url) ? source.label : html`<a href=${source.url}>${source.label}</a>`}`;
  });
  const join = sources.length > 0 ? words.sourceJoin : '';
  return html`<span class="src">${links}${evidence === undefined ? nothing : html`${join}${words.evidence[evidence]}`}</span>`;
}

/** Written where the note will stand. Ctrl or Cmd with Enter saves, Esc gives up. */
export function noteEditor(scene: Scene, id: string, text: string): TemplateResult {
  const { words } = scene;
  const close = () => scene.change({ draft: undefined });
  const save = (form: Element | null) => {
    const note = form?.querySelector('textarea')?.value.trim() ?? '';
    saveDraft(scene, note);
    close();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(closestForm(event));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<aside class="note writing" id=${noteId(id)} data-annotation=${id} data-verdict="mine" aria-label=${words.yourNote}>
    <form @keydown=${keys} @submit=${(event: Event) => {
      event.preventDefault();
      save(closestForm(event));
    }}>
      <p class="verdict">${icon('pencil')}<label for="note-field">${words.yourNote}</label></p>
      <textarea id="note-field" rows="4" .value=${text}></textarea>
      <div class="actions"><button class="primary" data-action="save-note">${words.saveNote}</button>
      <button type="button" class="quietb" @click=${close}>${words.cancel}</button></div>
    </form>
  </aside>`;
}

function saveDraft(scene: Scene, note: string): void {
  const { draft } = scene.ui;
  if (draft?.kind === 'edit') {
    scene.wish({ type: 'editNote', annotation: draft.annotation, note });
  } else if (draft) {
    const { passage, start, end } = draft;
    const language = scene.shown.chapter.passages.find(({ id }) => id === passage)?.text[scene.language]
      ? scene.language
      : 'en';
    scene.wish({ type: 'annotatePassage', passage, language, start, end, ...(note === '' ? {} : { note }) });
  }
  scene.say(scene.words.noteSaved);
}

function closestForm(event: Event): Element | null {
  return event.target instanceof Element ? event.target.closest('form') : null;
}
