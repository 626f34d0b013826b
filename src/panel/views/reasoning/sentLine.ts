// To which model the code went, and where that is: a lock only for this machine, else the host in words.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { isLoopback } from '../../../core/endpoint/whereabouts/locality';
import { boundsOf } from '../../../core/reasoning/excerpt';
import { isFinished, type Run, whereaboutsOfRun } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { formatCount, type Words } from '../../words';
import { namedNow } from './linesNow';

type Destination = NonNullable<Run['destination']>;

export function sentLine(scene: Scene, run: Run): TemplateResult {
  const { words, ui } = scene;
  const sent = tokens(scene, run);
  const toggle = () => scene.change({ areRunsOpen: !ui.areRunsOpen });
  return html`<div class="sent">
    ${file(scene, run)}
    ${
      run.destination === undefined
        ? html`<span>${isFinished(run) || run.isQueued ? words.notSent : words.sendingTo}</span>`
        : where(scene, run, run.destination)
    }
    ${sent === undefined ? nothing : html`<span class="num">${words.sizes(sent)}</span>`}
    <button type="button" class="link more" aria-expanded=${ui.areRunsOpen} @click=${toggle}>
      ${words.earlierRuns}
    </button>
  </div>`;
}

/** The code by its file and name; pressed, it stands in the editor. */
function file(scene: Scene, run: Run): TemplateResult {
  const { words } = scene;
  const { name, symbol } = run.excerpt;
  const { first, last } = boundsOf(run.excerpt);
  const reveal = () =>
    scene.wish({
      type: 'showLines',
      run: run.id,
      line: Math.max(1, first),
      lastLine: Math.max(1, last),
      reveal: true,
    });
  const now = namedNow(scene, { first, last });
  return html`<span class="what"><button
    type="button"
    class="link"
    data-action="show-file"
    aria-label=${words.openFile(isolated(name))}
    @click=${reveal}
  >${isolated(name)}</button>${symbol === undefined ? nothing : html` › <code>${isolated(symbol)}</code>`}, ${words.spanOfLines(
    now.first,
    now.last,
  )}</span>`;
}

export function where({ words }: Scene, run: Run, destination: Destination): TemplateResult {
  return html`<span>${words.sentTo}<b>${isolated(destination.model)}</b></span>${place(words, run, destination)}`;
}

function place(words: Words, run: Run, { url, remoteHost }: Destination): TemplateResult {
  const host = html`<span class="num">${hostOf(url)}</span>`;
  switch (whereaboutsOfRun(run)) {
    case 'here':
      return html`<span class="here" data-whereabouts="here" data-local>${icon('lock')}${words.thisMachine}${host}</span>`;
    case 'elsewhere': {
      const known = remoteHost ?? (isLoopback(url) ? undefined : url);
      return html`<span class="here away" data-whereabouts="elsewhere">${icon('globe')}${
        known === undefined ? words.anotherMachine : html`<span class="num">${hostOf(known)}</span>`
      }</span>`;
    }
    case 'unknown':
      return html`<span class="here away" data-whereabouts="unknown">${icon('ask')}${words.notKnownWhere}${host}</span>`;
  }
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
  const { instructions, code, surroundings, definitions = 0, question, isEstimate } = budget;
  return { tokens: instructions + code + surroundings + definitions + question, isEstimate };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return isolated(url);
  }
}
