// A run in a list: its name, what it is about, and what can be done with it without opening it.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { RunSummary } from '../../../core/wire/reasoning';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { formatTime } from '../../words';
import { isUnderWay } from './goingOn';
import { nameField, restoreRun, runTools } from './runTools';

/** `current`: the run that is shown, beside which another one can be put. */
export function runRow(
  scene: Scene,
  run: RunSummary,
  current: string | undefined,
  found: { readonly step?: number | undefined; readonly below?: unknown } = {},
): TemplateResult {
  const { words, language, ui } = scene;
  const open = () => {
    scene.change({ areRunsOpen: false });
    const isListed = scene.shown.runs.some(({ id }) => id === run.thread);
    scene.go({ view: 'reasoning', run: isListed ? (run.thread ?? run.id) : run.id });
    if (found.step !== undefined) scene.change({ step: found.step });
  };
  const parts = [
    run.name === run.file ? undefined : isolated(run.file),
    run.model && isolated(run.model),
    outcome(scene, run),
    formatTime(run.startedAt, language),
  ];
  const name = html`<button type="button" class="link" data-show-run=${run.id} @click=${open}>
    ${named(run)}
  </button>`;
  const bringBack = { name: words.bringBack, action: 'restore-run', look: 'quietb', icon: 'undo' } as const;
  return html`<li data-listed=${run.id} data-pinned=${run.isPinned ? '' : nothing}>
    <div class="what">
      ${ui.naming?.run === run.id ? nameField(scene, run) : name}
      <span class="label num">${parts.filter(part => part !== undefined).join(' · ')}</span>
      ${found.below ?? nothing}
    </div>
    ${run.isDeleted ? button({ ...bringBack, press: () => restoreRun(scene, run) }) : runTools(scene, run, current)}
  </li>`;
}

/** Symbols and files are code; a question and a name of the reader's own are words. */
function named(run: RunSummary): TemplateResult {
  const name = runName(run);
  if (run.isNamed) return html`<b>${name}</b>`;
  return run.thread === undefined ? html`<code>${name}</code>` : html`<span>${name}</span>`;
}

export function runName({ name }: Pick<RunSummary, 'name'>): string {
  return isolated(name);
}

/** A run that failed before its first step has no number of steps worth telling. */
function outcome({ words }: Scene, { state, steps, thread }: RunSummary): string {
  if (isUnderWay({ state })) return words.underWay;
  if (thread !== undefined) return words.followUp;
  if (steps > 0) return words.steps(steps);
  return state === 'failed' ? words.runFailed : state === 'stopped' ? words.runStopped : words.steps(steps);
}
