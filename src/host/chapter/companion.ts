// Companion code in the editor: read-only files under a stable address, opened at a region, with a way back.
import * as vscode from 'vscode';
import type { Problem } from '../../core/base/problem';
import { type Chapter, inLanguage, type Language } from '../../core/chapter/chapter';
import { isInnerPath } from '../../core/chapter/innerPath';
import { findRegions } from '../../core/chapter/regions';
import type { Files } from '../../core/ports';
import { codeScheme } from '../shell/codeScheme';
import { columnFor } from '../shell/columns';
import { label } from '../shell/label';
import { toRange } from '../shell/marks';

export function codeUri(chapter: string, file: string): vscode.Uri {
  return vscode.Uri.from({ scheme: codeScheme, path: `/${chapter}/${file}` });
}

/** Serves companion files. `filesOf` gives the folder of a chapter, by its id. */
export class CompanionFiles implements vscode.FileSystemProvider {
  readonly #filesOf: (chapter: string) => Promise<Files | undefined>;
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(filesOf: (chapter: string) => Promise<Files | undefined>) {
    this.#filesOf = filesOf;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const [, chapter = '', ...rest] = uri.path.split('/');
    const path = rest.join('/');
    const files = isInnerPath(path) ? await this.#filesOf(chapter) : undefined;
    const bytes = await files?.read(path);
    if (!bytes) throw vscode.FileSystemError.FileNotFound(uri);
    return bytes;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const bytes = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.byteLength };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}

/**
 * Opens a region beside the panel with the caret on its first line; a problem where the chapter does not have it. `key` is
 * the chapter's. Throws where the file cannot be read.
 */
export async function openRegion(
  chapter: Chapter,
  key: string,
  regionId: string,
): Promise<Problem | undefined> {
  const region = chapter.regions.find(({ id }) => id === regionId);
  if (!region?.lines) return { code: 'missing-code', file: region?.file ?? regionId };
  const document = await vscode.workspace.openTextDocument(codeUri(key, region.file));
  const start = new vscode.Position(region.lines.first - 1, 0);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: columnFor(document.uri),
    selection: new vscode.Range(start, start),
    preview: false,
  });
  editor.revealRange(toRange(region.lines), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return undefined;
}

/** Offers the chapter's regions. */
export async function pickRegion(chapter: Chapter, language: Language): Promise<string | undefined> {
  const items = chapter.regions.map(({ id, file, symbol, about }) => ({
    label: label(symbol ?? id),
    description: label(file),
    detail: label(inLanguage(about, language)),
    id,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Open Companion Code'),
    matchOnDetail: true,
  });
  return chosen?.id;
}

/** Above each region: the passages that it belongs to, one click away. */
export class PassageLenses implements vscode.CodeLensProvider {
  readonly #chapter: (key: string) => Promise<Chapter | undefined>;
  readonly #language: () => Language;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(chapter: (key: string) => Promise<Chapter | undefined>, language: () => Language) {
    this.#chapter = chapter;
    this.#language = language;
  }

  /**
   * Asks for them anew. Besides a change of chapter or language: VS Code forgets to ask for the lenses of a file that was
   * opened while a webview was being opened beside it, until the file gets the focus.
   */
  refresh(): void {
    this.#changed.fire();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const [, key = ''] = document.uri.path.split('/');
    const chapter = await this.#chapter(key);
    if (!chapter) return [];
    const regions = findRegions(document.getText());
    return chapter.regions.flatMap(region => {
      if (codeUri(key, region.file).toString() !== document.uri.toString()) return [];
      const lines = [...regions.values()].find(span => span.first === region.lines?.first) ?? region.lines;
      if (!lines) return [];
      return chapter.passages
        .filter(passage => passage.code.includes(region.id))
        .map(passage => {
          const text = passage.text[this.#language()] ?? passage.text.en;
          return new vscode.CodeLens(toRange({ first: lines.first, last: lines.first }), {
            title: `$(book) ${passage.number} ${label(text.title)}`,
            tooltip: label(inLanguage(region.about, this.#language())),
            command: 'marginalia.openConceptPanel',
            arguments: [{ chapter: key, passage: passage.id }],
          });
        });
    });
  }
}
