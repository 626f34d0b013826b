// The chapters that can be read: the built-in one, and those of the workspace's `.marginalia/` folders. All that were
// opened stay loaded, and those of the workspace are read again when their files change.
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Annotation } from '../../core/annotation/annotation';
import { Emitter } from '../../core/base/emitter';
import { gate } from '../../core/base/gate';
import { Store } from '../../core/base/store';
import { inLanguage, type Language } from '../../core/chapter/chapter';
import { Claims, claim } from '../../core/chapter/claims';
import { formatKey, isFolderName, parseKey } from '../../core/chapter/key';
import type { LoadedChapter } from '../../core/chapter/library';
import { readTitle } from '../../core/chapter/manifest';
import { Shelf } from '../../core/chapter/shelf';
import type { Files, Log } from '../../core/ports';
import { documentsBelow, filesBelow, isGone } from '../shell/files';

export interface ChapterPlace {
  readonly key: string;
  /** Folder name. */
  readonly name: string;
  /** Path in the workspace, for people. */
  readonly where: string;
  readonly isBuiltIn: boolean;
  readonly root: vscode.Uri;
}

const claimsKey = 'marginalia.chapterClaims';
const builtInName = 'how-chatgpt-came-to-be';
const builtInKey = formatKey({ origin: 'builtin', name: builtInName, copy: 1 });

