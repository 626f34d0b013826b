// Lights the lines of a step in the editor. The last one asked for is the one that is lit, however long a file takes
// to open.
import * as vscode from 'vscode';
import { Latest } from '../../core/base/latest';
import { clip, type LineSpan } from '../../core/base/lines';
import { boundsOf } from '../../core/reasoning/excerpt';
import type { Run } from '../../core/reasoning/run';
import { columnFor } from '../shell/columns';
import type { Marks } from '../shell/marks';
import { reachableIfAllowed } from '../shell/reachable';
import { cellOf } from './codeUnderCaret';
import { stalenessOf } from './runInEditor';

export class StepLight {
  readonly #marks: Marks;
  readonly #asked = new Latest();

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  putOut(): void {
    this.#asked.begin();
    this.#marks.show('step', undefined);
  }

  /**
   * Lights the lines of a step, or a line of the code that it speaks of; without a step, or for one without lines, puts
   * the light out. It counts from now, however long the run has to be read.
   */
  async show(
    found: Run | Promise<Run | undefined>,
    number: number | undefined,
    reveal: boolean,
    line?: number,
  ): Promise<void> {
    if (number === undefined) return this.putOut();
    const isStillWanted = this.#asked.begin();
    const run = await found;
    const lines = run && linesToLight(run, number, line);
    if (run && lines && reveal && isStillWanted()) await bringUp(run.excerpt.uri);
    if (!isStillWanted()) return;
    if (!run || !lines) return this.putOut();
    const shift = stalenessOf(run)?.shift ?? 0;
    const span = { first: lines.first + shift, last: lines.last + shift };
    this.#marks.show('step', { uri: run.excerpt.uri, span }, reveal);
  }
}

function linesToLight(run: Run, number: number, line: number | undefined): LineSpan | undefined {
  if (line !== undefined) return clip({ first: line, last: line }, boundsOf(run.excerpt));
  return run.steps.find(step => step.number === number)?.lines;
}

/** Shows the file where no editor shows it; the panel keeps the focus. */
async function bringUp(address: string): Promise<void> {
  if (vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === address)) return;
  const uri = await reachableIfAllowed(address);
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const cell = cellOf(document);
  if (cell) await showCell(cell);
  else await vscode.window.showTextDocument(document, { preserveFocus: true, viewColumn: columnFor(uri) });
}

async function showCell({ notebook, index }: vscode.NotebookCell): Promise<void> {
  await vscode.window.showNotebookDocument(notebook, {
    preserveFocus: true,
    viewColumn: columnFor(notebook.uri),
    selections: [new vscode.NotebookRange(index, index + 1)],
  });
}
