// From an annotation back to the words that it is about: a passage in the panel, or lines in the editor.
import * as vscode from 'vscode';
import { type Annotation, passageAddress, quoteOf } from '../../core/annotation/annotation';
import { anchorCode } from '../../core/annotation/code/anchorCode';
import { CodeFile } from '../../core/annotation/code/codeFile';
import type { Problem } from '../../core/base/problem';
import type { PlaceChange } from '../../core/wire/place';
import { columnFor } from '../shell/columns';
import { isGone } from '../shell/files';
import { reachableIfAllowed } from '../shell/reachable';

/** `undefined` when it was opened; else why it was not. */
export async function openTarget(
  annotation: Annotation,
  open: (place: PlaceChange) => Promise<Problem | undefined>,
): Promise<Problem | undefined> {
  const target = annotation.target[0];
  if (!target) return { code: 'note-gone' };
  const address = passageAddress(target.source);
  if (address) return open({ chapter: address.chapter, passage: address.passage });
  const uri = await reachableIfAllowed(target.source);
  // Why it is not opened was said, or decided, by then.
  if (!uri) return undefined;
  const file = uri.path.split('/').at(-1) ?? '';
  if (await isGone(uri)) return { code: 'file-gone', file };
  const document = await vscode.workspace.openTextDocument(uri);
  const [found] = anchorCode([target], new CodeFile(document.getText()));
  const selection =
    !found || found.kind === 'lost'
      ? undefined
      : new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
  await vscode.window.showTextDocument(document, {
    viewColumn: columnFor(document.uri),
    ...(selection ? { selection } : {}),
  });
  return selection ? undefined : { code: 'code-lost', file, quote: quoteOf(target) };
}
