// A run beside its code, and the code that is cut for a run, in the real editor.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Clock, Log } from '../../src/core/ports';
import { RunHistory } from '../../src/core/reasoning/history';
import type { Excerpt, Run, RunEvent } from '../../src/core/reasoning/run';
import { Explainer } from '../../src/host/explain';
import { Highlights } from '../../src/host/highlights';
import { RunInEditor } from '../../src/host/runInEditor';
import { excerptAsItStands, excerptToExplain } from '../../src/host/selection';
import { MemoryFiles } from '../support/memoryFiles';
import { closeAll, document, file } from './workbench';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const clock: Clock = { now: () => Date.now(), sleep: delayMs => pause(delayMs) };

const python = 'import x\n\ndef foo(a):\n    b = a\n    return b\n\nx = 1\n';

async function* oneStep(run: Run): AsyncIterable<RunEvent> {
  const lines = { first: run.excerpt.firstLine, last: run.excerpt.firstLine };
  yield { type: 'step', step: { number: 1, lines, text: 'one' } };
  yield { type: 'done', reason: 'stop' };
}

const lit = (highlights: Highlights) => highlights.lit?.span;

const found = (excerpt: Awaited<ReturnType<typeof excerptToExplain>>): Excerpt => {
  if ('code' in excerpt) throw new Error(excerpt.code);
  return excerpt;
};

describe('a run beside its code', () => {
  const owned: { dispose(): unknown }[] = [];
  afterEach(async () => {
    for (const one of owned.splice(0)) one.dispose();
    await closeAll();
  });

  function parts() {
    const explainer = new Explainer({
      clock,
      log,
      history: new RunHistory(new MemoryFiles(), log),
      reason: oneStep,
    });
    const highlights = new Highlights();
    const inEditor = new RunInEditor(explainer, highlights);
    owned.push(inEditor, highlights, explainer);
    return { explainer, highlights, inEditor };
  }

  const excerptIn = (uri: vscode.Uri, firstLine: number, text: string): Excerpt => ({
    uri: uri.toString(),
    name: 'a',
    languageId: 'plaintext',
    firstLine,
    text,
  });

  it('says of an earlier run that its code has changed, though no editor shows the file', async () => {
    const { explainer, inEditor } = parts();
    const one = await file('earlier-one.txt', 'a\nb\n');
    const two = await file('earlier-two.txt', 'c\n');
    const first = await explainer.explain(excerptIn(one, 1, 'a\nb'));
    await explainer.explain(excerptIn(two, 1, 'c'));
    await writeFile(one.fsPath, 'a\nB\n');
    const told = new Promise<readonly number[]>(resolve => {
      inEditor.onEdit(lines => lines.length > 0 && resolve(lines));
    });
    await explainer.showEarlier(first.id);
    assert.deepEqual(await told, [2]);
    assert.deepEqual(inEditor.staleLines, [2]);
  });

  it('stays dark when a light that takes time is put out meanwhile', async () => {
    const { explainer, highlights, inEditor } = parts();
    const run = await explainer.explain(excerptIn(await file('dark.txt', 'a\nb\n'), 1, 'a'));
    const on = inEditor.light(run, 1, true);
    await inEditor.light(run, undefined, false);
    await on;
    assert.equal(lit(highlights), undefined);
    await Promise.all([
      inEditor.light(run, 1, true),
      Promise.resolve().then(() => highlights.show(undefined)),
    ]);
    assert.equal(lit(highlights), undefined);
    await inEditor.light(run, 1, true);
    assert.deepEqual(lit(highlights), { first: 1, last: 1 });
  });

  it('shifts lines by the code of the run that was asked about', async () => {
    const { explainer, highlights, inEditor } = parts();
    const moved = await document('moved.txt', 'new\nnew\na\n');
    const asked = await explainer.explain(excerptIn(moved.uri, 1, 'a'));
    await explainer.explain(excerptIn((await document('still.txt', 'b\n')).uri, 1, 'b'));
    await inEditor.light(asked, 1, false);
    assert.deepEqual(highlights.lit, { uri: moved.uri.toString(), span: { first: 3, last: 3 } });
  });
});

describe('the code that is cut for a run', () => {
  afterEach(closeAll);

  const change = async (one: vscode.TextDocument, text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(one.uri, new vscode.Range(0, 0, one.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
  };

  it('is that of the moment of asking', async () => {
    const one = await document('moment.py', python);
    const cutting = excerptToExplain(one, new vscode.Range(3, 0, 3, 0));
    await change(one, 'nothing\n');
    assert.equal(found(await cutting).text, 'def foo(a):\n    b = a\n    return b');
  });

  it('does not wait for an editor that does not know its symbols', async () => {
    const never = vscode.languages.registerDocumentSymbolProvider(
      { pattern: '**/slow.py' },
      { provideDocumentSymbols: () => new Promise(() => {}) },
    );
    try {
      const one = await document('slow.py', python);
      const startedAt = Date.now();
      assert.equal(found(await excerptToExplain(one, new vscode.Range(3, 0, 3, 0))).symbol, 'foo');
      assert.ok(Date.now() - startedAt < 5_000);
    } finally {
      never.dispose();
    }
  });

  it('is the whole function again after that has grown', async () => {
    const one = await document('grown.py', python);
    const before = found(await excerptToExplain(one, new vscode.Range(3, 0, 3, 0)));
    await change(
      one,
      python.replace('import x\n', 'import x\nimport y\n').replace('return b', 'c = b\n\n    return c'),
    );
    const now = await excerptAsItStands(before);
    assert.deepEqual([now.firstLine, now.symbol, now.isOld], [4, 'foo', undefined]);
    assert.match(now.text, /^def foo[\s\S]*return c$/);
  });

  it('is marked as old where its file does not tell', async () => {
    const uri = vscode.Uri.joinPath(await file('gone.py', python), '..', 'never-there.py');
    const old = { uri: uri.toString(), name: 'a', languageId: 'python', firstLine: 1, text: 'a' };
    assert.deepEqual(await excerptAsItStands(old), { ...old, isOld: true });
  });
});
