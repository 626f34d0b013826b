// What a run warned of, each as a notice.
import { html, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { formatCount } from '../../words';

export function warnings({ words, language }: Scene, run: Run): readonly TemplateResult[] {
  return run.warnings.map(warning => {
    const count = (name: string) =>
      typeof warning[name] === 'number' ? formatCount(warning[name], language) : '?';
    const sentences = new Map([
      ['prompt-cut', () => words.promptCut(count('seenTokens'), count('sentTokens'))],
      ['not-local', () => words.notLocal(isolated(typeof warning.host === 'string' ? warning.host : '?'))],
      ['earlier-left-out', () => words.earlierLeftOut],
      [
        'quiet',
        () => words.quietFor(typeof warning.forMs === 'number' ? Math.round(warning.forMs / 1000) : 0),
      ],
    ]);
    const sentence = sentences.get(warning.kind)?.() ?? words.otherWarning(isolated(warning.kind));
    return html`<div class="notice" role="status" data-notice=${warning.kind}>
      ${icon('half')}<span>${sentence}</span>
    </div>`;
  });
}
