// Grammars in a real extension host, read through the editor's file system.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cutPieces } from '../../src/core/reasoning/pieces/cutPieces';
import { filesBelow } from '../../src/host/shell/files';
import { systemClock } from '../../src/host/systemClock';
import { treeSitter } from '../../src/syntax/treeSitter';
import { llamaServer, recorded } from '../support/playedServers';
import { api, closeAll, document, withServer } from './workbench';

const script = `import os

# Counts.
for name in os.listdir("."):
    if name.endswith(".py"):
        print(name)

@cached
def sizes(
        names):
    return [os.stat(name).st_size for name in names]
`;

describe('code by its grammar', () => {
  before(api);
  afterEach(closeAll);

  it('is cut into pieces', async () => {
    const root = vscode.extensions.getExtension('marginalia.marginalia')?.extensionUri;
    assert.ok(root);
    const log = { trace() {}, info() {}, warn: assert.fail, error: assert.fail };
    const parser = treeSitter(filesBelow(vscode.Uri.joinPath(root, 'dist', 'syntax')), systemClock(), log);
    const tree = await parser.parse(script, 'python');
    parser.dispose();
    assert.ok(tree);
    const pieces = cutPieces({ text: script, languageId: 'python', firstLine: 1 }, tree);
    assert.deepEqual(
      pieces.map(piece => piece.lines.first),
      [1, 3, 8],
    );
  });

  it('is explained by the block around the caret, where there is no function', async () => {
    const play = llamaServer(recorded('llama-server-chat'));
    const run = await withServer(play, async () =>
      (await api()).explain(await document('list.py', script), new vscode.Range(5, 0, 5, 0)),
    );
    assert.equal(run.excerpt.firstLine, 4);
    assert.equal(run.excerpt.text.split('\n').length, 3);
    assert.equal(run.excerpt.symbol, undefined);
  });
});
