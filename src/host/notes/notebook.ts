// The reader's annotations, opened on first use, and the review that is made of them.
import * as vscode from 'vscode';
import type { Annotation } from '../../core/annotation/annotation';
import { AnnotationStore } from '../../core/annotation/journal';
import { Emitter } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import { Store } from '../../core/base/store';
import type { Clock, Log, Platform } from '../../core/ports';
import type { Review } from '../../core/review/card';
import { cardsOf, lastRating, makeReview } from '../../core/review/deck';
import { documentsBelow } from '../shell/files';

export class Notebook implements vscode.Disposable {
  readonly #owned = new Store();
  readonly #folder: vscode.Uri;
  readonly #platform: Platform;
  readonly #writer: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #editorial: () => readonly Annotation[];
  readonly #changed = this.#owned.add(new Emitter<void>());
  #opening: Promise<AnnotationStore> | undefined;
  #store: AnnotationStore | undefined;

  /** Something was written here, or in another window. */
  readonly onChange = this.#changed.on;

  /** `writer` names this window's journal; `editorial` gives the notes of the chapter that is shown. */
  constructor(parts: {
    folder: vscode.Uri;
    platform: Platform;
    writer: string;
    clock: Clock;
    log: Log;
    editorial: () => readonly Annotation[];
  }) {
    this.#folder = parts.folder;
    this.#platform = parts.platform;
    this.#writer = parts.writer;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#editorial = parts.editorial;
  }

  open(): Promise<AnnotationStore> {
    this.#opening ??= this.#read();
    return this.#opening;
  }

  get own(): readonly Annotation[] {
    return this.#store?.notes.annotations ?? [];
  }

  get kept(): readonly string[] {
    return [...(this.#store?.notes.kept ?? [])];
  }

  /** Computed anew: due cards depend on the time. */
  get review(): Review {
    return makeReview({
      ...this.#deck(),
      utcOffsetMinutes: -new Date(this.#clock.now()).getTimezoneOffset(),
    });
  }

  get problems(): readonly Problem[] {
    const damage = this.#store?.damage;
    return damage && damage.lines > 0 ? [{ code: 'damaged', ...damage }] : [];
  }

  async undoLastRating(): Promise<void> {
    const store = await this.open();
    const last = lastRating(this.#deck());
    if (last) await store.undo(last.id);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #deck() {
    const { annotations: own = [], kept = new Set<string>(), ratings = [] } = this.#store?.notes ?? {};
    const annotations = cardsOf({ own, editorial: this.#editorial(), kept });
    return { annotations, ratings, now: this.#clock.now() };
  }

  async #read(): Promise<AnnotationStore> {
    const documents = documentsBelow(this.#folder);
    const files = this.#platform.journalFiles({ uri: this.#folder.toString(), documents }, this.#writer);
    this.#owned.add(files);
    const store = this.#owned.add(
      await AnnotationStore.open(files, this.#clock, () => `urn:uuid:${crypto.randomUUID()}`),
    );
    this.#store = store;
    this.#owned.add(store.onChange(() => this.#changed.fire()));
    await this.#watch(store);
    for (const problem of this.problems) this.#log.warn(`journals: ${JSON.stringify(problem)}`);
    return store;
  }

  /** Other windows write journals of their own into the same folder. */
  async #watch(store: AnnotationStore): Promise<void> {
    const reload = () => {
      store.reload().catch(error => this.#log.warn(`the journals could not be read again: ${error}`));
    };
    // A folder that is not there yet is watched by looking now and then, which older editors do not do.
    await vscode.workspace.fs.createDirectory(this.#folder);
    const pattern = new vscode.RelativePattern(this.#folder, '*.jsonl');
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    const isOwn = (uri: vscode.Uri) => uri.path.endsWith(`/${this.#writer}.jsonl`);
    const onFile = (uri: vscode.Uri) => {
      if (!isOwn(uri)) reload();
    };
    watcher.onDidChange(onFile);
    watcher.onDidCreate(onFile);
    watcher.onDidDelete(onFile);
    // A file sync, or a watcher that has missed something: what came meanwhile is there when the reader comes back.
    this.#owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && reload()));
  }
}
