// The chapter that is shown: the built-in one, or one of the workspace's `.marginalia/` folder. Loaded on first use.
import * as vscode from 'vscode';
import { Emitter } from '../core/base/emitter';
import { type LoadedChapter, loadChapter } from '../core/chapter/library';
import type { Files, Log } from '../core/ports';
import { documentsBelow } from './files';

export interface ChapterPlace {
  /** Folder name; the built-in chapter has its own. */
  readonly name: string;
  readonly root: vscode.Uri;
}

const builtIn = 'how-chatgpt-came-to-be';

export class Chapters {
  readonly #extensionUri: vscode.Uri;
  readonly #log: Log;
  readonly #changed = new Emitter<void>();
  #place: ChapterPlace;
  #loaded: Promise<LoadedChapter> | undefined;
  #current: LoadedChapter | undefined;

  /** Another chapter was chosen. */
  readonly onChange = this.#changed.on;

  constructor(extensionUri: vscode.Uri, log: Log) {
    this.#extensionUri = extensionUri;
    this.#log = log;
    this.#place = this.#builtIn();
  }

  /** What was loaded last; `undefined` before the first use. */
  get current(): LoadedChapter | undefined {
    return this.#current;
  }

  /** Reads the chapter once. A damaged one loads as far as it is good; its problems are part of it. */
  load(): Promise<LoadedChapter> {
    this.#loaded ??= this.#read(this.#place);
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
          .map(([name]) => ({ name, root: vscode.Uri.joinPath(root, name) }));
      }),
    );
    return [this.#builtIn(), ...found.flat()];
  }

  async choose(place: ChapterPlace): Promise<LoadedChapter> {
    this.#place = place;
    this.#loaded = undefined;
    const loaded = await this.load();
    this.#changed.fire();
    return loaded;
  }

  /** The folder that serves a chapter's companion files. */
  filesOf(chapter: string): Files | undefined {
    if (chapter === this.#current?.chapter.id) return documentsBelow(this.#place.root);
    return chapter === builtIn ? documentsBelow(this.#builtIn().root) : undefined;
  }

  async #read(place: ChapterPlace): Promise<LoadedChapter> {
    const loaded = await loadChapter(documentsBelow(place.root), this.#log);
    this.#current = loaded;
    for (const problem of loaded.chapter.problems)
      this.#log.warn(`${place.name}: ${JSON.stringify(problem)}`);
    return loaded;
  }

  #builtIn(): ChapterPlace {
    return { name: builtIn, root: vscode.Uri.joinPath(this.#extensionUri, 'content', builtIn) };
  }
}

async function readFolder(root: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(root);
  } catch {
    return [];
  }
}
