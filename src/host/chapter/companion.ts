// Companion code in the editor: read-only files under a stable address, opened at a region, with a way back.
import * as v from 'valibot';
import * as vscode from 'vscode';
import { formatAddress } from '../../core/address';
import type { Listen } from '../../core/base/emitter';
import type { LineSpan } from '../../core/base/lines';
import type { Problem } from '../../core/base/problem';
import type { Disposable } from '../../core/base/store';
import { type Chapter, InnerPath, inLanguage, type Language, type Region } from '../../core/chapter/chapter';
import { ChapterFolder, limits } from '../../core/chapter/folder';
import { findRegions } from '../../core/chapter/regions';
import type { ShelfChange } from '../../core/chapter/shelf';
import type { Files } from '../../core/ports';
import { codeScheme } from '../shell/codeScheme';
import { columnFor } from '../shell/columns';
import { label } from '../shell/label';
import { toRange } from '../shell/marks';

export function codeUri(chapterKey: string, file: string): vscode.Uri {
  return vscode.Uri.from({ scheme: codeScheme, path: `/${chapterKey}/${file}` });
}

/** `undefined` where the address is none of companion code. */
function partsOf(uri: vscode.Uri): { readonly chapterKey: string; readonly file: string } | undefined {
  if (uri.scheme !== codeScheme || uri.authority !== '') return undefined;
  const [, chapterKey = '', ...rest] = uri.path.split('/');
  const file = rest.join('/');
  return v.is(InnerPath, file) ? { chapterKey, file } : undefined;
}

/** Serves companion files, and tells the editor when a chapter was read again, so that open ones are not stale. */
export class CompanionFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #filesOf: (chapterKey: string) => Promise<Files | undefined>;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #listening: Disposable;
  readonly onDidChangeFile = this.#changed.event;

  /** `filesOf` gives the folder of a chapter, by its key. */
  constructor(filesOf: (chapterKey: string) => Promise<Files | undefined>, onLoad: Listen<ShelfChange>) {
    this.#filesOf = filesOf;
    this.#listening = onLoad(({ key, isFirst }) => !isFirst && this.#tellChanged(key));
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const found = await this.#find(uri);
    const bytes = await new ChapterFolder(found.files).bytes(found.file, limits.codeFileBytes);
    if (bytes === undefined || bytes === 'refused') throw vscode.FileSystemError.FileNotFound(uri);
    return bytes;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { files, file } = await this.#find(uri);
    const facts = await files.stat?.(file);
    if (facts?.kind !== 'file') throw vscode.FileSystemError.FileNotFound(uri);
    // The editor reads an open file again only where this time has changed.
    return { type: vscode.FileType.File, ctime: 0, mtime: facts.changedAt ?? 0, size: facts.bytes };
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
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

  async #find(uri: vscode.Uri): Promise<{ readonly files: Files; readonly file: string }> {
    const parts = partsOf(uri);
    const files = parts && (await this.#filesOf(parts.chapterKey));
    if (!parts || !files) throw vscode.FileSystemError.FileNotFound(uri);
    return { files, file: parts.file };
  }

  #tellChanged(chapterKey: string): void {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => partsOf(uri)?.chapterKey === chapterKey);
    this.#changed.fire(open.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
  }
}

/**
 * Opens a region beside the panel with the caret on its first line; a problem where the chapter does not have it. Throws where the file cannot be read.
 */
export async function openRegion(chapter: Chapter, regionId: string): Promise<Problem | undefined> {
  const region = chapter.regions.find(({ id }) => id === regionId);
  if (!region?.lines) return { code: 'missing-code', file: region?.file ?? regionId };
  const document = await vscode.workspace.openTextDocument(codeUri(chapter.key, region.file));
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

/** Above each region: the passages of its own chapter that it belongs to, one click away. */
export class PassageLenses implements vscode.CodeLensProvider {
  readonly #load: (chapterKey: string) => Promise<Chapter | undefined>;
  readonly #language: () => Language;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  /** `load` gives a chapter by its key, `undefined` where there is none. */
  constructor(load: (chapterKey: string) => Promise<Chapter | undefined>, language: () => Language) {
    this.#load = load;
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
    const parts = partsOf(document.uri);
    const chapter = parts && (await this.#load(parts.chapterKey));
    if (!chapter) return [];
    const here = findRegions(document.getText());
    return chapter.regions
      .filter(({ file }) => file === parts.file)
      .flatMap(region => {
        const lines = [...here.values()].find(span => span.first === region.lines?.first) ?? region.lines;
        return lines
          ? [...this.#lensesOf(region, lines.first, chapter), explainLens(document.uri, lines)]
          : [];
      });
  }

  #lensesOf(region: Region, line: number, chapter: Chapter): vscode.CodeLens[] {
    return chapter.passages
      .filter(passage => passage.code.includes(region.id))
      .map(passage => {
        const text = passage.text[this.#language()] ?? passage.text.en;
        return new vscode.CodeLens(toRange({ first: line, last: line }), {
          title: `$(book) ${passage.number} ${label(text.title)}`,
          tooltip: label(inLanguage(region.about, this.#language())),
          command: 'marginalia.openConceptPanel',
          arguments: [formatAddress({ chapter: chapter.key, passage: passage.id })],
        });
      });
  }
}

/** A lens leads to a command by its name: what explains is another feature. */
function explainLens(uri: vscode.Uri, lines: LineSpan): vscode.CodeLens {
  return new vscode.CodeLens(toRange({ first: lines.first, last: lines.first }), {
    title: vscode.l10n.t('Explain'),
    command: 'marginalia.explainAt',
    arguments: [uri.toString(), lines.first, lines.last],
  });
}
