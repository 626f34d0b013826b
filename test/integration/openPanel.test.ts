// "Open Concept Panel" and where it opens.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeAll, editor, panelTabs, until } from './workbench';

const ways: Readonly<Record<string, (shown: vscode.TextEditor) => Thenable<unknown>>> = {
  'asked by another extension': async ({ document, selection }) => (await api()).explain(document, selection),
  'asked by its command': () => vscode.commands.executeCommand('marginalia.explainReasoning'),
};

describe('the concept panel', () => {
  beforeEach(closeAll);
  afterEach(closeAll);

  it('opens beside the editor', async () => {
    await editor('one.py', 'x = 1\n');
    await vscode.commands.executeCommand('marginalia.openConceptPanel');
    await until(() => panelTabs().length === 1);
    assert.equal(panelTabs()[0]?.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(panelTabs()[0]?.tab.label, 'Marginalia');
  });

  it('takes the whole editor area where nothing else is open', async () => {
    await vscode.commands.executeCommand('marginalia.openConceptPanel');
    await until(() => panelTabs().length === 1);
    assert.equal(panelTabs()[0]?.group.viewColumn, vscode.ViewColumn.One);
  });

  it('is brought forward and not opened twice', async () => {
    await vscode.commands.executeCommand('marginalia.openConceptPanel');
    await until(() => panelTabs().length === 1);
    await editor('one.py', 'x = 1\n');
    await until(() => panelTabs()[0]?.tab.isActive === false);
    await vscode.commands.executeCommand('marginalia.reviewAnnotations');
    await until(() => panelTabs()[0]?.tab.isActive === true);
    assert.deepEqual(
      panelTabs().map(({ group }) => group.viewColumn),
      [vscode.ViewColumn.One],
    );
  });

  for (const [way, explainShown] of Object.entries(ways)) {
    it(`does not cover the code that it explains, ${way}`, async () => {
      await vscode.commands.executeCommand('marginalia.openConceptPanel');
      await until(() => panelTabs().length === 1);
      await editor('two.py', 'def f(x):\n    return x\n', 1);
      await until(() => panelTabs()[0]?.tab.isActive === false);
      const shown = vscode.window.activeTextEditor;
      assert.ok(shown);
      await explainShown(shown);
      await until(() => panelTabs()[0]?.tab.isActive === true);
      assert.deepEqual(
        vscode.window.visibleTextEditors.map(({ document, viewColumn }) => [
          document === shown.document,
          viewColumn,
        ]),
        [[true, vscode.ViewColumn.Two]],
      );
    });
  }
});
