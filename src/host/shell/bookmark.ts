// Where the reader is and what was read: kept by the editor for the next session.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import { Emitter } from '../../core/base/emitter';
import { Place } from '../../core/wire/place';

const key = 'marginalia.bookmark';
const Kept = v.object({ place: Place, read: v.array(v.tuple([v.string(), v.array(v.string())])) });

export class Bookmark {
  readonly #memento: Memento;
  readonly #languageChanged = new Emitter<void>();
  /** The reader reads in another language from now on. */
  readonly onLanguage = this.#languageChanged.on;
  #place: Place;
  /** Passages by chapter: two chapters may give the same name to theirs. */
  #read: ReadonlyMap<string, readonly string[]>;

  /** `first`: where a reader begins who has never been here. */
  constructor(memento: Memento, first: Place) {
    this.#memento = memento;
    const kept = v.safeParse(Kept, memento.get(key));
    this.#place = kept.success ? { chapter: first.chapter, ...kept.output.place } : first;
    this.#read = new Map(kept.success ? kept.output.read : []);
  }

  get place(): Place {
    return this.#place;
  }

  /** The passages of a chapter that were read to their end. */
  readIn(chapter: string): readonly string[] {
    return this.#read.get(chapter) ?? [];
  }

  async moveTo(place: Place): Promise<void> {
    const { language } = this.#place;
    this.#place = place;
    if (place.language !== language) this.#languageChanged.fire();
    await this.#keep();
  }

  /** These passages of a chapter count as read from now on. */
  async markRead(chapter: string, passages: readonly string[]): Promise<void> {
    const all = [...new Set([...this.readIn(chapter), ...passages])];
    if (all.length === this.readIn(chapter).length) return;
    this.#read = new Map([...this.#read, [chapter, all]]);
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await this.#memento.update(key, { place: this.#place, read: [...this.#read] });
  }
}
