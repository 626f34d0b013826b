// The code of the step that the reader is at, under its words: the few lines that it is about, as they were sent.
import { html, nothing, type TemplateResult } from 'lit-html';
import { formatLines, type LineSpan, linesOf } from '../../../core/base/lines';
import type { Run, Step } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { codeText } from '../../ui/codeText';
import { lineNow } from './linesNow';

/** A piece has no more; of a step that wears more, the first ones stand for it, and the editor has the rest. */
const mostLines = 8;
/** Of a line: more is no line that anybody reads here. */
const longestLine = 300;

/** `elsewhere`: a line that the step speaks of, which is looked at in its stead. */
export function pieceView(scene: Scene, run: Run, step: Step, elsewhere: number | undefined) {
  const span = elsewhere === undefined ? step.lines : pieceAround(run, elsewhere);
  if (!span) return nothing;
  const { words } = scene;
  const { firstLine, text } = run.excerpt;
  const all = linesOf(text).slice(span.first - firstLine, span.last - firstLine + 1);
  if (all.length === 0) return nothing;
  const shown = all.slice(0, mostLines);
  const indent = commonIndent(shown);
  const row = (line: string, index: number): TemplateResult => {
    const sent = span.first + index;
    const now = lineNow(scene, sent);
    const isOn = sent === elsewhere;
    return html`<li data-n=${now ?? '–'} class=${isOn ? 'on' : ''}><code>${codeText(cut(line.slice(indent)))}</code>${
      now === undefined ? html`<span class="by">${words.lineChanged}</span>` : nothing
    }</li>`;
  };
  const more = all.length - shown.length;
  return html`<ol class="code piece" data-piece=${formatLines(span)} aria-label=${words.codeOfStep(step.number)}>${shown.map(
    row,
  )}</ol>${more > 0 ? html`<p class="label rest">${words.moreLines(more)}</p>` : nothing}`;
}

/** The piece that a line belongs to; without pieces, the line alone. */
function pieceAround({ pieces, steps }: Run, line: number): LineSpan {
  const holds = ({ first, last }: LineSpan) => first <= line && line <= last;
  const spans = [...(pieces ?? []).map(piece => piece.lines), ...steps.flatMap(({ lines }) => lines ?? [])];
  const found = spans.find(holds);
  return found && found.last - found.first < mostLines ? found : { first: line, last: line };
}

function commonIndent(lines: readonly string[]): number {
  const indents = lines.filter(line => line.trim() !== '').map(line => /^[\t ]*/.exec(line)?.[0] ?? '');
  const [first = ''] = indents;
  let length = first.length;
  for (const indent of indents) {
    while (!indent.startsWith(first.slice(0, length))) length -= 1;
  }
  return length;
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)} …` : line;
}
