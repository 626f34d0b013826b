// The chapters that are open: any number at once, each loaded on first use and read again when its files change.
import { Emitter } from '../base/emitter';
import type { Disposable } from '../base/store';
import type { Files, Log } from '../ports';
import { type ChapterNames, type LoadedChapter, loadChapter } from './library';

/** Where a chapter's files are and what it is called; `undefined` where there is no such chapter. */
export type FindChapter = (key: string) => Promise<(ChapterNames & { readonly files: Files }) | undefined>;

export interface ShelfChange {
  readonly key: string;
  /** For the first time, or once more since its files changed. */
  readonly isFirst: boolean;
}

interface Held {
  loading: Promise<LoadedChapter>;
  loaded: LoadedChapter | undefined;
}

export class Shelf implements Disposable {
  readonly #find: FindChapter;
  readonly #log: Log;
  readonly #held = new Map<string, Held>();
  readonly #changed = new Emitter<ShelfChange>();

  /** A chapter was loaded. */
  readonly onLoad = this.#changed.on;

  constructor(find: FindChapter, log: Log) {
    this.#find = find;
    this.#log = log;
  }

  /** As it was loaded last. */
  get(key: string): LoadedChapter | undefined {
    return this.#held.get(key)?.loaded;
  }

  /** Whether it was loaded or is being loaded: what changes in its files now may not be in what is read. */
  has(key: string): boolean {
    return this.#held.has(key);
  }

  /** All that were loaded. */
  get loaded(): readonly LoadedChapter[] {
    return [...this.#held.values()].flatMap(({ loaded }) => loaded ?? []);
  }

  /** Reads the chapter once. One that is damaged, or not there, is there as far as it is good, with what is wrong. */
  load(key: string): Promise<LoadedChapter> {
    return this.#held.get(key)?.loading ?? this.reload(key);
  }

  /** Reads it again. What a slower reading from before brings is not shown over what a later one has brought. */
  reload(key: string): Promise<LoadedChapter> {
    const loading = this.#read(key);
    const before = this.#held.get(key);
    const held: Held = { loading, loaded: before?.loaded };
    this.#held.set(key, held);
    return loading.then(
      loaded => {
        if (this.#held.get(key) !== held) return loaded;
        held.loaded = loaded;
        this.#changed.fire({ key, isFirst: before === undefined });
        return loaded;
      },
      error => {
        // A failure is not remembered: the next one who asks has another try, and what was there stays till then.
        if (this.#held.get(key) === held) this.#forgetTry(key, held);
        throw error;
      },
    );
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #forgetTry(key: string, { loaded }: Held): void {
    if (loaded) this.#held.set(key, { loading: Promise.resolve(loaded), loaded });
    else this.#held.delete(key);
  }

  async #read(key: string): Promise<LoadedChapter> {
    const found = await this.#find(key);
    return loadChapter(found?.files ?? nothing, { ...found, key }, this.#log);
  }
}

const nothing: Files = { read: async () => undefined, list: async () => [] };
