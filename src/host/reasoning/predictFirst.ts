// Whether the reader is asked before what ran is shown: a setting.
import * as vscode from 'vscode';

export function asksFirst(): boolean {
  return vscode.workspace.getConfiguration('marginalia').get('trace.predictFirst', true) === true;
}
