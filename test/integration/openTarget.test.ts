// Where a stored address leads: into the workspace and our own code unasked, elsewhere on this machine after a yes,
// anywhere else never.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Annotation } from '../../src/core/annotation/annotation';
import { openTarget } from '../../src/host/notes/openTarget';
import { meet, reachable, reachableIfAllowed } from '../../src/host/shell/reachable';
import { api, closeAll, file, until } from './workbench';

const noteOn = (source: string): Annotation => ({
  id: 'urn:uuid:target',
  type: 'Annotation',
  body: [],
  target: [{ source, selector: [{ type: 'TextQuoteSelector', exact: 'the secret of this house' }] }],
});
const nowhere = async () => assert.fail('no passage was named');

describe('the target of a note', () => {
  let outside: string;
  const { showWarningMessage, showInformationMessage } = vscode.window;
  const asked: string[] = [];

  /** What the reader would press; without an answer every question is declined. */
  const answer = (press: string | undefined) => {
    const reply = async (message: string, options: unknown) => {
      const detail =
        typeof options === 'object' && options !== null && 'detail' in options ? options.detail : '';
      asked.push(`${message} ${detail}`);
      return press;
    };
    Object.assign(vscode.window, { showWarningMessage: reply, showInformationMessage: reply });
  };

  before(async () => {
    await api();
    outside = await mkdtemp(join(tmpdir(), 'marginalia-outside-'));
    await writeFile(join(outside, 'shadow'), 'a secret');
  });
  beforeEach(() => {
    asked.length = 0;
    answer(undefined);
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage });
    await closeAll();
  });
  after(() => rm(outside, { recursive: true, force: true }));

  it('opens in the workspace, at its words, unasked', async () => {
    const uri = await file('target.txt', 'here is the secret of this house');
    await openTarget(noteOn(uri.toString()), nowhere);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    const selected = () => {
      const shown = vscode.window.activeTextEditor;
      return shown?.document.getText(shown.selection);
    };
    await until(() => selected() === 'the secret of this house');
    assert.deepEqual(asked, []);
  });

  it('says that its code is not there any more, and opens the file', async () => {
    const uri = await file('changed.txt', 'nothing of that is left here');
    assert.deepEqual(await openTarget(noteOn(uri.toString()), nowhere), {
      code: 'code-lost',
      file: 'changed.txt',
      quote: 'the secret of this house',
    });
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it('says which file is not there any more', async () => {
    const uri = vscode.Uri.joinPath(await file('near.txt', ''), '..', 'removed.txt');
    assert.deepEqual(await openTarget(noteOn(uri.toString()), nowhere), {
      code: 'file-gone',
      file: 'removed.txt',
    });
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('opens companion code unasked', async () => {
    await openTarget(noteOn('marginalia-code:/how-chatgpt-came-to-be/code/trigram.py'), nowhere);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'python');
    assert.deepEqual(asked, []);
  });

  it('is asked about outside the workspace, by its whole name, once', async () => {
    const uri = vscode.Uri.file(join(outside, 'shadow'));
    await openTarget(noteOn(uri.toString()), nowhere);
    assert.equal(vscode.window.visibleTextEditors.length, 0);
    assert.equal(asked.length, 1);
    assert.ok(asked[0]?.includes(uri.fsPath), asked[0]);
    assert.equal(reachable(uri.toString()), undefined);
    answer('Open');
    await openTarget(noteOn(uri.toString()), nowhere);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    assert.equal(asked.length, 2);
    await closeAll();
    await openTarget(noteOn(uri.toString()), nowhere);
    assert.equal(asked.length, 2);
  });

  it('needs no question where the reader works', async () => {
    const uri = vscode.Uri.file(join(outside, 'met'));
    assert.equal(reachable(uri.toString()), undefined);
    meet(uri);
    assert.equal(reachable(uri.toString())?.toString(), uri.toString());
  });

  const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '';
  const never: readonly (() => string)[] = [
    () => 'vscode-remote://ssh-remote+other/etc/passwd',
    () => 'file://server/share/secret',
    () => 'vscode-userdata:/User/settings.json',
    () => 'https://example.com/x',
    () => 'untitled:new',
    () => 'marginalia-code://elsewhere/how-chatgpt-came-to-be/code/trigram.py',
    () => `${folder()}/../../etc/passwd`,
    () => `${folder()}/%2e%2e/%2e%2e/etc/passwd`,
    () => `${folder()}/..%5c..%5cx`,
    () => `${folder()}/a%0a/../../../etc/passwd`,
    () => `${folder()}/%252e%252e/x`,
    () => 'file:///\ud800',
    () => '/etc/passwd',
    () => 'command:workbench.action.terminal.new',
    () => '',
  ];
  for (const address of never) {
    it(`never opens ${JSON.stringify(address())}`, async () => {
      answer('Open');
      await openTarget(noteOn(address()), nowhere);
      assert.equal(vscode.window.activeTextEditor, undefined);
      assert.equal(reachable(address()), undefined);
      assert.equal(await reachableIfAllowed(address()), undefined);
    });
  }
});
