// The reader's annotations, opened on first use, and the review that is made of them.
import * as vscode from 'vscode';
import type { Annotation } from '../../core/annotation/annotation';
import { AnnotationStore } from '../../core/annotation/journal';
import type { NotesPatch } from '../../core/annotation/patch';
import { refusalOf } from '../../core/annotation/refusal';
import { Emitter } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import { type Disposable, Store } from '../../core/base/store';
import type { Clock, JournalFiles, Log, Platform } from '../../core/ports';
import type { Rating, Review } from '../../core/review/card';
import { daysIn } from '../../core/review/day';
import { Deck } from '../../core/review/deck';
import { makeScheduler } from '../../core/review/schedule';
import { documentsBelow } from '../shell/files';

/** Journals that cannot be read are tried again: soon at first, since most are held for a moment only. */
const firstRetryMs = 500;
const longestRetryMs = 30_000;

/** So long a page waits for the notes before it is shown without them. */
const patienceMs = 250;

/** Before the journals could be read. */
const nothingYet: Review = {
  due: [],
  dueCount: 0,
  total: 0,
  newCount: 0,
  forecast: new Array<number>(14).fill(0),
  retention: { recalled: 0, rated: 0 },
  canUndo: false,
};

export interface Opened {
  readonly store: AnnotationStore;
  readonly deck: Deck;
}

export class Notebook implements vscode.Disposable {
  readonly #owned = new Store();
  readonly #folder: vscode.Uri;
  readonly #platform: Platform;
  readonly #writer: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #editorial: () => readonly Annotation[];
  readonly #patches = this.#owned.add(new Emitter<NotesPatch>());
  readonly #states = this.#owned.add(new Emitter<void>());
  readonly #dayOf = daysIn();
  readonly #ended = new AbortController();
  #files: (JournalFiles & Disposable) | undefined;
  #opening: Promise<AnnotationStore> | undefined;
  #opened: Opened | undefined;
  /** Why the journals could not be opened at all, as far as that has not ended. */
  #closed: string | undefined;
  #told = '[]';
  #isRetrying = false;

  /** Something was written here, or in another window. It is on disk. */
  readonly onPatch = this.#patches.on;
  /** The journals could be read, or what is wrong with them is different. */
  readonly onState = this.#states.on;

  /** `writer` names this window's journal; `editorial` gives the notes of the chapters that are open: the same list until it changes. */
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

