// In the place of a view that could not be made: something in what is shown is not as any version of ours writes it.
// The running head stays, so the reader can go elsewhere.
import { html, type TemplateResult } from 'lit-html';
import type { Scene } from './scene';
import { button } from './ui/button';
import { problemPage } from './ui/problems';

/** The last thing that went wrong, so that the log holds it once and not at every frame. */
let told = '';

export function orFailed(scene: Scene, draw: () => TemplateResult): TemplateResult {
  try {
    return draw();
  } catch (error) {
    const detail = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
    if (detail !== told) scene.wish({ type: 'panelFailed', detail: detail.slice(0, 10_000) });
    told = detail;
    const { view } = scene.shown.place;
    const press = () => scene.wish({ type: 'showLog' });
    return html`<main class="page" data-view=${view} aria-labelledby="title">
      ${problemPage(scene, { code: 'internal', detail })}
      <div class="blank after-alert"><div class="actions">
        ${button({ name: scene.words.showLog, action: 'showLog', press })}
      </div></div>
    </main>`;
  }
}
