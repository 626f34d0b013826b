// Links from outside, and places that are not there: what is good is opened, of the rest one sentence is said and nothing
// happens.
import assert from 'node:assert/strict';
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { api, closeAll, extensionId, panelTabs, until, workspaceFolder } from './workbench';

const shipped = 'how-chatgpt-came-to-be';
const copy = 'workspace:linked';

describe('a link', () => {
  const { showWarningMessage } = vscode.window;
  const said: string[] = [];
  const folder = () => join(workspaceFolder(), '.marginalia', 'linked');

  before(async () => {
    await api();
    await cp(join('content', shipped), folder(), { recursive: true });
    const code = join(folder(), 'code', 'trigram.py');
    await writeFile(code, `# linked\n${await readFile(code, 'utf8')}`);
  });
  beforeEach(async () => {
    await closeAll();
    said.length = 0;
    const note = async (sentence: string) => void said.push(sentence);
    Object.assign(vscode.window, { showWarningMessage: note });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage });
    await show(`/at/chapter/${shipped}`);
    await closeAll();
  });
  after(() => rm(join(workspaceFolder(), '.marginalia'), { recursive: true, force: true }));

  it('opens the panel at the chapter that it names', async () => {
    await open(`/at/chapter/${copy}/concept/next-token-pretraining`);
    await until(() => panelTabs().length === 1);
    assert.deepEqual([await isCopyShown(), said], [true, []]);
  });

  for (const path of [
    '/explain',
    '/at/command/marginalia.explainReasoning',
    '/at/passage/..%2f..%2fx',
    '/at/chapter/workspace:linked?run=1',
    '/at/chapter/workspace:linked#x',
  ]) {
    it(`says once that ${path} leads nowhere, and nothing happens`, async () => {
      await open(path);
      await saidOnce();
      assert.deepEqual([said.length, panelTabs().length], [1, 0]);
      assert.match(said[0] ?? '', /leads to no place in Marginalia/);
      assert.equal(await isCopyShown(), false);
    });
  }

  for (const [path, sentence] of [
    ['/at/chapter/workspace:nowhere', /There is no chapter .*workspace:nowhere/],
    ['/at/passage/nowhere', /no passage .*nowhere/],
    ['/at/concept/nowhere', /no concept .*nowhere/],
    ['/at/run/nowhere', /run is not there/],
  ] as const) {
    it(`says once what of ${path} is not there`, async () => {
      await open(path);
      await saidOnce();
      assert.deepEqual([said.length, panelTabs().length], [1, 0]);
      assert.match(said[0] ?? '', sentence);
    });
  }

  it('is copied of where the reader is, and leads there', async () => {
    await show({ chapter: copy, concept: 'next-token-pretraining' });
    await vscode.commands.executeCommand('marginalia.copyLink');
    const link = await vscode.env.clipboard.readText();
    assert.match(
      link,
      /^[\w-]+:\/\/marginalia\.marginalia\/at\/chapter\/workspace:linked\/(concept|passage)\/[\w-]+$/,
    );
    await show(`/at/chapter/${shipped}`);
    assert.equal(await isCopyShown(), false);
    await open(vscode.Uri.parse(link).path);
    while (!(await isCopyShown())) await pause(50);
    assert.deepEqual(said, []);
  });

  it('is what a command takes too, and then the reader stays in the chapter', async () => {
    await show({ chapter: copy });
    for (const where of [
      { chapter: 'workspace:nowhere' },
      '/at/chapter/workspace:nowhere',
      { chapter: '../x' },
    ]) {
      said.length = 0;
      await show(where);
      assert.deepEqual([said.length, await isCopyShown()], [1, true], JSON.stringify(where));
    }
  });

  it('leads to no chapter that was removed, and leads to it again when it is back', async () => {
    await show({ chapter: copy });
    await show(`/at/chapter/${shipped}`);
    await rename(folder(), `${folder()}-away`);
    await show({ chapter: copy });
    assert.match(said.join(), /There is no chapter .*workspace:linked/);
    assert.deepEqual([said.length, await isCopyShown()], [1, false]);
    await rename(`${folder()}-away`, folder());
    await show({ chapter: copy });
    assert.deepEqual([said.length, await isCopyShown()], [1, true]);
  });

  /** As the editor hands on a link that somebody pressed. */
  async function open(path: string): Promise<void> {
    const link = vscode.Uri.parse(`${vscode.env.uriScheme}://${extensionId}${path}`);
    await vscode.commands.executeCommand('vscode.open', link);
  }

  /** The editor does not wait for whoever takes a link. */
  async function saidOnce(): Promise<void> {
    while (said.length === 0) await pause(20);
  }

  async function show(where: unknown): Promise<void> {
    await vscode.commands.executeCommand('marginalia.openConceptPanel', where);
  }

  /** Whether the chapter that is shown is the workspace's copy: its code tells. */
  async function isCopyShown(): Promise<boolean> {
    await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
    return vscode.window.activeTextEditor?.document.getText().startsWith('# linked\n') ?? false;
  }
});
