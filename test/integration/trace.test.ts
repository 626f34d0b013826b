// Trace With an Input on real files, by a real interpreter: after a yes what ran is kept beside a run, after a no nothing runs.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readKept } from '../../src/core/trace/kept';
import { readPredictions } from '../../src/core/trace/predict/predictions';
import { seenRun } from '../../src/core/trace/seen';
import { api, closeAll, editor, storage, workspaceFolder } from './workbench';

/** It writes a file when it runs, so that a run is seen. */
const python = (mark: string) => `from pathlib import Path

Path(${JSON.stringify(mark)}).write_text('it ran')


def gcd(a, b):
    """The greatest common divisor.

    >>> gcd(12, 18)
    6
    """
    while b:
        a, b = b, a % b
    return a
`;
const javascript = `export function gcd(a, b) {
  while (b !== 0) {
    const t = b;
    b = a % b;
    a = t;
  }
  return a;
}
`;

describe('Trace With an Input', () => {
  const { showWarningMessage, showQuickPick, showInputBox } = vscode.window;
  const asked: string[] = [];
  let press: (message: string, buttons: readonly string[]) => string | undefined;
  let call: string | undefined;

  before(api);
  beforeEach(() => {
    asked.length = 0;
    press = (_message, [yes]) => yes;
    call = undefined;
    Object.assign(vscode.window, {
      showWarningMessage: async (
        message: string,
        options: { readonly detail?: string },
        ...buttons: string[]
      ) => {
        asked.push(`${message} ${options?.detail ?? ''}`);
        return press(message, buttons);
      },
      showQuickPick: async (rows: readonly unknown[]) => rows[0],
      showInputBox: async ({ value }: { readonly value: string }) => call ?? value,
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showQuickPick, showInputBox });
    await closeAll();
  });

  const traces = async () =>
    (await readdir(storage('runs')).catch(() => [])).filter(name => name.endsWith('.trace.jsonl')).sort();

  async function traced() {
    const before = await traces();
    await vscode.commands.executeCommand('marginalia.traceReasoning');
    const [name] = (await traces()).filter(one => !before.includes(one));
    assert.ok(name, asked.join('\n'));
    const kept = readKept(await readFile(join(storage('runs'), name), 'utf8'));
    assert.ok(kept);
    const seen = seenRun({ ...kept, lineOf: line => line });
    return { seen, run: await (await api()).history.get(name.replace('.trace.jsonl', '')) };
  }

  const predicted = async (run = '') =>
    readPredictions(
      await readFile(join(storage('runs'), `${run}.predictions.jsonl`), 'utf8').catch(() => ''),
    );

  it('runs a Python function with the input of its doc example, after a yes', async () => {
    const mark = join(workspaceFolder(), 'ran.txt');
    await editor('traced.py', python(mark), 12);
    const { seen, run } = await traced();
    assert.deepEqual(seen.end, { reason: 'finished', value: { kind: 'int', text: '6', isCut: false } });
    assert.deepEqual([seen.expression, seen.language], ['gcd(12, 18)', 'python']);
    assert.equal(seen.lines.find(({ line }) => line === 13)?.times, 3);
    assert.deepEqual([run?.excerpt.symbol, run?.state, run?.reason], ['gcd', 'done', 'not-asked']);
    assert.match(asked[0] ?? '', /^Run gcd\(12, 18\)\? [\s\S]*Command: \S*python3? -B \S*tracer\.py/);
    assert.ok(existsSync(mark));
    // The reader is asked before any of it is shown.
    assert.deepEqual(await predicted(run?.id), { at: seen.at, isAsking: true, answers: [] });
  });

  it('asks nothing of what ran where the setting says so', async () => {
    const settings = vscode.workspace.getConfiguration('marginalia');
    await settings.update('trace.predictFirst', false, vscode.ConfigurationTarget.Global);
    try {
      await editor('unasked.mjs', javascript, 3);
      call = 'gcd(8, 12)';
      const { run } = await traced();
      assert.equal(await predicted(run?.id), null);
    } finally {
      await settings.update('trace.predictFirst', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('runs a JavaScript function with the input that the reader writes', async () => {
    await editor('traced.mjs', javascript, 3);
    call = 'gcd(8, 12)';
    const { seen } = await traced();
    assert.deepEqual(seen.end, { reason: 'finished', value: { kind: 'int', text: '4', isCut: false } });
    assert.equal(seen.language, 'javascript');
    assert.match(asked[0] ?? '', /tracer\.cjs/);
  });

  it('runs nothing after a no', async () => {
    const mark = join(workspaceFolder(), 'not-ran.txt');
    await editor('untraced.py', python(mark), 12);
    const before = await traces();
    press = () => undefined;
    await vscode.commands.executeCommand('marginalia.traceReasoning');
    assert.match(asked[0] ?? '', /^Run gcd\(12, 18\)\?/);
    assert.deepEqual(await traces(), before);
    assert.equal(existsSync(mark), false);
  });

  it('runs what stands on disk, once the reader has saved it', async () => {
    const shown = await editor('unsaved.py', python(join(workspaceFolder(), 'saved.txt')), 12);
    await shown.edit(edit => edit.insert(new vscode.Position(12, 0), '        print(a)\n'));
    press = () => undefined;
    await vscode.commands.executeCommand('marginalia.traceReasoning');
    assert.match(asked[0] ?? '', /changes that are not saved/);
    assert.equal(asked.length, 1);
    press = (_message, [yes]) => yes;
    const { seen } = await traced();
    assert.equal(shown.document.isDirty, false);
    assert.equal(seen.printed, '12\n18\n12\n');
  });
});
