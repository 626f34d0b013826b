// What is wrong in a chapter of the workspace, at its place in the editor, until it is mended.
import * as vscode from 'vscode';
import type { Finding } from '../../core/base/finding';
import { Store } from '../../core/base/store';
import type { Language } from '../../core/chapter/chapter';
import type { Log } from '../../core/ports';
import { findingText } from '../../core/wording/findingText';
import type { Chapters } from './chapters';

export class ChapterMarks implements vscode.Disposable {
  readonly #owned = new Store();
  readonly #marks = this.#owned.add(vscode.languages.createDiagnosticCollection('marginalia'));
  readonly #chapters: Chapters;
  readonly #language: Language;
  /** The files that bear marks, by the key of their chapter. */
  readonly #marked = new Map<string, readonly vscode.Uri[]>();

  /** `language` is the editor's own: marks stand among those of other tools. */
  constructor(chapters: Chapters, language: Language, log: Log) {
    this.#chapters = chapters;
    this.#language = language;
    const mark = (key: string) =>
      void this.#mark(key).catch(error => log.warn(`chapter ${key} could not be marked: ${error}`));
    this.#owned.add(chapters.shelf.onLoad(({ key }) => mark(key)));
    this.#owned.add(chapters.onChange(key => chapters.isGone(key) && mark(key)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #mark(key: string): Promise<void> {
    const place = await this.#chapters.placeOf(key);
    // Meanwhile it may have been read once more: what it says now counts.
    const findings = this.#chapters.isGone(key) ? [] : (this.#chapters.shelf.get(key)?.findings ?? []);
    for (const uri of this.#marked.get(key) ?? []) this.#marks.delete(uri);
    if (!place || place.isBuiltIn) return;
    const byFile = new Map<string, Finding[]>();
    for (const finding of findings) {
      const ofFile = byFile.get(finding.file) ?? [];
      ofFile.push(finding);
      byFile.set(finding.file, ofFile);
    }
    const files = [...byFile].map(([file, ofFile]) => {
      const uri = vscode.Uri.joinPath(place.root, file);
      this.#marks.set(
        uri,
        ofFile.map(finding => this.#diagnosticOf(finding)),
      );
      return uri;
    });
    this.#marked.set(key, files);
  }

  #diagnosticOf(finding: Finding): vscode.Diagnostic {
    const { line, column, endLine, endColumn } = finding.range ?? fileStart;
    const diagnostic = new vscode.Diagnostic(
      new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1),
      findingText(finding, this.#language),
      finding.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
    );
    diagnostic.source = 'Marginalia';
    diagnostic.code = finding.code;
    return diagnostic;
  }
}

const fileStart = { line: 1, column: 1, endLine: 1, endColumn: 1 };
