// The chapter that is shown: the built-in one, or one of the workspace's `.marginalia/` folder. Loaded on first use.
import * as vscode from 'vscode';
import type { Annotation } from '../../core/annotation/annotation';
import { Emitter } from '../../core/base/emitter';
import { inLanguage, type Language } from '../../core/chapter/chapter';
import { type LoadedChapter, loadChapter } from '../../core/chapter/library';
import type { Files, Log } from '../../core/ports';
import { documentsBelow } from '../shell/files';

export interface ChapterPlace {
  /** Folder name. */
  readonly name: string;
  /** Path in the workspace, for people. */
  readonly where: string;
  readonly isBuiltIn: boolean;
  readonly root: vscode.Uri;
}

const builtIn = 'how-chatgpt-came-to-be';

export class Chapters {
  readonly #extensionUri: vscode.Uri;
  readonly #log: Log;
  readonly #changed = new Emitter<string>();
  readonly #loading = new Map<string, Promise<LoadedChapter>>();
  readonly #loaded = new Map<string, LoadedChapter>();
  #editorial: readonly Annotation[] | undefined;

  /** The chapter with this key reads otherwise now. */
  readonly onChange = this.#changed.on;

  constructor(extensionUri: vscode.Uri, log: Log) {
    this.#extensionUri = extensionUri;
    this.#log = log;
  }

  /** The one that comes with Marginalia. */
  readonly builtInKey = builtIn;

  /** Reads the chapter once. A damaged one loads as far as it is good; its problems are part of it. */
  get(key: string): Promise<LoadedChapter> {
    const loading = this.#loading.get(key) ?? this.#read(key);
    this.#loading.set(key, loading);
    return loading;
  }

  /** The editorial notes of the chapters that are open; the same list until another one is. */
  get editorial(): readonly Annotation[] {
    this.#editorial ??= [...this.#loaded.values()].flatMap(({ editorial }) => editorial);
    return this.#editorial;
  }

  /** Opens every chapter that there is. */
  async openAll(): Promise<void> {
    await Promise.all((await this.list()).map(place => this.get(this.keyOf(place))));
  }

  /** What was loaded, if it was. */
  at(key: string): LoadedChapter | undefined {
    return this.#loaded.get(key);
  }

  async list(): Promise<readonly ChapterPlace[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(
      folders.map(async ({ uri }) => {
        const root = vscode.Uri.joinPath(uri, '.marginalia');
        const entries = await readFolder(root);
        return entries
          .filter(([, type]) => type === vscode.FileType.Directory)
          .map(([name]) => {
            const folder = vscode.Uri.joinPath(root, name);
            return { name, where: vscode.workspace.asRelativePath(folder), isBuiltIn: false, root: folder };
          });
      }),
    );
    return [this.#builtIn(), ...found.flat()];
  }

  /** What its author called it, or its folder's name where that cannot be read. */
  async titleOf(place: ChapterPlace, language: Language): Promise<string> {
    // What is wrong with a chapter is told when it is chosen, not whenever it is listed.
    const { chapter } = await loadChapter(documentsBelow(place.root));
    return inLanguage(chapter.title, language) || place.name;
  }

  keyOf(place: ChapterPlace): string {
    return place.isBuiltIn ? builtIn : place.root.toString();
  }

  /** The folder that serves a chapter's companion files. */
  async filesOf(key: string): Promise<Files | undefined> {
    const place = await this.#placeOf(key);
    return place && documentsBelow(place.root);
  }

  async #placeOf(key: string): Promise<ChapterPlace | undefined> {
    if (key === builtIn) return this.#builtIn();
    return (await this.list()).find(place => this.keyOf(place) === key);
  }

  async #read(key: string): Promise<LoadedChapter> {
    const place = (await this.#placeOf(key)) ?? this.#builtIn();
    const loaded = await loadChapter(documentsBelow(place.root), this.#log);
    this.#loaded.set(key, loaded);
    this.#editorial = undefined;
    for (const problem of loaded.chapter.problems)
      this.#log.warn(`${place.name}: ${JSON.stringify(problem)}`);
    return loaded;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #builtIn(): ChapterPlace {
    const root = vscode.Uri.joinPath(this.#extensionUri, 'content', builtIn);
    return { name: builtIn, where: '', isBuiltIn: true, root };
  }
}

async function readFolder(root: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(root);
  } catch {
    return [];
  }
}
