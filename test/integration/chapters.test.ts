// Chapters of the workspace: told apart from the one that ships, read again when they change, marked where they are wrong.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { api, closeAll, workspaceFolder } from './workbench';

const shipped = 'how-chatgpt-came-to-be';

describe('chapters of the workspace', () => {
  const chapters = () => join(workspaceFolder(), '.marginalia');
  before(async () => {
    await api();
    await cp(join('content', shipped), join(chapters(), shipped), { recursive: true });
    const code = join(chapters(), shipped, 'code', 'trigram.py');
    await writeFile(code, `# of the copy\n${await readFile(code, 'utf8')}`);
  });
  afterEach(closeAll);
  after(async () => {
    await show(shipped);
    await closeAll();
    await rm(chapters(), { recursive: true, force: true });
  });

  it('have code of their own, though they bear the name of the one that ships', async () => {
    assert.match(await codeOf(`workspace:${shipped}`), /^# of the copy\n/);
    assert.doesNotMatch(await codeOf(shipped), /of the copy/);
    await show(`workspace:${shipped}`);
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
    const shown = vscode.window.activeTextEditor;
    assert.match(shown?.document.getText() ?? '', /^# of the copy\n/);
    assert.equal(shown?.document.lineAt(shown.selection.active.line).text, 'def greedy(choices, rng):');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      shown?.document.uri,
      100,
    );
    const back = lenses.filter(({ command }) => command?.command !== 'marginalia.explainAt');
    const named = back.flatMap(({ command }) => command?.arguments ?? []);
    const here = new RegExp(`^/at/chapter/workspace:${shipped}/passage/[a-z0-9-]+$`);
    assert.ok(named.length > 0 && named.every(address => here.test(String(address))));
  });

  it('are read again when their code changes, and the editor shows it', async () => {
    await show(`workspace:${shipped}`);
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const path = join(chapters(), shipped, 'code', 'trigram.py');
    const changed = `# changed\n${await readFile(path, 'utf8')}`;
    // The editor begins to watch a moment after it was asked, and does not say when; hence more than once.
    for (let isTold = false; !isTold; ) {
      await writeFile(path, changed);
      const told = sooner(() => document.getText().startsWith('# changed\n'));
      isTold = await Promise.race([told.then(() => true), pause(5_000, false)]);
    }
  });

  it('are marked where they are wrong, until they are mended', async () => {
    const path = join(chapters(), shipped, 'chapter.json');
    const good = await readFile(path, 'utf8');
    await show(`workspace:${shipped}`);
    assert.deepEqual(marks(path), []);
    await save(path, good.replace('"languages"', '"tongues"'));
    await sooner(() => marks(path).length > 0);
    assert.deepEqual(
      marks(path).map(({ code, source, severity }) => [code, source, severity]),
      [['wrong-value', 'Marginalia', vscode.DiagnosticSeverity.Error]],
    );
    assert.match(marks(path)[0]?.message ?? '', /languages/);
    await save(path, good);
    await sooner(() => marks(path).length === 0);
  });

  it('that are no files are named and hold nothing up', async function () {
    if (process.platform === 'win32') this.skip();
    const made: Readonly<Record<string, (at: string) => Promise<unknown>>> = {
      pipe: async at => execFileSync('mkfifo', [at]),
      hole: async at => {
        const file = await open(at, 'w');
        await file.truncate(1_500_000_000);
        await file.close();
      },
    };
    for (const [name, make] of Object.entries(made)) {
      const path = join(chapters(), name, 'chapter.json');
      await mkdir(join(chapters(), name));
      await make(path);
      await show(`workspace:${name}`);
      await sooner(() => marks(path).length > 0);
      assert.equal(marks(path)[0]?.code, name === 'pipe' ? 'not-a-file' : 'too-large');
    }
  });

  async function show(chapter: string): Promise<void> {
    await vscode.commands.executeCommand('marginalia.openConceptPanel', { chapter });
  }

  /** As an author does, in the editor. */
  async function save(path: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(path);
    const edit = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(document.uri, all, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await document.save());
  }

  async function codeOf(chapter: string): Promise<string> {
    const uri = vscode.Uri.from({ scheme: 'marginalia-code', path: `/${chapter}/code/trigram.py` });
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  }

  function marks(path: string): readonly vscode.Diagnostic[] {
    return vscode.languages
      .getDiagnostics(vscode.Uri.file(path))
      .filter(({ source }) => source === 'Marginalia');
  }
});

/** Resolves when it holds; the limit of the test bounds it. */
async function sooner(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50);
}
