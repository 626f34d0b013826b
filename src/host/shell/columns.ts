// Where code is shown: beside the panel, never over it.
import * as vscode from 'vscode';

/** Of the groups that hold no panel the one that has the file, else the first; a new group where there is none. */
export function columnFor(uri: vscode.Uri): vscode.ViewColumn {
  const free = vscode.window.tabGroups.all.filter(({ tabs }) => !tabs.some(isPanel));
  const group = free.find(({ tabs }) => tabs.some(tab => holds(tab, uri))) ?? free[0];
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isPanel({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.includes('marginalia.panel');
}

function holds({ input }: vscode.Tab, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
