// What a model thinks before it answers: apart from what it says, and closed.
import { html, nothing } from 'lit-html';
import type { Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { growing } from '../../ui/prose';
import { formatClock } from '../../words';

export function thinking({ words, nowAt }: Scene, run: Run) {
  if (run.thinking === '') return nothing;
  const until = run.streamingAt ?? run.endedAt ?? nowAt;
  return html`<details class="row" data-thinking>
    <summary>${icon('chev', 'chev')}<span>${run.isSkipped ? words.thinkingSkipped : words.thinking}</span><span class="end">${
      run.thinkingAt === undefined ? nothing : formatClock(until - run.thinkingAt)
    }</span></summary>
    <p class="inside thought" ${growing(run.thinking)}></p>
  </details>`;
}
