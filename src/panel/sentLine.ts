// To which model the code went, and where that is: a lock only for this machine, else the host in words.
import { html, type TemplateResult } from 'lit-html';
import { isolated } from '../core/base/foreign';
import { linesOf } from '../core/base/lines';
import type { Run } from '../core/reasoning/run';
import { icon } from './icons';
import type { Scene } from './scene';
import { formatCount } from './words';

export function sentLine(scene: Scene, run: Run): TemplateResult {
  const { words, ui } = scene;
  const toggle = () => {
    if (!ui.areRunsOpen) scene.wish({ type: 'showEarlierRuns' });
    scene.change({ areRunsOpen: !ui.areRunsOpen });
  };
  return html`<div class="sent">
    ${run.destination === undefined ? html`<span>${words.sendingTo}</span>` : where(scene, run.destination)}
    <span class="num">${words.sizes(linesOf(run.excerpt.text).length, tokens(scene, run))}</span>
    <button type="button" class="link more" aria-expanded=${ui.areRunsOpen} @click=${toggle}>
      ${words.earlierRuns}
    </button>
  </div>`;
}

function where({ words }: Scene, { model, url, isLocal }: NonNullable<Run['destination']>): TemplateResult {
  const host = hostOf(url);
  const place = isLocal
    ? html`<span class="here" data-local>${icon('lock')}${words.thisMachine}<span class="num">${host}</span></span>`
    : html`<span class="here away">${icon('globe')}<span class="num">${host}</span></span>`;
  return html`<span>${words.sentTo}<b>${isolated(model)}</b></span>${place}`;
}

function tokens({ words, language }: Scene, run: Run): string | undefined {
  const sent = sentTokens(run);
  if (!sent) return undefined;
  const count = formatCount(sent.tokens, language);
  return sent.isEstimate ? words.about(count) : count;
}

/** The length of the prompt: as the server counted it, until then as it was planned. */
export function sentTokens({
  budget,
  usage,
}: Run): { readonly tokens: number; readonly isEstimate: boolean } | undefined {
  if (usage?.promptTokens !== undefined) return { tokens: usage.promptTokens, isEstimate: false };
  if (!budget) return undefined;
  const { instructions, code, surroundings, question, isEstimate } = budget;
  return { tokens: instructions + code + surroundings + question, isEstimate };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return isolated(url);
  }
}
