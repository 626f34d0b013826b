// A run beside its code: lights the lines of a step, notices edits, and tells where the caret stands in the code.
import * as vscode from 'vscode';
import { Emitter } from '../core/base/emitter';
import { Latest } from '../core/base/latest';
import { Store } from '../core/base/store';
import type { Run } from '../core/reasoning/run';
import { compareCode, type Staleness } from '../core/reasoning/staleness';
import { columnFor } from './columns';
import { boundsOf, type Explainer } from './explain';
import type { Highlights } from './highlights';

/** Typing settles before the code is compared, and the caret before the panel follows. */
const settleMs = 120;

export class RunInEditor implements vscode.Disposable {
  readonly #owned = new Store();
  readonly #explainer: Explainer;
  readonly #highlights: Highlights;
  readonly #edited = this.#owned.add(new Emitter<readonly number[]>());
  readonly #caret = this.#owned.add(new Emitter<number>());
  readonly #timers: { edit?: ReturnType<typeof setTimeout>; caret?: ReturnType<typeof setTimeout> } = {};
  readonly #looking = new Latest();
  /** Of a run whose file no editor holds any more. */
  #read: { readonly run: string; readonly staleLines: readonly number[] } | undefined;

  /** Lines of the shown run's code that changed since. */
  readonly onEdit = this.#edited.on;
  /** A line of the run, as numbered in it. */
  readonly onCaret = this.#caret.on;

  constructor(explainer: Explainer, highlights: Highlights) {
    this.#explainer = explainer;
    this.#highlights = highlights;
    this.#owned.add(
      explainer.onNews(({ type }) => {
        if (type === 'shown') void this.#look(explainer.shown);
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isAbout(document, this.#explainer.shown)) this.#later('edit', () => this.#tellEdit());
      }),
    );
    this.#owned.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined && isAbout(textEditor.document, this.#explainer.shown))
          this.#later('caret', () => this.#tellCaret(line + 1));
      }),
    );
  }

  /** Of the shown run; `undefined` where its file was not read: then nothing is known of it. */
  get staleLines(): readonly number[] | undefined {
    const run = this.#explainer.shown;
    const read = this.#read?.run === run?.id ? this.#read?.staleLines : undefined;
    return run && (stalenessOf(run)?.staleLines ?? read);
  }

  /** Lights the lines of a step; without one, or for a step without lines, puts the light out. */
  async light(run: Run, number: number | undefined, reveal: boolean): Promise<void> {
    const isStillWanted = this.#highlights.begin();
    const lines = run.steps.find(one => one.number === number)?.lines;
    if (lines && reveal) await bringUp(run);
    if (!isStillWanted()) return;
    const shift = stalenessOf(run)?.shift ?? 0;
    const span = lines && { first: lines.first + shift, last: lines.last + shift };
    this.#highlights.show(span && { uri: run.excerpt.uri, span }, reveal);
  }

  dispose(): void {
    clearTimeout(this.#timers.edit);
    clearTimeout(this.#timers.caret);
    this.#looking.begin();
    this.#owned.dispose();
  }

  /** A run of an earlier day is compared with its file though no editor shows that. */
  async #look(run: Run | undefined): Promise<void> {
    const isStillWanted = this.#looking.begin();
    if (!run || run.excerpt.uri === '') return;
    const text = await textNow(run);
    if (!isStillWanted()) return;
    const { staleLines } = compareCode(run.excerpt, text);
    this.#read = { run: run.id, staleLines };
    this.#edited.fire(staleLines);
  }

  #tellEdit(): void {
    const stale = this.staleLines;
    if (stale) this.#edited.fire(stale);
  }

  #tellCaret(line: number): void {
    const run = this.#explainer.shown;
    if (!run) return;
    const { first, last } = boundsOf(run.excerpt);
    const inRun = line - (stalenessOf(run)?.shift ?? 0);
    if (inRun >= first && inRun <= last) this.#caret.fire(inRun);
  }

  /** Typing moves the caret too: each waits for itself. */
  #later(what: 'edit' | 'caret', tell: () => void): void {
    clearTimeout(this.#timers[what]);
    this.#timers[what] = setTimeout(tell, settleMs);
  }
}

function isAbout(document: vscode.TextDocument, run: Run | undefined): boolean {
  return run?.excerpt.uri === document.uri.toString();
}

function stalenessOf(run: Run): Staleness | undefined {
  const document = vscode.workspace.textDocuments.find(one => isAbout(one, run));
  return document && compareCode(run.excerpt, document.getText());
}

/** Of a file that is gone: nothing, so that all of its code is. */
async function textNow({ excerpt }: Run): Promise<string> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === excerpt.uri);
  if (open) return open.getText();
  try {
    return (await vscode.workspace.openTextDocument(vscode.Uri.parse(excerpt.uri, true))).getText();
  } catch {
    return '';
  }
}

/** Shows the file where no editor shows it; the panel keeps the focus. */
async function bringUp(run: Run): Promise<void> {
  if (vscode.window.visibleTextEditors.some(({ document }) => isAbout(document, run))) return;
  const uri = vscode.Uri.parse(run.excerpt.uri, true);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preserveFocus: true, viewColumn: columnFor(uri) });
}
