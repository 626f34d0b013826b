// The runs before this one, newest first; opening one shows it as it was.
import { html, type TemplateResult } from 'lit-html';
import { isolated } from '../core/base/foreign';
import type { RunSummary } from '../core/protocol';
import type { Scene } from './scene';
import { formatTime } from './words';

export function earlierRuns(scene: Scene, current: string | undefined): TemplateResult {
  const { words, shown } = scene;
  const runs = shown.runs.filter(({ id }) => id !== current);
  const list = html`<ul>${runs.map(run => row(scene, run))}</ul>`;
  return html`<section class="earlier" data-earlier aria-label=${words.earlierRuns}>
    ${runs.length === 0 ? html`<p class="quiet">${words.noEarlierRuns}</p>` : list}
  </section>`;
}

function row(scene: Scene, run: RunSummary): TemplateResult {
  const { words, language } = scene;
  const open = () => {
    scene.wish({ type: 'showRun', run: run.id });
    scene.change({ areRunsOpen: false });
  };
  const parts = [
    run.model && isolated(run.model),
    words.steps(run.steps),
    formatTime(run.startedAt, language),
  ];
  return html`<li>
    <button type="button" class="link" data-show-run=${run.id} @click=${open}><code>${isolated(run.name)}</code></button>
    <span class="label num">${parts.filter(part => part !== undefined).join(' · ')}</span>
  </li>`;
}
