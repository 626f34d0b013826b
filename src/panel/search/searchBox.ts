// The search field and what it finds, as one types. Arrow keys walk the results; Esc clears, then leaves.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../core/base/foreign';
import type { SearchHit } from '../../core/chapter/search';
import { focusTitle } from '../place';
import type { Scene } from '../scene';
import { isComposing } from '../ui/composing';
import { icon } from '../ui/icons';
import { findPassages } from './search';

export function searchBox(scene: Scene): TemplateResult {
  const { words, ui } = scene;
  const search = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const query = event.target.value;
    scene.change({ query });
  };
  return html`<div
    class="find"
    role="search"
    @keydown=${(event: KeyboardEvent) => walk(scene, event)}
    @focusin=${() => scene.ui.isSearching || scene.change({ isSearching: true })}
    @focusout=${(event: FocusEvent) => leave(scene, event)}
  >
    <label class="field">
      ${icon('find')}<input
        type="text"
        data-action="search"
        autocomplete="off"
        spellcheck="false"
        placeholder=${words.search}
        aria-label=${words.searchAll}
        .value=${ui.query}
        @input=${search}
      ><kbd aria-hidden="true">/</kbd>
    </label>
    <p class="sr" role="status">${outcome(scene)}</p>
    ${ui.query.trim() === '' ? nothing : results(scene)}
  </div>`;
}

function outcome(scene: Scene): string {
  const { words, ui } = scene;
  const query = ui.query.trim();
  if (query === '') return '';
  const { length } = findPassages(scene, ui.query);
  return length === 0 ? words.nothingHolds(isolated(query)) : words.hits(length);
}

function results(scene: Scene): TemplateResult {
  const hits = findPassages(scene, scene.ui.query);
  if (hits.length === 0) {
    return html`<div class="hits"><p class="quiet none" aria-hidden="true">${outcome(scene)}</p></div>`;
  }
  return html`<div class="hits"><ul>${hits.map(hit => html`<li>${result(scene, hit)}</li>`)}</ul></div>`;
}

function result(scene: Scene, hit: SearchHit): TemplateResult {
  const passage = scene.shown.chapter.passages.find(({ id }) => id === hit.passage);
  const open = () => {
    scene.change({ query: '', isListOpen: false });
    if (!passage) return;
    // The reader goes on in the language that they read, also where the words were found in the other one.
    const { concept, id } = passage;
    scene.go({ view: 'chapter', concept, ...(hit.kind === 'concept' ? {} : { passage: id, offset: 0 }) });
  };
  const { words, language } = scene;
  const about = [
    ...(hit.kind === 'passage' ? [] : [words.hitKinds[hit.kind]]),
    ...(hit.language === language ? [] : [words.languageNames[hit.language]]),
    ...(hit.also === undefined ? [] : [words.quoted(isolated(hit.also))]),
  ];
  const number = hit.kind === 'concept' ? passage?.number.replace(/\..*/, '') : passage?.number;
  const where = html`<small>${number} ${isolated(hit.title)}${about.map(one => ` · ${one}`)}</small>`;
  return html`<a href="#${hit.passage}" data-hit=${hit.kind} @click=${open}><span lang=${hit.language}>${hit.before}<mark>${hit.match}</mark>${hit.after}</span>${where}</a>`;
}

function walk(scene: Scene, event: KeyboardEvent): void {
  const box = event.currentTarget;
  if (isComposing(event) || !(box instanceof HTMLElement)) return;
  const stops = [...box.querySelectorAll<HTMLElement>('input, .hits a')];
  const at = stops.findIndex(stop => stop.matches(':focus'));
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0) {
    stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
    event.preventDefault();
  } else if (event.key === 'Enter' && at === 0) {
    stops[1]?.click();
    event.preventDefault();
  } else if (event.key === 'Escape') {
    const { query } = scene.ui;
    if (query !== '') scene.change({ query: '' });
    if (query === '') focusTitle();
    else stops[0]?.focus();
    event.stopPropagation();
  }
}

/** Results close when focus goes elsewhere, so that they never cover what is read. */
function leave(scene: Scene, event: FocusEvent): void {
  const box = event.currentTarget;
  const goes = event.relatedTarget;
  if (box instanceof Node && goes instanceof Node && box.contains(goes)) return;
  scene.change({ isSearching: false, ...(goes instanceof Node ? { query: '' } : {}) });
}