/** A list of more could not be read, and each is a file to open. */
const mostListed = 500;
const atOnce = 8;
/** An editor that saves, or a checkout, changes several files at a time. */
const settleMs = 200;
/** A file that cannot be read now, as one that another program holds, is tried again: soon, then less and less often. */
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export class Chapters implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #log: Log;
  readonly #claims: vscode.Memento;
  readonly #owned = new Store();
  readonly #changed = this.#owned.add(new Emitter<string>());
  readonly #reading = gate(atOnce);
  readonly #watched = new Set<string>();
  /** Keys of chapters that were open when their folder went. */
  readonly #gone = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Of chapters that could not be read whole, how long until the next try. */
  readonly #retryMs = new Map<string, number>();
  #places: ReadonlyMap<string, ChapterPlace> = new Map();
  #editorial: readonly Annotation[] | undefined;

  /** All that were opened, by key. */
  readonly shelf: Shelf;
  /** The chapter with this key reads otherwise now. */
  readonly onChange = this.#changed.on;

  /** The one that comes with Marginalia. */
  readonly builtInKey = builtInKey;

  /** `claims` remembers which workspace's chapter bears which key. */
  constructor(parts: {
    extensionUri: vscode.Uri;
    claims: vscode.Memento;
    log: Log;
  }) {
    this.#extensionUri = parts.extensionUri;
    this.#claims = parts.claims;
    this.#log = parts.log;
    this.shelf = this.#owned.add(new Shelf(key => this.#find(key), parts.log));
    this.#owned.add(
      this.shelf.onLoad(({ key, isFirst }) => {
        this.#editorial = undefined;
        if (!isFirst) this.#changed.fire(key);
        this.#tryAgainIfUnread(key);
      }),
    );
    // What is saved here is known at once: watchers of a loaded machine, or of a network's folder, miss changes.
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#onFile(uri)));
    this.#owned.add({ dispose: () => this.#timers.forEach(clearTimeout) });
  }

  /** By its key, or by what it was called before it had one; `undefined` where there is no such chapter. */
  async get(name: string): Promise<LoadedChapter | undefined> {
    const place = await this.placeOf(name);
    if (!place || (await this.#isGone(place))) return undefined;
    return this.shelf.load(place.key);
  }

  /** The same, or as it was read last where its folder has gone since: nobody's page is taken away. */
  async read(name: string): Promise<LoadedChapter | undefined> {
    return this.at(name) ?? this.get(name);
  }

  /** As it was loaded last, if it was. */
  at(key: string): LoadedChapter | undefined {
    return this.shelf.get(key);
  }

  /** The editorial notes of the chapters that are open; the same list until one of them is read. */
  get editorial(): readonly Annotation[] {
    this.#editorial ??= this.shelf.loaded.flatMap(({ editorial }) => editorial);
    return this.#editorial;
  }

  /** Opens every chapter that there is. */
  async openAll(): Promise<void> {
    const places = await this.list();
    await Promise.all(places.map(({ key }) => this.#reading.pass(() => this.shelf.load(key))));
  }

  /** The built-in chapter first. */
  async list(): Promise<readonly ChapterPlace[]> {
    const found = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(foldersIn));
    const places: ChapterPlace[] = [this.#builtIn()];
    const before = this.#keptClaims();
    let claims = before;
    for (const folder of found.flat().slice(0, mostListed)) {
      const name = nameOf(folder);
      const claimed = await claim(claims, { name, folder: folder.toString() }, path =>
        isGone(vscode.Uri.parse(path, true)),
      );
      claims = claimed.claims;
      const key = formatKey({ origin: 'workspace', name, copy: claimed.copy });
      const where = vscode.workspace.asRelativePath(folder);
      places.push({ key, name, where, isBuiltIn: false, root: folder });
    }
    if (claims !== before) await this.#keepClaims(claims);
    // Those that were opened stay known: their folder may come back.
    const opened = [...this.#places.values()].filter(({ key }) => this.shelf.get(key));
    this.#places = new Map([...opened, ...places].map(place => [place.key, place]));
    return places;
  }

  /** What its author called it, or its folder's name where that cannot be read. */
  async titleOf(place: ChapterPlace, language: Language): Promise<string> {
    // What is wrong with a chapter is told when it is chosen, not whenever it is listed.
    const title = await this.#reading.pass(() => readTitle(filesBelow(place.root)));
    return (title && inLanguage(title, language)) || place.name;
  }

  /** By its key, or by what it was called before it had one; `undefined` where there is no such chapter. */
  async placeOf(name: string): Promise<ChapterPlace | undefined> {
    if (name === builtInKey) return this.#builtIn();
    if (parseKey(name) === undefined) return undefined;
    const known = () =>
      this.#places.get(name) ?? [...this.#places.values()].find(place => this.#wasNamed(name, place));
    const found = known();
    if (found) return found;
    await this.list();
    return known();
  }

  /** The folder that serves a chapter's companion files. */
  async filesOf(name: string): Promise<Files | undefined> {
    const place = await this.placeOf(name);
    return place && filesBelow(place.root);
  }

  /** Its folder was removed while it was open: what was read of it is still there. */
  isGone(key: string): boolean {
    return this.#gone.has(key);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #isGone({ isBuiltIn, root }: ChapterPlace): Promise<boolean> {
    return !isBuiltIn && (await isGone(root));
  }

  async #find(key: string) {
    const place = await this.placeOf(key);
    if (!place) return undefined;
    if (!place.isBuiltIn) this.#watch(place);
    // What we ship needs no second look, and is what the reader waits for first.
    const files = place.isBuiltIn ? documentsBelow(place.root) : filesBelow(place.root);
    return { files, formerKey: (id: string) => formerKeyOf(place, id) };
  }

  /** Of a chapter that was not opened yet, its folder tells the id: they are the same by custom. */
  #wasNamed(name: string, place: ChapterPlace): boolean {
    const id = this.shelf.get(place.key)?.chapter.id ?? place.name;
    return formerKeyOf(place, id) === name;
  }

  #watch({ root }: ChapterPlace): void {
    const folder = vscode.workspace.getWorkspaceFolder(root);
    if (!folder || this.#watched.has(folder.uri.toString())) return;
    this.#watched.add(folder.uri.toString());
    const pattern = new vscode.RelativePattern(folder, '.marginalia{,/**}');
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    const onFile = (uri: vscode.Uri) => this.#onFile(uri);
    watcher.onDidChange(onFile);
    watcher.onDidCreate(onFile);
    watcher.onDidDelete(onFile);
  }

  /** A file of a chapter, or a folder that holds it. */
  #onFile(uri: vscode.Uri): void {
    const changed = `${uri.toString()}/`;
    for (const { key, root } of this.#places.values()) {
      const folder = `${root.toString()}/`;
      const isMeant = changed.startsWith(folder) || folder.startsWith(changed);
      if (!isMeant || !this.shelf.has(key)) continue;
      this.#readLater(key, settleMs);
    }
  }

  #tryAgainIfUnread(key: string): void {
    const isUnread = this.shelf.get(key)?.findings.some(({ code }) => code === 'unreadable');
    if (!isUnread) {
      this.#retryMs.delete(key);
      return;
    }
    const delayMs = this.#retryMs.get(key) ?? firstRetryMs;
    this.#retryMs.set(key, Math.min(2 * delayMs, longestRetryMs));
    this.#readLater(key, delayMs);
  }

  #readLater(key: string, delayMs: number): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#readAgain(key), delayMs),
    );
  }

  async #readAgain(key: string): Promise<void> {
    this.#timers.delete(key);
    const place = this.#places.get(key);
    if (place && (await this.#isGone(place))) {
      this.#gone.add(key);
      this.#changed.fire(key);
      return;
    }
    this.#gone.delete(key);
    try {
      await this.shelf.reload(key);
    } catch (error) {
      this.#log.warn(`chapter ${key} could not be read again: ${error}`);
    }
  }

  /** A claim that is not kept is made anew: no reason to show no list. */
  async #keepClaims(claims: Claims): Promise<void> {
    try {
      await this.#claims.update(claimsKey, claims);
    } catch (error) {
      this.#log.warn(`the names of chapters could not be kept: ${error}`);
    }
  }

  #keptClaims(): Claims {
    const kept = v.safeParse(Claims, this.#claims.get(claimsKey, noClaims));
    return kept.success ? kept.output : noClaims;
  }

  #builtIn(): ChapterPlace {
    const root = vscode.Uri.joinPath(this.#extensionUri, 'content', builtInName);
    return { key: builtInKey, name: builtInName, where: '', isBuiltIn: true, root };
  }
}

const noClaims: Claims = [];

/** Before chapters had keys, notes named them by their id alone; that of the built-in chapter still means it. */
function formerKeyOf({ name, key, isBuiltIn }: ChapterPlace, id: string): string | undefined {
  const isFirst = key === formatKey({ origin: 'workspace', name, copy: 1 });
  return !isBuiltIn && isFirst && id !== builtInName ? id : undefined;
}

function nameOf(folder: vscode.Uri): string {
  return folder.path.split('/').at(-1) ?? '';
}

async function foldersIn({ uri }: vscode.WorkspaceFolder): Promise<readonly vscode.Uri[]> {
  const root = vscode.Uri.joinPath(uri, '.marginalia');
  try {
    const entries = await vscode.workspace.fs.readDirectory(root);
    return entries
      .filter(([name, type]) => type === vscode.FileType.Directory && isFolderName(name))
      .map(([name]) => vscode.Uri.joinPath(root, name));
  } catch {
    return [];
  }
}
