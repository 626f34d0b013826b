// Where the reader is and what was read: kept by the editor for the next session.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import type { Language } from '../core/chapter/chapter';
import { Place } from '../core/protocol';

const key = 'marginalia.bookmark';
const Kept = v.object({ place: Place, read: v.record(v.string(), v.array(v.string())) });

export class Bookmark {
  readonly #memento: Memento;
  #place: Place;
  /** Passages by chapter: two chapters may give the same name to theirs. */
  #read: Readonly<Record<string, readonly string[]>>;

  /** `language` is the one for a reader who has never chosen. */
  constructor(memento: Memento, language: Language) {
    this.#memento = memento;
    const kept = v.safeParse(Kept, memento.get(key));
    this.#place = kept.success ? kept.output.place : { view: 'chapter', language };
    this.#read = kept.success ? kept.output.read : {};
  }

  get place(): Place {
    return this.#place;
  }

  /** The passages of a chapter that were read to their end. */
  readIn(chapter: string): readonly string[] {
    return this.#read[chapter] ?? [];
  }

  /** Another chapter begins at its beginning. */
  async startOver(): Promise<void> {
    this.#place = { view: 'chapter', language: this.#place.language };
    await this.#keep();
  }

  /** The passages of `chapter` that are in `read` count as read from now on. */
  async move(change: Partial<Place>, chapter = '', read: readonly string[] = []): Promise<void> {
    // A new passage or concept makes the old offset meaningless.
    const offset = change.passage === undefined && change.concept === undefined ? {} : { offset: 0 };
    this.#place = { ...this.#place, ...offset, ...change };
    if (read.length > 0) {
      this.#read = { ...this.#read, [chapter]: [...new Set([...this.readIn(chapter), ...read])] };
    }
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await this.#memento.update(key, { place: this.#place, read: this.#read });
  }
}
