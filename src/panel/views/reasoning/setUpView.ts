// Setting up a small model from the panel: offered, under way, failed, done.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { Language } from '../../../core/chapter/chapter';
import type { SetUp } from '../../../core/wire/models';
import type { Scene } from '../../scene';
import { bead } from '../../ui/bead';
import { button } from '../../ui/button';
import { formatCount, wordsIn } from '../../words';

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
      return html`<small role="alert">${words.setUpFailed} ${isolated(shown.setUp.problem ?? '')}</small>${start}`;
    case 'installed':
      return html`<small role="status">${words.installed}</small>`;
  }
}

interface Progress {
  readonly step: string;
  /** E.g. "50 of 400 MB"; missing where a step has no measure. */
  readonly fetched?: string;
  /** From 0 to 1. */
  readonly share?: number;
}

/** What a set-up under way says of itself. */
export function progressOf({ what, doneBytes, totalBytes }: SetUp, language: Language): Progress {
  const { setUpSteps, settingUp, fetched } = wordsIn(language);
  const step = Object.entries(setUpSteps).find(([name]) => name === what)?.[1] ?? settingUp;
  // A step without a measure counts as one byte of one.
  if (doneBytes === undefined || totalBytes === undefined || totalBytes <= 1) return { step };
  const megabytes = (bytes: number) => formatCount(Math.round(bytes / 1e6), language);
  return {
    step,
    fetched: fetched(megabytes(doneBytes), megabytes(totalBytes)),
    share: doneBytes / totalBytes,
  };
}

function running(scene: Scene): TemplateResult {
  const { words, shown, language } = scene;
  const { step, fetched, share } = progressOf(shown.setUp, language);
  return html`<small>
      ${step}${fetched === undefined ? nothing : html` · <span class="num">${fetched}</span>`}
    </small>
    ${bead(words.settingUp, share)}
    ${button({
      name: words.stopSetUp,
      action: 'stopSetUp',
      press: () => scene.wish({ type: 'stopSetUp' }),
    })}`;
}
