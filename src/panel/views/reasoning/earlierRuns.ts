// The runs before this one, newest first; opening one shows it as it was.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { RunSummary } from '../../../core/wire/reasoning';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { formatTime } from '../../words';
import { isUnderWay } from './goingOn';

export function earlierRuns(scene: Scene, current: string | undefined): TemplateResult {
  const { words, shown } = scene;
  // What was asked about the run that is shown stands below it.
  const runs = shown.runs.filter(
    ({ id, thread }) => id !== current && (current === undefined || thread !== current),
  );
  const list = html`<ul>${runs.map(run => row(scene, run))}</ul>`;
  return html`<section class="earlier" data-earlier aria-label=${words.earlierRuns}>
    ${runs.length === 0 ? html`<p class="quiet">${words.noEarlierRuns}</p>` : list}
    ${shown.hasMoreRuns ? older(scene) : nothing}
  </section>`;
}

/** A run that failed before its first step has no number of steps worth telling. */
function outcome({ words }: Scene, { state, steps, thread }: RunSummary): string {
  if (isUnderWay({ state })) return words.underWay;
  if (thread !== undefined) return words.followUp;
  if (steps > 0) return words.steps(steps);
  return state === 'failed' ? words.runFailed : state === 'stopped' ? words.runStopped : words.steps(steps);
}

/** More of them are listed a page at a time. */
const pageOfRuns = 50;

function older(scene: Scene): TemplateResult {
  const press = () => scene.change({ listedRuns: scene.ui.listedRuns + pageOfRuns });
  return button({ name: scene.words.olderRuns, action: 'older-runs', look: 'quietb', press });
}

function row(scene: Scene, run: RunSummary): TemplateResult {
  const { language } = scene;
  const open = () => {
    scene.change({ areRunsOpen: false });
    const isListed = scene.shown.runs.some(({ id }) => id === run.thread);
    scene.go({ view: 'reasoning', run: isListed ? (run.thread ?? run.id) : run.id });
  };
  const name = isolated(run.name);
  const file = run.name === run.file ? undefined : isolated(run.file);
  const parts = [
    file,
    run.model && isolated(run.model),
    outcome(scene, run),
    formatTime(run.startedAt, language),
  ];
  return html`<li>
    <button type="button" class="link" data-show-run=${run.id} @click=${open}>${
      run.thread === undefined ? html`<code>${name}</code>` : html`<span>${name}</span>`
    }</button>
    <span class="label num">${parts.filter(part => part !== undefined).join(' · ')}</span>
  </li>`;
}
