// A run beside its code, and the code that is cut for a run, in the real editor.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type Excerpt, newRun, type Run } from '../../src/core/reasoning/run';
import type { InEditorPatch } from '../../src/core/wire/reasoning';
import { runInEditor } from '../../src/host/reasoning/runInEditor';
import { excerptAsItStands, excerptToExplain } from '../../src/host/reasoning/selection';
import { StepLight } from '../../src/host/reasoning/stepLight';
import { Marks } from '../../src/host/shell/marks';
import { closeAll, document, file } from './workbench';

const python = 'import x\n\ndef foo(a):\n    b = a\n    return b\n\nx = 1\n';

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

  /** The first step is about the first line of the code. */
  const runIn = (uri: vscode.Uri, firstLine: number, text: string): Run => {
    const excerpt = { uri: uri.toString(), name: 'a', languageId: 'plaintext', firstLine, text };
    const step = { number: 1, lines: { first: firstLine, last: firstLine }, text: 'one' };
    return { ...newRun('run', 0, excerpt), steps: [step] };
  };
  const opened = async (run: Run) => {
    const told: InEditorPatch[] = [];
    const tell = { patch: (patch: InEditorPatch) => void told.push(patch), again() {} };
    const onSaved = () => ({ dispose() {} });
    const topic = await runInEditor({ run, saved: () => [], onSaved }, tell);
    owned.push(topic);
    return { topic, told };
  };
  const light = () => {
    const marks = new Marks();
    owned.push(marks);
    return { marks, light: new StepLight(marks) };
  };

  it('says of an earlier run that its code has changed, though no editor shows the file', async () => {
    const one = await file('earlier-one.txt', 'a\nb\n');
    await writeFile(one.fsPath, 'a\nB\n');
    const { topic } = await opened(runIn(one, 1, 'a\nb'));
    assert.deepEqual(topic.value().stale, [2]);
  });

  it('says so of a run whose file is gone', async () => {
    const gone = vscode.Uri.joinPath(await file('there.txt', 'a\n'), '..', 'never-there.txt');
    assert.deepEqual((await opened(runIn(gone, 1, 'a'))).topic.value().stale, [1]);
  });

  it('tells when the code is changed, and where the caret stands in it', async () => {
    const one = await document('told.txt', 'new\na\nb\n');
    const { told } = await opened(runIn(one.uri, 1, 'a\nb'));
    const editor = await vscode.window.showTextDocument(one);
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await until(() => told.some(({ caret }) => caret === 2));
    await editor.edit(edit => edit.replace(new vscode.Range(1, 0, 1, 1), 'A'));
    await until(() => told.some(({ stale }) => (stale?.length ?? 0) > 0));
  });

  it('stays dark when a light that takes time is put out meanwhile', async () => {
    const { marks, light: lamp } = light();
    const run = runIn(await file('dark.txt', 'a\nb\n'), 1, 'a');
    const on = lamp.show(run, { step: 1, reveal: true });
    await lamp.show(run, {});
    await on;
    assert.equal(marks.lit('step'), undefined);
    await Promise.all([
      lamp.show(run, { step: 1, reveal: true }),
      Promise.resolve().then(() => lamp.putOut()),
    ]);
    assert.equal(marks.lit('step'), undefined);
    await lamp.show(run, { step: 1, reveal: true });
    assert.deepEqual(marks.lit('step')?.span, { first: 1, last: 1 });
    // An earlier run is read from disk, and the disk may answer the second question first.
    const late = lamp.show(
      pause(50).then(() => run),
      { step: 1 },
    );
    await lamp.show(Promise.resolve(undefined), {});
    await late;
    assert.equal(marks.lit('step'), undefined);
  });

  it('shifts lines by the code of the run that was asked about', async () => {
    const { marks, light: lamp } = light();
    const moved = await document('moved.txt', 'new\nnew\na\n');
    await document('still.txt', 'b\n');
    await lamp.show(runIn(moved.uri, 1, 'a'), { step: 1 });
    assert.deepEqual(marks.lit('step'), { uri: moved.uri.toString(), span: { first: 3, last: 3 } });
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(20);
}

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
      assert.equal(found(await excerptToExplain(one, new vscode.Range(3, 0, 3, 0))).symbol, 'foo');
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
