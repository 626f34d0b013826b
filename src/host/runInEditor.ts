// A run beside its code: lights the lines of a step, notices edits, and tells where the caret stands in the code.
import * as vscode from 'vscode';
import { Emitter } from '../core/base/emitter';
import { Store } from '../core/base/store';
import type { Run } from '../core/reasoning/run';
import { compareCode, type Staleness } from '../core/reasoning/staleness';
import { columnFor } from './columns';
import { boundsOf, type Explainer } from './explain';
import type { Highlights } from './highlights';
import { reachableIfAllowed } from './reachable';

/** Typing settles before the code is compared, and the caret before the panel follows. */
const settleMs = 120;

export class RunInEditor implements vscode.Disposable {
  readonly #owned = new Store();
  readonly #explainer: Explainer;
  readonly #highlights: Highlights;
  readonly #edited = this.#owned.add(new Emitter<readonly number[]>());
  readonly #caret = this.#owned.add(new Emitter<number>());
  readonly #timers: { edit?: ReturnType<typeof setTimeout>; caret?: ReturnType<typeof setTimeout> } = {};

  /** Lines of the run's code that changed since. */
  readonly onEdit = this.#edited.on;
  /** A line of the run, as numbered in it. */
  readonly onCaret = this.#caret.on;

  constructor(explainer: Explainer, highlights: Highlights) {
    this.#explainer = explainer;
    this.#highlights = highlights;
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#isAbout(document)) this.#later('edit', () => this.#tellEdit());
      }),
    );
    this.#owned.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined && this.#isAbout(textEditor.document))
          this.#later('caret', () => this.#tellCaret(line + 1));
      }),
    );
  }

  /** `undefined` where the file is not open: then nothing is known of it. */
  get staleLines(): readonly number[] | undefined {
    return this.#staleness()?.staleLines;
  }

  /** Lights the lines of a step; without one, or for a step without lines, puts the light out. */
  async light(run: Run, number: number | undefined, reveal: boolean): Promise<void> {
    const step = run.steps.find(one => one.number === number);
    if (!step?.lines) {
      this.#highlights.show(undefined);
      return;
    }
    if (reveal) await this.#bringUp(run);
    const shift = this.#staleness()?.shift ?? 0;
    const { first, last } = step.lines;
    this.#highlights.show(
      { uri: run.excerpt.uri, span: { first: first + shift, last: last + shift } },
      reveal,
    );
  }

  dispose(): void {
    clearTimeout(this.#timers.edit);
    clearTimeout(this.#timers.caret);
    this.#owned.dispose();
  }

  /** Shows the file where no editor shows it; the panel keeps the focus. */
  async #bringUp(run: Run): Promise<void> {
    if (vscode.window.visibleTextEditors.some(({ document }) => this.#isAbout(document))) return;
    const uri = await reachableIfAllowed(run.excerpt.uri);
    if (!uri) return;
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      preserveFocus: true,
      viewColumn: columnFor(uri),
    });
  }

  #isAbout(document: vscode.TextDocument): boolean {
    return this.#explainer.shown?.excerpt.uri === document.uri.toString();
  }

  #staleness(): Staleness | undefined {
    const document = vscode.workspace.textDocuments.find(one => this.#isAbout(one));
    const run = this.#explainer.shown;
    return document && run && compareCode(run.excerpt, document.getText());
  }

  #tellEdit(): void {
    const stale = this.staleLines;
    if (stale) this.#edited.fire(stale);
  }

  #tellCaret(line: number): void {
    const run = this.#explainer.shown;
    if (!run) return;
    const { first, last } = boundsOf(run.excerpt);
    const inRun = line - (this.#staleness()?.shift ?? 0);
    if (inRun >= first && inRun <= last) this.#caret.fire(inRun);
  }

  /** Typing moves the caret too: each waits for itself. */
  #later(what: 'edit' | 'caret', tell: () => void): void {
    clearTimeout(this.#timers[what]);
    this.#timers[what] = setTimeout(tell, settleMs);
  }
}
