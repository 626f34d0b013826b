// How much is to be said of each piece, chosen where runs are begun.
import { html, type TemplateResult } from 'lit-html';
import { Depth } from '../../../core/reasoning/forms/depth';
import type { Scene } from '../../scene';

export function depthChoice(scene: Scene): TemplateResult {
  const { words, shown, underWay } = scene;
  // What was chosen is drawn as chosen, until the host says otherwise.
  const chosen =
    underWay.flatMap(wish => (wish.type === 'chooseDepth' ? wish.depth : [])).at(-1) ?? shown.depth;
  const option = (depth: Depth) => html`<button
    type="button"
    data-depth=${depth}
    aria-pressed=${depth === chosen}
    @click=${() => scene.wish({ type: 'chooseDepth', depth })}
  >${words.depths[depth]}</button>`;
  return html`<div class="depth" role="group" aria-label=${words.depth}>${Depth.options.map(option)}</div>`;
}
