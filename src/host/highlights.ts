// Lights the lines of a step in every editor that shows the file.
import * as vscode from 'vscode';
import { Latest } from '../core/base/latest';
import type { LineSpan } from '../core/base/lines';

export interface Lit {
  readonly uri: string;
  readonly span: LineSpan;
}

export class Highlights implements vscode.Disposable {
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('textLink.foreground'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    overviewRulerColor: new vscode.ThemeColor('textLink.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  readonly #onEditors = vscode.window.onDidChangeVisibleTextEditors(() => this.#draw());
  readonly #asked = new Latest();
  #lit: Lit | undefined;

  get lit(): Lit | undefined {
    return this.#lit;
  }

  /** For a light that needs time before it can be shown: whether no other was asked for, or put out, meanwhile. */
  begin(): () => boolean {
    return this.#asked.begin();
  }

  /** `reveal` scrolls the first editor that shows the file to the lines. */
  show(lit: Lit | undefined, reveal = false): void {
    this.#asked.begin();
    this.#lit = lit;
    this.#draw();
    if (!lit || !reveal) return;
    const editor = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === lit.uri,
    );
    editor?.revealRange(toRange(lit.span), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const isHere = this.#lit?.uri === editor.document.uri.toString();
      editor.setDecorations(this.#decoration, this.#lit && isHere ? [toRange(this.#lit.span)] : []);
    }
  }

  dispose(): void {
    this.#onEditors.dispose();
    this.#decoration.dispose();
  }
}

export function toRange(span: LineSpan): vscode.Range {
  return new vscode.Range(span.first - 1, 0, span.last - 1, Number.MAX_SAFE_INTEGER);
}
