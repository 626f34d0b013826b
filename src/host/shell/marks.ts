// Marks on lines of code, each with an owner: what one lights, no other puts out. Drawn in every editor that shows
// the file.
import * as vscode from 'vscode';
import type { LineSpan } from '../../core/base/lines';

export interface Lit {
  readonly uri: string;
  readonly span: LineSpan;
}

/** How each owner's marks look. */
const looks = {
  step: {
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('textLink.foreground'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    overviewRulerColor: new vscode.ThemeColor('textLink.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  },
} as const satisfies Readonly<Record<string, vscode.DecorationRenderOptions>>;

export type MarkOwner = keyof typeof looks;

export class Marks implements vscode.Disposable {
  readonly #decorations = new Map<MarkOwner, vscode.TextEditorDecorationType>();
  readonly #lit = new Map<MarkOwner, Lit>();
  /** Where the reader was last: of a file in several editors, the one that follows. */
  #latest = vscode.window.activeTextEditor;
  readonly #onActive = vscode.window.onDidChangeActiveTextEditor(editor => {
    this.#latest = editor ?? this.#latest;
  });
  readonly #onEditors = vscode.window.onDidChangeVisibleTextEditors(() => {
    for (const owner of this.#decorations.keys()) this.#draw(owner);
  });

  lit(owner: MarkOwner): Lit | undefined {
    return this.#lit.get(owner);
  }

  /** In the place of what the owner had lit. `reveal` scrolls an editor that shows the file to the lines. */
  show(owner: MarkOwner, lit: Lit | undefined, reveal = false): void {
    if (lit) this.#lit.set(owner, lit);
    else this.#lit.delete(owner);
    this.#draw(owner);
    if (!lit || !reveal) return;
    const editors = vscode.window.visibleTextEditors.filter(
      ({ document }) => document.uri.toString() === lit.uri,
    );
    const editor = editors.find(one => one === this.#latest) ?? editors[0];
    editor?.revealRange(toRange(lit.span), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.#onActive.dispose();
    this.#onEditors.dispose();
    for (const decoration of this.#decorations.values()) decoration.dispose();
  }

  #draw(owner: MarkOwner): void {
    const decoration =
      this.#decorations.get(owner) ?? vscode.window.createTextEditorDecorationType(looks[owner]);
    this.#decorations.set(owner, decoration);
    const lit = this.#lit.get(owner);
    for (const editor of vscode.window.visibleTextEditors) {
      const isHere = lit?.uri === editor.document.uri.toString();
      editor.setDecorations(decoration, lit && isHere ? [toRange(lit.span)] : []);
    }
  }
}

export function toRange(span: LineSpan): vscode.Range {
  return new vscode.Range(span.first - 1, 0, span.last - 1, Number.MAX_SAFE_INTEGER);
}
