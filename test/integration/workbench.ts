// The editor and the extension as the suites need them: files of the workspace, the panel's tab, what is on disk.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MarginaliaApi } from '../../src/host/api';
import { scriptedEndpoint } from '../support/scriptedEndpoint';

export const extensionId = 'marginalia.marginalia';

export function extension(): vscode.Extension<MarginaliaApi> {
  const found = vscode.extensions.getExtension<MarginaliaApi>(extensionId);
  if (!found) throw new Error(`${extensionId} is not installed`);
  return found;
}

export async function api(): Promise<MarginaliaApi> {
  return extension().activate();
}

/** The workspace that the runner made for this run. */
export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('The runner opened no workspace.');
  return folder.uri.fsPath;
}

/** A folder of the extension's own storage, in the user's data folder that the runner has made. */
export function storage(name: 'annotations' | 'runs'): string {
  const { MARGINALIA_USER_DATA: userData } = process.env;
  if (userData === undefined) throw new Error('The runner names no folder of the user.');
  return join(userData, 'User', 'globalStorage', extensionId, name);
}

/** Every line of every journal, as it is on disk now. */
export async function journalLines(): Promise<readonly string[]> {
  const names = await readdir(storage('annotations')).catch(() => []);
  const texts = await Promise.all(
    names
      .filter(name => name.endsWith('.jsonl'))
      .map(name => readFile(join(storage('annotations'), name), 'utf8')),
  );
  return texts.flatMap(text => text.split('\n').filter(line => line !== ''));
}

/** A file of the workspace, open as a document. */
export async function document(name: string, content: string | Uint8Array): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument(await file(name, content));
}

export async function file(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const path = join(workspaceFolder(), name);
  await writeFile(path, content);
  return vscode.Uri.file(path);
}

/** A file of the workspace in an editor, with these lines selected as a drag from the first to the last selects them. */
export async function editor(
  name: string,
  content: string,
  first = 1,
  last?: number,
): Promise<vscode.TextEditor> {
  const start = new vscode.Position(first - 1, 0);
  const end = last === undefined ? start : new vscode.Position(last - 1, Number.MAX_SAFE_INTEGER);
  const opened = await document(name, content);
  const selection = opened.validateRange(new vscode.Range(start, end));
  // It is shown before it is the active one with that selection, and commands ask for that. What closes meanwhile, or is
  // read anew, may take the focus or the selection back.
  for (;;) {
    await vscode.window.showTextDocument(opened, { viewColumn: vscode.ViewColumn.One, selection });
    for (let tries = 0; tries < 50; tries += 1) {
      const shown = vscode.window.activeTextEditor;
      if (shown?.document.uri.toString() === opened.uri.toString() && shown.selection.isEqual(selection))
        return shown;
      await pause(20);
    }
  }
}

/** Whole lines, numbered from 1. */
export function lines(first: number, last: number): vscode.Range {
  return new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER);
}

export interface PanelTab {
  readonly tab: vscode.Tab;
  readonly group: vscode.TabGroup;
}

export function panelTabs(): readonly PanelTab[] {
  return vscode.window.tabGroups.all.flatMap(group =>
    group.tabs
      .filter(
        ({ input }) => input instanceof vscode.TabInputWebview && /\bmarginalia\.panel$/.test(input.viewType),
      )
      .map(tab => ({ tab, group })),
  );
}

/** Resolves when it holds after one of the editor's events; the limit of the test bounds it. */
export async function until(holds: () => boolean): Promise<void> {
  const owned: vscode.Disposable[] = [];
  try {
    await new Promise<void>(resolve => {
      const look = () => {
        if (holds()) resolve();
      };
      owned.push(
        vscode.window.tabGroups.onDidChangeTabs(look),
        vscode.window.tabGroups.onDidChangeTabGroups(look),
        vscode.window.onDidChangeActiveTextEditor(look),
        vscode.window.onDidChangeTextEditorSelection(look),
      );
      look();
    });
  } finally {
    for (const one of owned) one.dispose();
  }
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Serves `play` for as long as `work` takes, as the model server that the settings name. */
export async function withServer<T>(
  play: Parameters<typeof scriptedEndpoint>[0],
  work: (server: Awaited<ReturnType<typeof scriptedEndpoint>>) => Promise<T>,
): Promise<T> {
  const server = await scriptedEndpoint(play);
  const settings = vscode.workspace.getConfiguration('marginalia.endpoint');
  try {
    await settings.update('url', server.url, vscode.ConfigurationTarget.Global);
    return await work(server);
  } finally {
    await settings.update('url', undefined, vscode.ConfigurationTarget.Global);
    await server.close();
  }
}

/** Stops a run that may not have begun yet, and that may find a model server of this machine. */
export async function stopped<T>(running: Promise<T>): Promise<T> {
  let isOver = false;
  const over = running.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await vscode.commands.executeCommand('marginalia.stopReasoning');
    await Promise.race([over, pause(50)]);
  }
  return over;
}
