// Labs: no chapter brings one yet, and the page says so.
import { html, type TemplateResult } from 'lit-html';
import { blank } from './problems';
import type { Scene } from './scene';

export function labsView({ words }: Scene): TemplateResult {
  return html`<main class="page" data-view="labs" aria-labelledby="title">
    <section class="blank" data-lab data-verdict="idle">${blank(words.noLab, words.noLabText)}</section>
  </main>`;
}
