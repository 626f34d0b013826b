// One quiet entry in the status bar: the model of the last run, a run under way, how many cards are due. It appears
// once Marginalia is used, and can be switched off.
import * as vscode from 'vscode';
import { Store } from '../core/base/store';
import { label } from './shell/label';

export interface Standing {
  readonly model: string | undefined;
  readonly isRunning: boolean;
  readonly dueCount: number;
}

export class StatusBar implements vscode.Disposable {
  readonly #owned = new Store();
  readonly #standing: () => Standing;
  #item: vscode.StatusBarItem | undefined;

  constructor(standing: () => Standing) {
    this.#standing = standing;
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('marginalia.statusBar')) this.refresh();
      }),
    );
  }

  /** Something that it shows may be different. */
  refresh(): void {
    if (!vscode.workspace.getConfiguration('marginalia').get('statusBar', true)) {
      this.#item?.hide();
      return;
    }
    this.#item ??= this.#make();
    const { model, isRunning, dueCount } = this.#standing();
    const due = dueCount > 0 ? vscode.l10n.t('{0} due', dueCount) : undefined;
    const name = model === undefined ? undefined : label(model);
    const said = (...parts: readonly (string | undefined)[]) => parts.filter(part => part !== undefined);
    const icon = isRunning ? '$(sync~spin)' : '$(book)';
    this.#item.text = `${icon} ${said(name, due).join(' · ')}`.trimEnd();
    const state = isRunning ? vscode.l10n.t('a run is under way') : name;
    this.#item.tooltip = said('Marginalia', state, due).join(', ');
    this.#item.accessibilityInformation = { label: this.#item.tooltip };
    this.#item.command =
      dueCount > 0 && !isRunning ? 'marginalia.reviewAnnotations' : 'marginalia.openConceptPanel';
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #make(): vscode.StatusBarItem {
    const item = this.#owned.add(
      vscode.window.createStatusBarItem('marginalia', vscode.StatusBarAlignment.Right, 50),
    );
    item.name = 'Marginalia';
    return item;
  }
}
