// From an annotation back to the words that it is about: a passage in the panel, or lines in the editor.
import * as vscode from 'vscode';
import { anchor } from '../core/annotation/anchor';
import { type Annotation, type PassageAddress, passageAddress } from '../core/annotation/annotation';
import { columnFor } from './columns';

export async function openTarget(
  annotation: Annotation,
  openPassage: (address: PassageAddress) => Promise<void>,
): Promise<void> {
  const target = annotation.target[0];
  if (!target) return;
  const address = passageAddress(target.source);
  if (address) return openPassage(address);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.source, true));
  const found = anchor(target.selector ?? [], document.getText());
  const selection =
    found.kind === 'orphan'
      ? undefined
      : new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
  await vscode.window.showTextDocument(document, {
    viewColumn: columnFor(document.uri),
    ...(selection ? { selection } : {}),
  });
}
