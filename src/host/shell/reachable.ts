// Which files a stored address may lead to. Journals and runs are files that others can write too, so an address in
// one is no proof that the reader ever saw what it names.
import * as vscode from 'vscode';
import { codeScheme } from './codeScheme';
import { label } from './label';

/** Outside the workspace, and seen by the reader in this session: chosen by a command, or allowed when asked. */
const met = new Set<string>();

/** The reader works in this file, so what leads back to it needs no question. */
export function meet(uri: vscode.Uri): void {
  met.add(uri.toString());
}

/** The file of a stored address where it may be read unasked, else `undefined`. Never throws. */
export function reachable(address: string): vscode.Uri | undefined {
  const uri = parsed(address);
  return uri && isNear(uri) ? uri : undefined;
}

/** Asks before a file outside the workspace, by its whole name; other schemes and hosts are not even asked about. */
export async function reachableIfAllowed(address: string): Promise<vscode.Uri | undefined> {
  const uri = parsed(address);
  if (!uri || isNear(uri)) return uri;
  if (uri.scheme !== 'file' || uri.authority !== '') {
    const refused = vscode.l10n.t('This leads out of the workspace, and is not opened: {0}', label(address));
    void vscode.window.showInformationMessage(refused);
    return undefined;
  }
  if (!(await isAllowed(uri))) return undefined;
  meet(uri);
  return uri;
}

async function isAllowed(uri: vscode.Uri): Promise<boolean> {
  const open = vscode.l10n.t('Open');
  const detail = vscode.l10n.t('It lies outside this workspace: {0}', label(uri.fsPath));
  const message = vscode.l10n.t('Open the file that this belongs to?');
  try {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, open)) === open;
  } catch {
    // A question that could not be asked, as in a window that is closing or under test, was not answered with yes.
    return false;
  }
}

function isNear(uri: vscode.Uri): boolean {
  return (
    (uri.scheme === codeScheme && uri.authority === '') ||
    met.has(uri.toString()) ||
    vscode.workspace.getWorkspaceFolder(uri) !== undefined ||
    isShown(uri)
  );
}

/** In a tab: it was opened without us, and showing it reads nothing new. */
function isShown(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === wanted),
  );
}

/** VS Code takes a folder's `..` for something inside it; the disk does not. */
function parsed(address: string): vscode.Uri | undefined {
  // Half a character is no part of a name, and an address that holds one cannot be written out again.
  if (/\p{Cs}/u.test(address)) return undefined;
  try {
    const uri = vscode.Uri.parse(address, true);
    const isPlain = !/[\\\p{Cc}]|%2e|%2f|%5c/iu.test(uri.path) && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(uri.path);
    return isPlain ? uri : undefined;
  } catch {
    return undefined;
  }
}
