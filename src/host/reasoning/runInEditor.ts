// A run beside its code, as a topic: which of its lines changed since, where the caret stands in it, which of its
// steps are kept. Everything is about the run that is asked for, whichever others there are.
import * as vscode from 'vscode';
import type { Listen } from '../../core/base/emitter';
import { Latest } from '../../core/base/latest';
import { Store } from '../../core/base/store';
import type { Run } from '../../core/reasoning/run';
import { compareCode, lineBefore, type Staleness, type Stand } from '../../core/reasoning/staleness';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { InEditor, InEditorPatch } from '../../core/wire/reasoning';
import { reachable } from '../shell/reachable';
import { Settling } from './settling';

export interface RunInEditorParts {
  readonly run: Run;
  /** Numbers of the run's steps that are kept as annotations, now. */
  readonly saved: () => readonly number[];
  readonly onSaved: Listen<unknown>;
}

export async function runInEditor(
  { run, saved, onSaved }: RunInEditorParts,
  tell: Teller<InEditorPatch>,
): Promise<OpenTopic<InEditor>> {
  const owned = new Store();
  /** Of a file that no editor holds, as it was read last. */
  let onDisk = await codeNow(run);

  const look = (): InCode => {
    const held = stalenessOf(run);
    const code = held ? { ...changes(held), isFileGone: false } : onDisk;
    const caret = caretIn(run, code?.stands);
    return { ...code, ...(caret === undefined ? {} : { caret }) };
  };
  let told = look();
  const compare = () => {
    const now = look();
    const { caret, ...code } = now;
    const { caret: caretBefore, ...codeBefore } = told;
    const patch = {
      ...(JSON.stringify(code) === JSON.stringify(codeBefore) ? {} : code),
      ...(caret === caretBefore ? {} : caret === undefined ? { hasLeft: true as const } : { caret }),
    };
    told = now;
    if (Object.keys(patch).length > 0) tell.patch(patch);
  };
  const comparing = owned.add(new Settling(compare));
  const reading = new Latest();
  const readAnew = owned.add(
    new Settling(async () => {
      const isLatest = reading.begin();
      const read = await codeNow(run);
      if (!isLatest() || owned.isDisposed) return;
      onDisk = read;
      compare();
    }),
  );
  const value = (): InEditor => {
    told = look();
    return { saved: saved(), ...told };
  };

  const isAbout = (document: vscode.TextDocument) => document.uri.toString() === run.excerpt.uri;
  const onDocument = (document: vscode.TextDocument) => isAbout(document) && comparing.later();
  owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => onDocument(document)));
  // Until then nothing was known of it.
  owned.add(vscode.workspace.onDidOpenTextDocument(onDocument));
  // From then on nobody tells what becomes of it, and what was not saved is lost.
  owned.add(vscode.workspace.onDidCloseTextDocument(document => isAbout(document) && readAnew.later()));
  owned.add(watchFile(run.excerpt.uri, () => readAnew.later()));
  owned.add(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => onDocument(textEditor.document)),
  );
  owned.add(vscode.window.onDidChangeVisibleTextEditors(() => comparing.later()));
  owned.add(
    onSaved(() => {
      const now = saved();
      tell.patch({ saved: now });
    }),
  );
  return { value, dispose: () => owned.dispose() };
}

type InCode = Omit<InEditor, 'saved'>;

function changes({ stands, staleLines }: Staleness) {
  return { stale: staleLines, stands };
}

/** What becomes of a file that may be read unasked, whoever changes it. Its name is no pattern: it may hold brackets. */
function watchFile(address: string, changed: () => void): vscode.Disposable {
  const owned = new Store();
  const file = reachable(address);
  if (!file) return owned;
  const folder = vscode.Uri.joinPath(file, '..');
  const watcher = owned.add(
    vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*')),
  );
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
    owned.add(event(uri => uri.toString() === address && changed()));
  }
  return owned;
}

/** The line of the run's code where the caret of an editor that shows the file stands. */
function caretIn({ excerpt }: Run, stands: readonly Stand[] | undefined): number | undefined {
  const isAbout = (editor: vscode.TextEditor) => editor.document.uri.toString() === excerpt.uri;
  const { activeTextEditor: active, visibleTextEditors } = vscode.window;
  const editor = active && isAbout(active) ? active : visibleTextEditors.find(isAbout);
  return editor && stands && lineBefore(stands, editor.selection.active.line + 1);
}

/** Of a file that is gone nothing stands. `undefined` where it may not be read unasked. */
async function codeNow(run: Run): Promise<InCode | undefined> {
  const held = stalenessOf(run);
  if (held) return { ...changes(held), isFileGone: false };
  try {
    const file = reachable(run.excerpt.uri);
    if (!file) return undefined;
    const text = await textOf(file);
    return { ...changes(compareCode(run.excerpt, text)), isFileGone: false };
  } catch {
    return { ...changes(compareCode(run.excerpt, '')), isFileGone: true };
  }
}

/** Without making a document of it: nobody has asked to open it. What is no file is only told as a document. */
async function textOf(uri: vscode.Uri): Promise<string> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  }
  return vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
}

/** `undefined` where no editor holds the file. */
export function stalenessOf({ excerpt }: Run): Staleness | undefined {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === excerpt.uri);
  return document && compareCode(excerpt, document.getText());
}
