// "Explain" above each function, where the reader wants that. Cheap: by the grammar alone, and not in long files.
import * as vscode from 'vscode';
import type { SyntaxParser } from '../../core/ports';
import { functionsIn } from '../../core/reasoning/functionsIn';
import { label } from '../shell/label';

/** A longer file is read with each pause in typing, and has more lenses than anybody wants. */
const longest = { lines: 3_000, characters: 150_000 };
/** A shorter function is read faster than its explanation. */
const fewestLines = 3;

export class ExplainLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #syntax: SyntaxParser;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(syntax: SyntaxParser) {
    this.#syntax = syntax;
    this.#listening = vscode.workspace.onDidChangeConfiguration(
      change => change.affectsConfiguration('marginalia.codeLens') && this.#changed.fire(),
    );
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    if (!isWanted(document) || document.lineCount > longest.lines) return [];
    const text = document.getText();
    if (text.length > longest.characters) return [];
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    try {
      const tree = await this.#syntax.parse(text, document.languageId, stop.signal);
      if (!tree || token.isCancellationRequested) return [];
      return functionsIn(text, tree)
        .filter(({ span }) => span.last - span.first + 1 >= fewestLines)
        .map(({ name, span }) => explainLens(document.uri, span.first, name));
    } finally {
      listening.dispose();
    }
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}

function isWanted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('marginalia', document).get('codeLens', true);
}

function explainLens(uri: vscode.Uri, line: number, name: string): vscode.CodeLens {
  const at = new vscode.Range(line - 1, 0, line - 1, 0);
  return new vscode.CodeLens(at, {
    title: vscode.l10n.t('Explain'),
    tooltip: vscode.l10n.t('Explain {0} step by step', label(name)),
    command: 'marginalia.explainAt',
    arguments: [uri.toString(), line],
  });
}
