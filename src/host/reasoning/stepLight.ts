// Lights the lines of a step in the editor. The last one asked for is the one that is lit, however long a file takes
// to open.
import * as vscode from 'vscode';
import { Latest } from '../../core/base/latest';
import { clip, type LineSpan } from '../../core/base/lines';
import { boundsOf } from '../../core/reasoning/excerpt';
import type { Run } from '../../core/reasoning/run';
import { spanIn } from '../../core/reasoning/staleness';
import { columnFor } from '../shell/columns';
import type { Marks } from '../shell/marks';
import { reachable, reachableIfAllowed } from '../shell/reachable';
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
   * Lights the lines of a step, or lines of the code that are spoken of; without either, puts the light out. It counts
   * from now, however long the run has to be read.
   */
  async show(found: Run | Promise<Run | undefined>, wanted: WantedLight): Promise<void> {
    const { step, line, reveal = false, open = false } = wanted;
    if (step === undefined && line === undefined) return this.putOut();
    const isStillWanted = this.#asked.begin();
    const run = await found;
    const lines = run && linesToLight(run, wanted);
    if (run && lines && (reveal || open) && isStillWanted()) await bringUp(run.excerpt.uri, reveal);
    if (!isStillWanted()) return;
    const span = run && lines && linesNow(run, lines);
    if (!run || !span) return this.putOut();
    this.#marks.show('step', { uri: run.excerpt.uri, span }, reveal || open);
  }
}

/** Lines are those of the run. */
export interface WantedLight {
  readonly step?: number | undefined;
  readonly line?: number | undefined;
  readonly lastLine?: number | undefined;
  /** Scrolls there, in a file that the reader is asked about where it lies outside of the workspace. */
  readonly reveal?: boolean | undefined;
  /** The same, for a file that may be opened unasked. */
  readonly open?: boolean | undefined;
}

function linesToLight(run: Run, { step, line, lastLine = line }: WantedLight): LineSpan | undefined {
  if (line !== undefined && lastLine !== undefined) {
    return clip({ first: line, last: Math.max(line, lastLine) }, boundsOf(run.excerpt));
  }
  return run.steps.find(({ number }) => number === step)?.lines;
}

/** Where they stand in the file as an editor holds it; none of it is lit in the stead of lines that are gone. */
function linesNow(run: Run, lines: LineSpan): LineSpan | undefined {
  const staleness = stalenessOf(run);
  return staleness ? spanIn(staleness.stands, lines).lines : lines;
}

/** Shows the file where no editor shows it; the panel keeps the focus. */
async function bringUp(address: string, mayAsk: boolean): Promise<void> {
  if (vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === address)) return;
  const uri = mayAsk ? await reachableIfAllowed(address) : reachable(address);
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
