// Companion code: opened at its region, with a way back to the passages.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeAll, panelTabs, until } from './workbench';

describe('companion code', () => {
  before(api);
  beforeEach(closeAll);
  afterEach(closeAll);

  it('opens under its own address with the caret on the region', async () => {
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
    const shown = vscode.window.activeTextEditor;
    assert.equal(shown?.document.uri.toString(), 'marginalia-code:/how-chatgpt-came-to-be/code/trigram.py');
    assert.equal(shown.document.lineAt(shown.selection.active.line).text, 'def greedy(choices, rng):');
    assert.equal(shown.document.languageId, 'python');
  });

  it('stands beside the panel, not over it', async () => {
    await vscode.commands.executeCommand('marginalia.openConceptPanel');
    await until(() => panelTabs().length === 1);
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'wrappers');
    const [panel] = panelTabs();
    assert.ok(panel?.tab.isActive);
    assert.notEqual(vscode.window.activeTextEditor?.viewColumn, panel.group.viewColumn);
  });

  it('cannot be written', async () => {
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
    const uri = vscode.window.activeTextEditor?.document.uri;
    assert.ok(uri);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme), false);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, new Uint8Array()));
  });

  it('serves nothing from outside the chapter', async () => {
    for (const path of ['/how-chatgpt-came-to-be/code/none.py', '/elsewhere/code/trigram.py']) {
      await assert.rejects(
        async () => vscode.workspace.fs.readFile(vscode.Uri.from({ scheme: 'marginalia-code', path })),
        /FileNotFound|EntryNotFound/,
      );
    }
    const climbing = vscode.Uri.parse(
      'marginalia-code:/how-chatgpt-came-to-be/code/%2e%2e/%2e%2e/%2e%2e/package.json',
    );
    await assert.rejects(async () => vscode.workspace.fs.readFile(climbing));
    for (const path of [
      'x\n/../../../package.json',
      'code/x\r/../../../../package.json',
      'code\\..\\..\\x',
    ]) {
      const uri = vscode.Uri.from({ scheme: 'marginalia-code', path: `/how-chatgpt-came-to-be/${path}` });
      await assert.rejects(async () => vscode.workspace.fs.readFile(uri), JSON.stringify(path));
    }
  });

  it('has a lens above each region that leads to its passage', async () => {
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
    const uri = vscode.window.activeTextEditor?.document.uri;
    const lenses =
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100)) ??
      [];
    const ours = lenses.flatMap(({ command, range }) =>
      command ? [{ command, line: range.start.line }] : [],
    );
    const ofGreedy = ours.find(({ line }) => line === vscode.window.activeTextEditor?.selection.active.line);
    assert.match(ofGreedy?.command.title ?? '', /^\$\(book\) \d+\.\d+ \S/);
    assert.deepEqual(ofGreedy?.command.arguments, [
      '/at/chapter/how-chatgpt-came-to-be/passage/why-it-repeats',
    ]);
    const explains = ours.filter(({ command }) => command.command === 'marginalia.explainAt');
    assert.ok(explains.length > 0);
    assert.ok(explains.some(({ line }) => line === ofGreedy.line));
    // A region is explained as its lines, whatever stands in it.
    for (const { command, line } of explains) assert.equal(command.arguments?.[1], line + 1);
    await vscode.commands.executeCommand(ofGreedy.command.command, ...(ofGreedy.command.arguments ?? []));
    await until(() => panelTabs().length === 1);
  });

  it('says of an unknown region that it is missing, and opens nothing', async () => {
    const { showWarningMessage } = vscode.window;
    const said: string[] = [];
    Object.assign(vscode.window, {
      showWarningMessage: async (sentence: string) => void said.push(sentence),
    });
    try {
      await vscode.commands.executeCommand('marginalia.openCompanionCode', 'no-such-region');
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
    }
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.equal(panelTabs().length, 0);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /no-such-region/);
  });
});
