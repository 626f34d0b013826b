// A run beside its code, as a topic: which of its lines changed since, where the caret stands in it, which of its
// steps are kept. Everything is about the run that is asked for, whichever others there are.
import * as vscode from 'vscode';
import type { Listen } from '../../core/base/emitter';
import { Store } from '../../core/base/store';
import { boundsOf } from '../../core/reasoning/excerpt';
import type { Run } from '../../core/reasoning/run';
import { compareCode, type Staleness } from '../../core/reasoning/staleness';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { InEditor, InEditorPatch } from '../../core/wire/reasoning';
import { reachable } from '../shell/reachable';

/** Typing settles before the code is compared, and the caret before the panel follows. */
const settleMs = 120;

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
  /** Of a file that no editor shows. */
  const text = await textNow(run);
  const read = text === undefined ? undefined : compareCode(run.excerpt, text).staleLines;

  const look = () => {
    const staleness = stalenessOf(run);
    const stale = staleness?.staleLines ?? read;
    const caret = caretIn(run, staleness?.shift ?? 0);
    return { ...(stale ? { stale } : {}), ...(caret === undefined ? {} : { caret }) };
  };
  let told = look();
  const comparing = owned.add(
    new Settling(() => {
      const now = look();
      const patch = {
        ...(now.stale && `${now.stale}` !== `${told.stale}` ? { stale: now.stale } : {}),
        ...(now.caret === told.caret
          ? {}
          : now.caret === undefined
            ? { hasLeft: true as const }
            : { caret: now.caret }),
      };
      told = now;
      if (Object.keys(patch).length > 0) tell.patch(patch);
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

/** The line of the run's code where the caret of an editor that shows the file stands. */
function caretIn({ excerpt }: Run, shift: number): number | undefined {
  const isAbout = (editor: vscode.TextEditor) => editor.document.uri.toString() === excerpt.uri;
  const { activeTextEditor: active, visibleTextEditors } = vscode.window;
  const editor = active && isAbout(active) ? active : visibleTextEditors.find(isAbout);
  if (!editor) return undefined;
  const { first, last } = boundsOf(excerpt);
  const line = editor.selection.active.line + 1 - shift;
  return line >= first && line <= last ? line : undefined;
}

/** Of a file that is gone: nothing, so that all of its code is. `undefined` where it may not be read unasked. */
async function textNow({ excerpt }: Run): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === excerpt.uri);
  if (open) return open.getText();
  try {
    const file = reachable(excerpt.uri);
    return file && (await vscode.workspace.openTextDocument(file)).getText();
  } catch {
    return '';
  }
}

/** `undefined` where no editor holds the file. */
export function stalenessOf({ excerpt }: Run): Staleness | undefined {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === excerpt.uri);
  return document && compareCode(excerpt, document.getText());
}

/** Does something once nothing has asked for it for a while. */
class Settling implements vscode.Disposable {
  readonly #act: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(act: () => void) {
    this.#act = act;
  }

  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#act, settleMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
