// What no step of a run is about, once none will come any more.
import { html, nothing } from 'lit-html';
import { formatLines, type LineSpan } from '../../../core/base/lines';
import type { Run } from '../../../core/reasoning/run';
import { unexplained } from '../../../core/reasoning/unexplained';
import type { Scene } from '../../scene';
import { namedNow } from './linesNow';
import { spansInWords } from './spansInWords';

export function unexplainedLines(scene: Scene, run: Run) {
  const { words } = scene;
  const { lines, leftOut } = unexplained(run);
  if (lines.length === 0) return nothing;
  const named = (spans: readonly LineSpan[]) =>
    spansInWords(
      words,
      spans.map(span => namedNow(scene, span)),
    );
  return html`<p class="quiet unexplained" data-unexplained=${lines.map(formatLines).join(' ')}>
    ${words.unexplained(named(lines))}${leftOut.length === 0 ? nothing : words.neverSent(named(leftOut))}
  </p>`;
}
