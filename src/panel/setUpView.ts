// Setting up a small model from the panel: offered, under way, failed, done.
import { html, nothing, type TemplateResult } from 'lit-html';
import { bead } from './bead';
import { button } from './button';
import type { Scene } from './scene';
import { formatCount } from './words';

export function setUpView(scene: Scene): TemplateResult {
  const { words, shown } = scene;
  const start = button({
    name: words.setUp,
    action: 'setUpModel',
    press: () => scene.wish({ type: 'setUpModel' }),
  });
  switch (shown.setUp.state) {
    case 'idle':
      return html`<small>${words.setUpSize}</small>${start}`;
    case 'running':
      return running(scene);
    case 'failed':
      return html`<small role="alert">${words.setUpFailed} ${shown.setUp.problem ?? ''}</small>${start}`;
    case 'installed':
      return html`<small role="status">${words.installed} ${words.pageNotices}</small>`;
  }
}

function running(scene: Scene): TemplateResult {
  const { words, shown, language } = scene;
  const { what, doneBytes, totalBytes } = shown.setUp;
  const isKnown = doneBytes !== undefined && totalBytes !== undefined && totalBytes > 0;
  const megabytes = (bytes: number) => formatCount(Math.round(bytes / 1e6), language);
  const fetched = isKnown ? words.fetched(megabytes(doneBytes), megabytes(totalBytes)) : '';
  return html`<small>
      ${what ?? words.settingUp}${fetched === '' ? nothing : html` · <span class="num">${fetched}</span>`}
    </small>
    ${bead(words.settingUp, isKnown ? doneBytes / totalBytes : undefined)}
    ${button({
      name: words.stopSetUp,
      action: 'stopSetUp',
      press: () => scene.wish({ type: 'stopSetUp' }),
    })}`;
}
