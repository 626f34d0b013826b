// Runs that go on while another page is shown: what they are about, with a way there and a way to stop them.
import { html, nothing } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { Run } from '../../../core/reasoning/run';
import type { RunSummary } from '../../../core/wire/reasoning';
import type { Scene } from '../../scene';
import { bead } from '../../ui/bead';
import { button } from '../../ui/button';

/** More of them are in the list of runs. */
const mostNamed = 3;

export function goingOn(scene: Scene, shown: Run | undefined) {
  const { words } = scene;
  const others = scene.shown.runs
    .filter(one => isUnderWay(one) && one.id !== shown?.id && one.thread !== shown?.id)
    .slice(0, mostNamed);
  if (others.length === 0) return nothing;
  return others.map(one => {
    const show = () => scene.go({ view: 'reasoning', run: one.thread ?? one.id });
    const stop = () => scene.wish({ type: 'stopRun', run: one.id });
    const name = isolated(one.name);
    return html`<div class="notice going" role="status" data-going=${one.id}>
      <span>${one.name === one.file ? words.goesOn(name) : words.goesOnIn(name, isolated(one.file))}</span>
      <div class="actions">${button({ name: words.showRun, action: 'show-going', look: 'quietb', press: show })}${button(
        { name: words.stop, action: 'stop-going', look: 'quietb', icon: 'stop', press: stop },
      )}</div>
      ${bead(words.underWay, undefined)}
    </div>`;
  });
}

export function isUnderWay({ state }: Pick<RunSummary, 'state'>): boolean {
  return state !== 'done' && state !== 'stopped' && state !== 'failed';
}
