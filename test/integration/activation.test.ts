// Activation registers and returns. Runs first: later suites find the extension active.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateInBareEditor } from './bareEditor';
import { extension } from './workbench';

describe('activation', () => {
  it('waits until it is needed', () => {
    assert.equal(extension().isActive, false);
  });

  it('reads no file and makes no request', async () => {
    const { api, commands, seen } = activateInBareEditor();
    assert.deepEqual(seen(), []);
    // What watches must be seen to see: the first use does read.
    await api.annotations();
    assert.match(seen().join(), /node:fs\/promises\.\w+/);
    await commands.get('marginalia.openCompanionCode')?.('greedy');
    assert.ok(seen().includes('workspace.fs'));
  });

  it('ends when what was asked for is on disk', async () => {
    const { api, deactivate } = activateInBareEditor();
    const store = await api.annotations();
    const rated: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      void store.rate('urn:uuid:at-the-end', 'good').then(({ id }) => rated.push(id));
    }
    await deactivate();
    assert.equal(rated.length, 20);
  });

  it('returns the interface that tests and other extensions use', async () => {
    const api = await extension().activate();
    assert.equal(typeof api.explain, 'function');
    assert.deepEqual((await api.annotations()).notes.annotations, []);
    assert.deepEqual(await api.history.list(), []);
    assert.equal(api.lit, undefined);
  });

  it('registers every command that the manifest names', async () => {
    const { contributes } = extension().packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
