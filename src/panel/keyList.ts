// All keys of the panel, by the key "?": what each does, and whether the letters are turned on.
import { html, nothing } from 'lit-html';
import type { Scene } from './scene';
import { button } from './ui/button';

/** Keys side by side are pressed one after the other; those in one cell of the second list, together. */
const rows = [
  ['search', '/'],
  ['views', 'g c', 'g r', 'g v', 'g m'],
  ['walk', 'j', 'k'],
  ['select', 'Shift →', 'Shift ←', '→'],
  ['annotate', 'a'],
  ['openCode', 'o'],
  ['play', 'p'],
  ['reveal', 'Enter'],
  ['saveStep', 's'],
  ['answer', 'Space'],
  ['rate', '1', '2', '3', '4'],
  ['undo', 'u'],
  ['back', 'Alt ←'],
  ['close', 'Esc'],
  ['keys', '?'],
] as const;

export function keyList(scene: Scene) {
  const { ui, words, shown } = scene;
  if (!ui.areKeysOpen) return nothing;
  const close = () => scene.change({ areKeysOpen: false });
  return html`<section class="keylist" role="dialog" aria-labelledby="keys-title" data-keys tabindex="-1">
    <h2 id="keys-title">${words.keysTitle}</h2>
    ${shown.singleKeys ? nothing : html`<p class="quiet">${words.keysOff}</p>`}
    <dl>${rows.map(
      ([name, ...keys]) => html`<div>
        <dt>${keys.map(key => html`<kbd>${key}</kbd> `)}</dt><dd>${words.keyNames[name]}</dd>
      </div>`,
    )}</dl>
    <div class="actions">${button({ name: words.closeKeys, action: 'close-keys', press: close })}</div>
  </section>`;
}