  /** Rejects while the journals cannot be read; the next call tries again. */
  open(): Promise<AnnotationStore> {
    this.#opening ??= this.#read().catch(error => {
      this.#opening = undefined;
      this.#closed = error instanceof Error ? error.message : String(error);
      this.#checkProblems();
      throw error;
    });
    return this.#opening;
  }

  /**
   * Opens what can be opened, and waits for no slow disk: what is wrong is in `problems`, and mends itself when the
   * trouble ends.
   */
  async ready(): Promise<void> {
    if (this.#opened) return;
    const opening = this.open().then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([opening, this.#clock.sleep(patienceMs, this.#ended.signal)]);
  }

  /** The notes and the cards, once the journals could be read. */
  get opened(): Opened | undefined {
    this.#opened?.deck.setEditorial(this.#editorial());
    return this.#opened;
  }

  /** Due cards depend on the time. */
  get review(): Review {
    return this.opened?.deck.review(this.#clock.now(), this.#dayOf) ?? nothingYet;
  }

  get due(): ReturnType<Deck['due']> {
    return this.opened?.deck.due(this.#clock.now()) ?? { dueCount: 0 };
  }

  isDue(annotation: string): boolean {
    return this.opened?.deck.isDue(annotation, this.#clock.now()) ?? false;
  }

  get problems(): readonly Problem[] {
    if (this.#closed !== undefined) return [{ code: 'unread', journals: [], detail: this.#closed }];
    if (!this.#opened) return [];
    const { damage, unread } = this.#opened.store;
    return [
      ...(damage.lines > 0 ? [{ code: 'damaged', ...damage } as const] : []),
      ...(unread ? [{ code: 'unread', ...unread } as const] : []),
    ];
  }

  /** Changes the notes. `undefined` when that is on disk; else why it was refused, by us or by the disk. */
  async write(change: (store: AnnotationStore) => Promise<unknown>): Promise<Problem | undefined> {
    try {
      await change(await this.open());
      return undefined;
    } catch (error) {
      this.#log.error(`a note was not written: ${error instanceof Error ? error.message : error}`);
      return refusalOf(error);
    }
  }

  rate(card: string, rating: Rating): Promise<Problem | undefined> {
    return this.write(store => store.rate(card, rating));
  }

  /** Takes back the rating that is the last one when its turn comes. */
  undoLastRating(): Promise<Problem | undefined> {
    return this.write(store =>
      store.decide(() => {
        const last = this.opened?.deck.lastRating(this.#clock.now());
        return last ? [{ type: 'undone', rating: last.id }] : [];
      }),
    );
  }

  /** Resolves when what was asked for so far is on disk, or was refused. */
  async settled(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    await this.#opened?.store.settled();
  }

  dispose(): void {
    this.#ended.abort();
    this.#owned.dispose();
  }

  async #read(): Promise<AnnotationStore> {
    const documents = documentsBelow(this.#folder);
    this.#files ??= this.#owned.add(
      this.#platform.journalFiles({ uri: this.#folder.toString(), documents }, this.#writer),
    );
    const store = await AnnotationStore.open(
      this.#files,
      this.#clock,
      () => `urn:uuid:${crypto.randomUUID()}`,
    );
    this.#owned.add(store);
    const deck = this.#owned.add(new Deck(store, makeScheduler()));
    this.#opened = { store, deck };
    this.#closed = undefined;
    this.#owned.add(store.onPatch(({ patch }) => this.#patches.fire(patch)));
    this.#states.fire();
    await this.#watch(store);
    this.#checkProblems();
    return store;
  }

  /** Other windows write journals of their own into the same folder. */
  async #watch(store: AnnotationStore): Promise<void> {
    // A folder that is not there yet is watched by looking now and then, which older editors do not do.
    await Promise.resolve(vscode.workspace.fs.createDirectory(this.#folder)).catch(error =>
      this.#log.warn(`the folder of the journals could not be made: ${error}`),
    );
    const look = () => void this.#reload(store);
    const pattern = new vscode.RelativePattern(this.#folder, '*.jsonl');
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    watcher.onDidChange(look);
    watcher.onDidCreate(look);
    watcher.onDidDelete(look);
    // A file sync, or a watcher that has missed something: what came meanwhile is there when the reader comes back.
    this.#owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  }

  async #reload(store: AnnotationStore): Promise<void> {
    try {
      await store.reload();
    } catch (error) {
      this.#log.warn(`the journals could not be read again: ${error}`);
    }
    this.#checkProblems();
  }

  /** What is wrong is told and logged once, and looked after until it is not. */
  #checkProblems(): void {
    const { problems } = this;
    const told = whatIsWrong(problems);
    if (told !== this.#told) {
      this.#told = told;
      for (const problem of problems) this.#log.warn(`journals: ${JSON.stringify(problem)}`);
      this.#states.fire();
    }
    if (problems.some(({ code }) => code === 'unread') && !this.#isRetrying) void this.#retry();
  }

  async #retry(): Promise<void> {
    this.#isRetrying = true;
    const { signal } = this.#ended;
    for (let delayMs = firstRetryMs; ; delayMs = Math.min(2 * delayMs, longestRetryMs)) {
      await this.#clock.sleep(delayMs, signal);
      if (signal.aborted) break;
      if (this.#opened) await this.#reload(this.#opened.store);
      else await this.open().catch(() => undefined);
      if (!this.problems.some(({ code }) => code === 'unread')) break;
    }
    this.#isRetrying = false;
  }
}

/** Two lists that say the same are the same text. How much could be read is not what is wrong. */
export function whatIsWrong(problems: readonly Problem[]): string {
  return JSON.stringify(problems, (key, value) => (key === 'kept' ? undefined : value));
}
