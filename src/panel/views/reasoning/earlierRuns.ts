// The runs before this one, pinned ones first, then the newest; opening one shows it as it was. They can be searched, and
// what was deleted can be brought back from here.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { RunHit, RunSummary } from '../../../core/wire/reasoning';
import { queryOf, type Scene } from '../../scene';
import { button } from '../../ui/button';
import { codeText } from '../../ui/codeText';
import { isComposing } from '../../ui/composing';
import { icon } from '../../ui/icons';
import { formatCount } from '../../words';
import { runName, runRow } from './runRow';
import { restoreRun } from './runTools';

export function earlierRuns(scene: Scene, current: string | undefined): TemplateResult {
  const { words, shown, ui } = scene;
  const runs = pinnedFirst(shown.runs.filter(run => isOther(run, current)));
  const list = html`<ul>${repeat(
    runs,
    ({ id }) => id,
    run => runRow(scene, run, current),
  )}</ul>`;
  const listed = [
    runs.length === 0 ? html`<p class="quiet">${words.noEarlierRuns}</p>` : list,
    shown.hasMoreRuns ? older(scene) : nothing,
  ];
  return html`<section class="earlier" data-earlier aria-label=${words.earlierRuns}>
    ${shown.runs.length === 0 ? nothing : searchField(scene)}
    ${lastDeleted(scene)}
    ${queryOf(ui.runQuery) === '' ? listed : found(scene, current)}
    ${deleted(scene)}
  </section>`;
}

/** Whether there is anything to list but the run that is shown. */
export function hasEarlierRuns({ shown }: Scene, current: string | undefined): boolean {
  return shown.deletedRuns.length > 0 || shown.runs.some(run => isOther(run, current));
}

/** What was asked about the run that is shown stands below it. */
function isOther({ id, thread }: RunSummary, current: string | undefined): boolean {
  return id !== current && (current === undefined || thread !== current);
}

function pinnedFirst(runs: readonly RunSummary[]): readonly RunSummary[] {
  return [...runs.filter(({ isPinned }) => isPinned), ...runs.filter(({ isPinned }) => !isPinned)];
}

/** More of them are listed a page at a time. */
const pageOfRuns = 50;

function older(scene: Scene): TemplateResult {
  const press = () => scene.change({ listedRuns: scene.ui.listedRuns + pageOfRuns });
  return button({ name: scene.words.olderRuns, action: 'older-runs', look: 'quietb', press });
}

function searchField(scene: Scene): TemplateResult {
  const { words, ui } = scene;
  const type = (event: Event) => {
    if (event.target instanceof HTMLInputElement) scene.change({ runQuery: event.target.value });
  };
  const clear = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event) || scene.ui.runQuery === '') return;
    // The field keeps the focus: the next press leaves it.
    event.preventDefault();
    scene.change({ runQuery: '' });
  };
  return html`<label class="field">
    ${icon('find')}
    <input
      type="text"
      data-action="search-runs"
      autocomplete="off"
      placeholder=${words.searchRuns}
      aria-label=${words.searchRuns}
      .value=${ui.runQuery}
      @input=${type}
      @keydown=${clear}
    >
  </label>`;
}

function found(scene: Scene, current: string | undefined): TemplateResult {
  const { words, shown, ui, language } = scene;
  const { foundRuns } = shown;
  if (!foundRuns) return html`<p class="quiet" role="status">${words.searchingRuns}</p>`;
  const { hits, searched, total, isOver, isCut } = foundRuns;
  const count = (number: number) => formatCount(number, language);
  const state = isOver
    ? hits.length === 0
      ? words.noRunHolds(queryOf(ui.runQuery))
      : words.runsFound(hits.length)
    : words.runsSearched(count(searched), count(total));
  return html`<p class="quiet" role="status" data-found=${isOver ? 'all' : 'some'}>${state}${isCut ? words.searchIsCut : nothing}</p>
    <ul>${repeat(
      hits,
      ({ run }) => run.id,
      hit => runRow(scene, hit.run, current, { step: hit.step, below: excerptOf(scene, hit) }),
    )}</ul>`;
}

function excerptOf({ words }: Scene, { where, step, excerpt }: RunHit) {
  if (!excerpt) return nothing;
  const { before, hit, after } = excerpt;
  const place = where === 'step' && step !== undefined ? words.inStep(step) : words.foundIn[where];
  return html`<p class="excerpt" dir="auto"><span class="label">${place}</span> ${codeText(before)}<mark>${codeText(hit)}</mark>${codeText(after)}</p>`;
}

/** Right after the press, where the eye is. */
function lastDeleted(scene: Scene) {
  const { words, ui, shown } = scene;
  const run = shown.deletedRuns.find(({ id }) => id === ui.lastDeleted);
  if (!run) return nothing;
  return html`<p class="undo" data-deleted=${run.id}><span>${words.runDeleted(runName(run))}</span>
    ${button({ name: words.undo, action: 'undo-delete', icon: 'undo', key: 'u', press: () => restoreRun(scene, run) })}</p>`;
}

function deleted(scene: Scene) {
  const { words, ui, shown } = scene;
  const others = shown.deletedRuns.filter(({ id }) => id !== ui.lastDeleted);
  if (others.length === 0) return nothing;
  const toggle = () => scene.change({ areDeletedOpen: !scene.ui.areDeletedOpen });
  const list = html`<p class="quiet">${words.deletedAreKept}</p>
    <ul>${repeat(
      others,
      ({ id }) => id,
      run => runRow(scene, run, undefined),
    )}</ul>`;
  return html`<div class="deleted">
    <button type="button" class="link" data-action="deleted-runs" aria-expanded=${ui.areDeletedOpen} @click=${toggle}>
      ${words.deletedRuns(others.length)}
    </button>
    ${ui.areDeletedOpen ? list : nothing}
  </div>`;
}
