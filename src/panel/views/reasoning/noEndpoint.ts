// No model answered: what was tried, and the ways to get one.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Problem, Tried } from '../../../core/base/problem';
import type { Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { type IconName, icon } from '../../ui/icons';
import { actionButton, problemPage } from '../../ui/problems';
import { stateName } from './runState';
import { setUpView } from './setUpView';

export function noEndpoint(scene: Scene, run: Run): TemplateResult {
  const { problem } = run;
  if (!problem) return html``;
  const nobody = problem.code === 'no-endpoint' ? problem : undefined;
  const tried = bothLoopbacks(nobody?.tried ?? []);
  const isElsewhere = nobody?.remoteName !== undefined;
  const counted = nobody ? [scene.words.triedCount(tried.length, isElsewhere)] : [];
  const wantsKey = tried.some(({ outcome }) => outcome === 'unauthorized');
  return html`${problemPage(scene, problem, counted)}
    <div class="blank after-alert">
      ${tried.length > 0 ? triedTable(scene, tried) : nothing}
      <div class="actions">
        ${actionButton(scene, 'tryAgain', run.id, 'primary')}
        ${actionButton(scene, 'enterAddress', run.id)}
        ${wantsKey ? actionButton(scene, 'enterKey', run.id) : nothing}
        ${problem.code === 'no-model' ? actionButton(scene, 'selectModel', run.id) : nothing}
      </div>
      ${ways(scene, problem)}
    </div>
    <ol data-run=${run.id} data-state=${stateName(run)}></ol>`;
}

const outcomeIcon: Readonly<Record<Tried['outcome'], IconName>> = {
  refused: 'fail',
  'no-answer': 'clock',
  'not-a-model-server': 'half',
  'no-model': 'half',
  loading: 'clock',
  unauthorized: 'lock',
};

function triedTable({ words }: Scene, tried: readonly Tried[]): TemplateResult {
  return html`<table class="tried">
    <thead>
      <tr>
        <th scope="col">${words.address}</th>
        <th scope="col" class="proto">${words.usually}</th>
        <th scope="col">${words.whatHappened}</th>
      </tr>
    </thead>
    <tbody class="num">
      ${tried.map(
        ({ address, usually, outcome }) => html`<tr>
          <td><code>${address}</code></td>
          <td class="proto">${usually}</td>
          <td>${icon(outcomeIcon[outcome])}${words.outcomes[outcome]}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function ways(scene: Scene, problem: Problem): TemplateResult {
  const { words } = scene;
  const start = html`<div>${words.startOllama}<code>ollama serve</code><small>${words.pageNotices}</small></div>`;
  const setUp = html`<div>${words.setUpOne}${setUpView(scene)}</div>`;
  const all = problem.code === 'no-endpoint' ? [start, setUp] : [setUp];
  return html`<ol class="next num">
    ${all.map((way, index) => html`<li><span class="n" aria-hidden="true">${index + 1}</span>${way}</li>`)}
  </ol>`;
}

/** One row for a port that answered alike on both loopback addresses: "localhost" means the two of them. */
export function bothLoopbacks(tried: readonly Tried[]): readonly Tried[] {
  const rows: Tried[] = [];
  for (const one of tried) {
    const port = /^\[::1\]:(\d+)$/.exec(one.address)?.[1];
    const twin = rows.findIndex(row => row.address === `127.0.0.1:${port}` && row.outcome === one.outcome);
    if (port !== undefined && twin >= 0) rows[twin] = { ...one, address: `localhost:${port}` };
    else rows.push(one);
  }
  return rows;
}
