// Where the reader is when asking to explain: in an editor of a file, in one side of a diff, in a cell of a notebook; or,
// with the panel in front, in what is shown beside it.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';

export interface CodePlace {
  readonly document: vscode.TextDocument;
  /** The one that was made last comes first. */
  readonly selections: readonly [vscode.Range, ...(readonly vscode.Range[])];
}

/** A tab that shows a file which no text editor can show is named as such. */
export function codeUnderCaret(): CodePlace | Problem {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const editor = vscode.window.activeTextEditor;
  const file = tab && fileOf(tab.input);
  if (file && editor?.document.uri.toString() !== file.toString()) {
    return { code: 'binary-file', name: fileName(file) };
  }
  const cell = tab?.input instanceof vscode.TabInputNotebook ? cellIn(tab.input.uri) : undefined;
  return placeIn(editor) ?? cell ?? shownBeside() ?? { code: 'no-editor' };
}

export function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  return vscode.workspace.notebookDocuments
    .flatMap(notebook => notebook.getCells())
    .find(cell => cell.document === document);
}

export function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function fileOf(input: unknown): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

function placeIn(editor: vscode.TextEditor | undefined): CodePlace | undefined {
  if (!editor) return undefined;
  const [first = editor.selection, ...others] = editor.selections;
  return { document: editor.document, selections: [first, ...others] };
}

/** In front of some group: of a diff the side that was changed, of a notebook the chosen cell. */
function shownBeside(): CodePlace | undefined {
  for (const { activeTab } of vscode.window.tabGroups.all) {
    const input = activeTab?.input;
    const found =
      input instanceof vscode.TabInputText
        ? placeIn(editorOf(input.uri))
        : input instanceof vscode.TabInputTextDiff
          ? placeIn(editorOf(input.modified) ?? editorOf(input.original))
          : input instanceof vscode.TabInputNotebook
            ? cellIn(input.uri)
            : undefined;
    if (found) return found;
  }
  return undefined;
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
}

/** The chosen cell, as a whole: whoever stands in its text is in an editor. */
function cellIn(uri: vscode.Uri): CodePlace | undefined {
  const shown = vscode.window.visibleNotebookEditors.find(
    ({ notebook }) => notebook.uri.toString() === uri.toString(),
  );
  const at = shown?.selections[0]?.start;
  if (!shown || at === undefined || at >= shown.notebook.cellCount) return undefined;
  const { document } = shown.notebook.cellAt(at);
  return { document, selections: [new vscode.Range(0, 0, document.lineCount, 0)] };
}
