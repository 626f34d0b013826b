// What a run is about, as its head says it: "The method f, step by step".
import { html } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { boundsOf } from '../../../core/reasoning/excerpt';
import { type Excerpt, isAsked, type Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { namedNow } from './linesNow';

/** Lines are those of now. */
export function runTitle(scene: Scene, run: Run) {
  const { words } = scene;
  const { question, excerpt } = run;
  if (question !== undefined) return question;
  const { symbol, kind } = excerpt;
  const called = kind === undefined ? '' : words.kinds[kind];
  const what = symbol === undefined ? linesTitle(scene, excerpt) : html`<code>${isolated(symbol)}</code>`;
  return html`${called}${what}${isAsked(run) ? words.stepByStep : words.asItRan}`;
}

/** Behind the name of a kind it goes on in the middle of a sentence: "lines 3–7 of a.py". */
function linesTitle(scene: Scene, excerpt: Excerpt): string {
  const { words } = scene;
  const { kind, name, cell, meant } = excerpt;
  const file = cell === undefined ? isolated(name) : words.cellOf(cell, isolated(name));
  if (kind === 'file' || kind === 'cell') return file;
  if (meant) {
    const lines = meant
      .map(span => namedNow(scene, span))
      .map(({ first, last }) => words.lineOrLines(first, last));
    return words.someLinesOfFile(lines.join(words.sourceJoin), file);
  }
  const { first, last } = namedNow(scene, boundsOf(excerpt));
  return kind === undefined
    ? words.linesOfFile(first, last, file)
    : words.spanInFile(words.spanOfLines(first, last), file);
}
