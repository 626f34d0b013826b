// What a run is about, as its head says it: "The method f, step by step".
import { html } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { linesOf } from '../../../core/base/lines';
import type { Excerpt, Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import type { Words } from '../../words';

export function runTitle({ words }: Scene, { question, excerpt }: Run) {
  if (question !== undefined) return question;
  const { symbol, kind } = excerpt;
  const called = kind === undefined ? '' : words.kinds[kind];
  const what = symbol === undefined ? linesTitle(words, excerpt) : html`<code>${isolated(symbol)}</code>`;
  return html`${called}${what}${words.stepByStep}`;
}

/** Behind the name of a kind it goes on in the middle of a sentence: "lines 3–7 of a.py". */
function linesTitle(words: Words, { kind, firstLine, text, name, cell, meant }: Excerpt): string {
  const file = cell === undefined ? isolated(name) : words.cellOf(cell, isolated(name));
  if (kind === 'file' || kind === 'cell') return file;
  if (meant) {
    const lines = meant.map(({ first, last }) => words.lineOrLines(first, last));
    return words.someLinesOfFile(lines.join(words.sourceJoin), file);
  }
  const last = firstLine + linesOf(text).length - 1;
  return kind === undefined
    ? words.linesOfFile(firstLine, last, file)
    : words.spanInFile(words.spanOfLines(firstLine, last), file);
}
