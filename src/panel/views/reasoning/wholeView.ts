// What the whole does, above the steps and in line with their words.
import { html, nothing } from 'lit-html';
import type { Run } from '../../../core/reasoning/run';
import { prose } from '../../ui/prose';
import { languageOf } from '../../words';

export function wholeView({ summary }: Pick<Run, 'summary'>) {
  if (summary === undefined) return nothing;
  return html`<div class="leaf whole" data-summary>
    <div class="words" lang=${languageOf(summary)} ${prose(summary)}></div>
  </div>`;
}
