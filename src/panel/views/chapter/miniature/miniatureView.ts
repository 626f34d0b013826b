// The miniature below its concept: what it is about, how far it has come, its loss, what it writes, and how it was examined.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../../core/base/foreign';
import { inLanguage, type Lab } from '../../../../core/chapter/chapter';
import {
  examined,
  freshMiniature,
  isAtWork,
  type Miniature,
  type Phase,
  phaseNames,
  phases,
  prompts,
  type Sample,
} from '../../../miniature';
import type { Scene } from '../../../scene';
import { button } from '../../../ui/button';
import { whole } from '../../../ui/wholeWords';
import { regionBox } from '../passageView';
import { lossCurve } from './lossCurve';
import { firstSeed, type Training } from './training';

export function miniatureView(scene: Scene, lab: Lab, training: Training): TemplateResult {
  const { words, language, shown } = scene;
  const miniature = scene.ui.miniature ?? freshMiniature(firstSeed);
  const regions = lab.code.flatMap(id => shown.chapter.regions.find(region => region.id === id) ?? []);
  return html`<section class="leaf full lab" data-lab=${lab.name} data-state=${miniature.status}
    data-phase=${miniature.phase} aria-labelledby="lab">
    <div class="rail"></div>
    <div class="words">
      <h2 id="lab">${words.miniature.title}</h2>
      <p>${whole(isolated(inLanguage(lab.about, language)))}</p>
      ${controls(scene, miniature, training)}
      <p class="label" data-state-said>${words.miniature.isAt(miniature)}${
        miniature.msEach === undefined ? nothing : ` ${words.miniature.takes(miniature.msEach)}`
      }</p>
      ${phaseNames.map(phase => phaseView(scene, miniature, phase))}
      ${comparison(scene, miniature)}
      ${
        lab.found
          ? html`<details class="found"><summary>${words.miniature.found}</summary>
            <p>${whole(isolated(inLanguage(lab.found, language)))}</p></details>`
          : nothing
      }
      ${regions.map(region => regionBox(scene, region))}
    </div>
  </section>`;
}

function controls(scene: Scene, miniature: Miniature, training: Training): TemplateResult {
  const words = scene.words.miniature;
  const isBusy = isAtWork(miniature);
  const isFinished = miniature.status === 'done' && miniature.phase === 'tuned';
  // One button that changes its name, and is never disabled: whoever has pressed it keeps the focus.
  const main = {
    name: words.press[nextPress(miniature)],
    action: `miniature-${nextPress(miniature)}`,
    look: isBusy ? ('second' as const) : ('primary' as const),
    press: () => {
      if (isBusy) training.stop();
      else if (isFinished) training.reset(miniature.seed);
      else training.go(miniature);
    },
  };
  const isFresh = miniature.status === 'idle';
  return html`<div class="actions">
    ${button(main)}
    ${
      isFresh || isBusy || isFinished
        ? nothing
        : button({
            name: words.press.reset,
            action: 'miniature-reset',
            press: () => {
              training.reset(miniature.seed);
              // This button goes away; the other one stays, and is called otherwise.
              document.querySelector<HTMLElement>('[data-lab] .actions button')?.focus();
            },
          })
    }
    <label class="seed">${words.seed} <input type="number" min="1" max=${mostSeed} step="1"
      data-action="miniature-seed" ?disabled=${!isFresh} .value=${String(miniature.seed)}
      @change=${(event: Event) => chooseSeed(event, training)}></label>
  </div>`;
}

const mostSeed = 9999;

function chooseSeed({ target }: Event, training: Training): void {
  if (!(target instanceof HTMLInputElement)) return;
  const seed = Math.min(mostSeed, Math.max(1, Math.round(target.valueAsNumber || firstSeed)));
  target.value = String(seed);
  training.reset(seed);
}

type Press = keyof Scene['words']['miniature']['press'];

function nextPress(miniature: Miniature): Press {
  if (isAtWork(miniature)) return 'stop';
  if (miniature.status === 'done') return miniature.phase === 'base' ? 'tune' : 'reset';
  return miniature.status === 'idle' ? 'start' : 'resume';
}

function phaseView(scene: Scene, miniature: Miniature, phase: Phase) {
  const words = scene.words.miniature;
  const { losses, samples } = miniature[phase];
  if (losses.length === 0) return nothing;
  const items = samples.map((sample, place) =>
    sampleView(scene, sample, (place + 1) * phases[phase].sampleEvery),
  );
  return html`<section class="phase" aria-label=${words.phases[phase]} data-of=${phase}>
    ${lossCurve(scene, phase, losses)}
    ${items.length === 0 ? nothing : html`<p class="label">${words.writes}</p>`}
    <div class="latest">${items.at(-1)}</div>
    ${
      items.length < 2
        ? nothing
        : html`<details class="samples"><summary>${words.earlier(items.length - 1)}</summary>${items.slice(0, -1)}</details>`
    }
  </section>`;
}

function sampleView({ words }: Scene, sample: Sample, step: number): TemplateResult {
  const line = (prompt: string, written: string) =>
    html`<code lang="en">${prompt}<b>${isolated(written.trimEnd())}</b></code>`;
  return html`<div class="sample"><span class="label">${words.miniature.afterSteps(words.miniature.count(step))}</span>
    ${line(prompts.statement, sample.statement)}${line(prompts.question, sample.question)}</div>`;
}

/** What each phase ended with, side by side: the weights have hardly moved, and the behaviour is another. */
function comparison(scene: Scene, { base, tuned }: Miniature) {
  const words = scene.words.miniature;
  if (!base.exam) return nothing;
  const rows = (['facts', 'taught', 'untaught'] as const).map(
    kind =>
      html`<tr><th scope="row">${words.exam[kind]}</th>${[base.exam, tuned.exam].map(
        exam => html`<td>${exam ? words.of(exam[kind], examined[kind]) : '–'}</td>`,
      )}</tr>`,
  );
  const moved = tuned.exam?.moved;
  return html`<div class="wide"><table class="exam" data-exam>
      <caption class="label">${words.examined}</caption>
      <thead><tr><td></td><th scope="col">${words.phases.base}</th><th scope="col">${words.phases.tuned}</th></tr></thead>
      <tbody>${rows}</tbody>
    </table></div>
    ${moved === undefined ? nothing : html`<p class="label" data-moved>${words.moved(Math.round(100 * moved))}</p>`}`;
}
