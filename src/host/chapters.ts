// The chapter that is shown: the built-in one, or one of the workspace's `.marginalia/` folder. Loaded on first use.
import * as vscode from 'vscode';
import { Emitter } from '../core/base/emitter';
import { inLanguage, type Language } from '../core/chapter/chapter';
import { type LoadedChapter, loadChapter } from '../core/chapter/library';
import type { Files, Log } from '../core/ports';
import { documentsBelow } from './files';

export interface ChapterPlace {
  /** Folder name. */
  readonly name: string;
  /** Path in the workspace, for people. */
  readonly where: string;
  readonly isBuiltIn: boolean;
  readonly root: vscode.Uri;
}

const key = 'marginalia.chapter';
const builtIn = 'how-chatgpt-came-to-be';

export class Chapters {
  readonly #extensionUri: vscode.Uri;
  readonly #log: Log;
  readonly #changed = new Emitter<void>();
  readonly #memento: vscode.Memento;
  #place: ChapterPlace | undefined;
  #loaded: Promise<LoadedChapter> | undefined;
  #current: LoadedChapter | undefined;

  /** Another chapter was chosen. */
  readonly onChange = this.#changed.on;

  /** `memento` remembers the chapter of this workspace. */
  constructor(extensionUri: vscode.Uri, memento: vscode.Memento, log: Log) {
    this.#extensionUri = extensionUri;
    this.#memento = memento;
    this.#log = log;
  }

  /** What was loaded last; `undefined` before the first use. */
  get current(): LoadedChapter | undefined {
    return this.#current;
  }

  /** Reads the chapter once. A damaged one loads as far as it is good; its problems are part of it. */
  load(): Promise<LoadedChapter> {
    this.#loaded ??= this.#readChosen();
    return this.#loaded;
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

  async choose(place: ChapterPlace): Promise<LoadedChapter> {
    await this.#memento.update(key, place.isBuiltIn ? undefined : place.root.toString());
    this.#loaded = undefined;
    const loaded = await this.load();
    this.#changed.fire();
    return loaded;
  }

  /** The folder that serves a chapter's companion files. */
  async filesOf(chapter: string): Promise<Files | undefined> {
    if (chapter === builtIn) return documentsBelow(this.#builtIn().root);
    const loaded = await this.load();
    return this.#place && chapter === loaded.chapter.id ? documentsBelow(this.#place.root) : undefined;
  }

  async #readChosen(): Promise<LoadedChapter> {
    const root = this.#memento.get<string>(key);
    const chosen = root && (await this.list()).find(place => place.root.toString() === root);
    return this.#read(chosen || this.#builtIn());
  }

  async #read(place: ChapterPlace): Promise<LoadedChapter> {
    this.#place = place;
    const loaded = await loadChapter(documentsBelow(place.root), this.#log);
    this.#current = loaded;
    for (const problem of loaded.chapter.problems)
      this.#log.warn(`${place.name}: ${JSON.stringify(problem)}`);
    return loaded;
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
