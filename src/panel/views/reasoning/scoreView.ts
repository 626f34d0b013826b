// How often this model's words were so when code ran, by what they were about: counted, with an interval, and how few they are.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { wilson } from '../../../core/base/wilson';
import type { Share } from '../../../core/trace/score';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';

/** Of fewer an interval covers nearly everything. */
const fewClaims = 20;

export function scoreView(scene: Scene): TemplateResult | typeof nothing {
  const { words, shown } = scene;
  const { score } = shown;
  if (!score) return nothing;
  const row = (name: string, share: Share) => html`<tr>
    <th scope="row">${name}</th>
    <td class="num">${words.ofCount(share.right, share.n)}</td>
    <td class="num">${intervalOf(scene, share)}</td>
  </tr>`;
  return html`<details class="row score" data-score=${`${score.right}/${score.n}`}>
    <summary>
      ${icon('chev', 'chev')}<span>${words.scoreTitle}</span>
      <span class="end num">${words.ofCount(score.right, score.n)}</span>
    </summary>
    <div class="inside">
      <p>${words.scoreOf(isolated(score.model), score.runs)}${score.n < fewClaims ? html` <b>${words.scoreIsFew}</b>` : nothing}</p>
      <table>
        <thead><tr><th scope="col">${words.scoreKind}</th><th scope="col">${words.scoreRight}</th><th scope="col">${words.scoreInterval}</th></tr></thead>
        <tbody>${score.kinds.map(one => row(words.claimKinds[one.kind], one))}${
          score.kinds.length > 1 ? row(words.scoreAll, score) : nothing
        }</tbody>
      </table>
      <p class="quiet">${words.scoreHow}</p>
    </div>
  </details>`;
}

/** Whole per cents: more is not known. */
function intervalOf({ words }: Scene, { right, n }: Share): string {
  const [low, high] = wilson(right, n);
  return words.percentRange(Math.round(low), Math.round(high));
}
