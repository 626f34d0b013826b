// In the gutter of the code of the run that is shown: the number of a step where its lines begin, a bar along them, dots
// where no step is about a line. It can be switched off.
import * as vscode from 'vscode';
import { type Disposable, Store } from '../../core/base/store';
import { type CoveredLine, coverageOf } from '../../core/reasoning/coverage';
import type { Run, RunId } from '../../core/reasoning/run';
import { compareCode } from '../../core/reasoning/staleness';
import { gutterIcon, type Look } from './gutterIcon';
import { Settling } from './settling';

export class Coverage implements Disposable {
  readonly #owned = new Store();
  readonly #types = new Map<Look, vscode.TextEditorDecorationType>();
  readonly #drawing = this.#owned.add(new Settling(() => this.#draw()));
  /** All that are shown, in the order in which they were; the code wears the last. */
  readonly #shown = new Map<RunId, Run>();

  constructor() {
    const later = () => this.#drawing.later();
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(later));
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.#run?.excerpt.uri) later();
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('marginalia.coverage')) later();
      }),
    );
  }

  /** The run as it stands now. */
  show(run: Run): void {
    const before = this.#shown.get(run.id);
    this.#shown.set(run.id, run);
    if (before?.steps.length !== run.steps.length || before.state !== run.state) this.#drawing.later();
  }

  /** The one that was shown before it is worn again, where it still is. */
  leave(run: RunId): void {
    if (this.#shown.delete(run)) this.#drawing.later();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const type of this.#types.values()) type.dispose();
  }

  get #run(): Run | undefined {
    return [...this.#shown.values()].at(-1);
  }

  #draw(): void {
    const run = this.#run;
    const isOn = vscode.workspace.getConfiguration('marginalia').get('coverage', true);
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const isHere = isOn && run !== undefined && document.uri.toString() === run.excerpt.uri;
      const marked = isHere ? marksIn(document, run) : new Map<Look, vscode.DecorationOptions[]>();
      for (const look of marked.keys()) this.#typeOf(look);
      for (const [look, type] of this.#types) editor.setDecorations(type, marked.get(look) ?? []);
    }
  }

  #typeOf(look: Look): void {
    if (this.#types.has(look)) return;
    this.#types.set(
      look,
      vscode.window.createTextEditorDecorationType({
        gutterIconSize: 'contain',
        light: { gutterIconPath: gutterIcon(look, 'light') },
        dark: { gutterIconPath: gutterIcon(look, 'dark') },
      }),
    );
  }
}

function marksIn(document: vscode.TextDocument, run: Run): Map<Look, vscode.DecorationOptions[]> {
  const text = document.getText();
  const marked = new Map<Look, vscode.DecorationOptions[]>();
  for (const covered of coverageOf(run, compareCode(run.excerpt, text), text)) {
    const look = lookOf(covered);
    const marks = marked.get(look) ?? [];
    const range = beginning(document, covered.line - 1);
    const says = saysOf(covered);
    marks.push(says === undefined ? { range } : { range, hoverMessage: says });
    marked.set(look, marks);
  }
  return marked;
}

function lookOf({ steps: [first], isFirst, isChanged }: CoveredLine): Look {
  if (first === undefined) return 'none';
  if (isFirst) return isChanged ? `changed ${first}` : `begins ${first}`;
  return isChanged ? 'changed' : 'goes on';
}

/** Where the gutter is next to: over the code itself, the editor's own hovers have the word. */
function beginning(document: vscode.TextDocument, line: number): vscode.Range {
  const { firstNonWhitespaceCharacterIndex: indent } = document.lineAt(line);
  return new vscode.Range(line, 0, line, Math.max(1, indent));
}

/** What the hover that names the steps of a line does not say. */
function saysOf({ steps, isChanged }: CoveredLine): string | undefined {
  if (steps.length === 0) return vscode.l10n.t('No step is about this line.');
  if (!isChanged) return undefined;
  const names = steps.slice(0, mostNamed).join(', ');
  return steps.length > 1
    ? vscode.l10n.t('Steps {0} are about this code as it was before it changed.', names)
    : vscode.l10n.t('Step {0} is about this code as it was before it changed.', names);
}

/** Of steps about one line. */
const mostNamed = 8;
