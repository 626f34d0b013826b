// The loss over the steps of a phase: a line over axes that do not change while it grows, and the numbers behind it.
import { html, type TemplateResult } from 'lit-html';
import { type Phase, phases } from '../../../miniature';
import type { Scene } from '../../../scene';
import { styled } from '../../../ui/styled';

/** More than guessing evenly among 32 characters costs, which is 3.47. */
const top = 4;
const width = 1000;
const height = 400;

/** `losses`: means over `every` steps of the phase, in nats a character. */
export function lossCurve(scene: Scene, phase: Phase, losses: readonly number[]): TemplateResult {
  const { steps, every } = phases[phase];
  const words = scene.words.miniature;
  const stepAt = (place: number) => (place + 1) * every;
  const { count } = words;
  const points = losses
    .map((loss, place) => `${(stepAt(place) / steps) * width},${(1 - Math.min(loss, top) / top) * height}`)
    .join(' ');
  const name = words.curve(
    words.phases[phase],
    loss3(losses[0]),
    loss3(losses.at(-1)),
    count(stepAt(losses.length - 1)),
  );
  const lines = [1, 2, 3].map(loss => (1 - loss / top) * height);
  return html`<figure class="loss">
    <figcaption class="label">${words.phases[phase]}: ${words.lossAxis}</figcaption>
    <div class="plot">
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label=${name}>
        <path class="grid" d=${lines.map(y => `M0 ${y}H${width}`).join('')}></path>
        <path class="axis" d="M0 0V${height}H${width}"></path>
        <polyline class="line" points=${points}></polyline>
      </svg>
      <div class="ys" aria-hidden="true">${[0, 1, 2, 3, 4].map(
        loss => html`<span ${styled({ top: `${(1 - loss / top) * 100}%` })}>${loss}</span>`,
      )}</div>
      <div class="xs" aria-hidden="true">${[0, 0.5, 1].map(part => html`<span>${count(part * steps)}</span>`)}</div>
    </div>
    <p class="label axis-name" aria-hidden="true">${words.stepAxis}</p>
    <details><summary>${words.numbers}</summary><div class="wide"><table>
      <thead><tr><th scope="col">${words.stepAxis}</th><th scope="col">${words.lossAxis}</th></tr></thead>
      <tbody>${losses.map((loss, place) => html`<tr><td>${count(stepAt(place))}</td><td>${loss3(loss)}</td></tr>`)}</tbody>
    </table></div></details>
  </figure>`;
}

function loss3(loss = 0): string {
  return loss.toFixed(3);
}
