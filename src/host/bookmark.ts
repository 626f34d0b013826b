// Where the reader is and what was read: kept by the editor for the next session.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import type { Language } from '../core/chapter/chapter';
import { Place } from '../core/protocol';

const key = 'marginalia.bookmark';
const Kept = v.object({ place: Place, read: v.array(v.string()) });

export class Bookmark {
  readonly #memento: Memento;
  #place: Place;
  #read: readonly string[];

  /** `language` is the one for a reader who has never chosen. */
  constructor(memento: Memento, language: Language) {
    this.#memento = memento;
    const kept = v.safeParse(Kept, memento.get(key));
    this.#place = kept.success ? kept.output.place : { view: 'chapter', language };
    this.#read = kept.success ? kept.output.read : [];
  }

  get place(): Place {
    return this.#place;
  }

  get read(): readonly string[] {
    return this.#read;
  }

  /** Another chapter begins at its beginning. */
  async startOver(): Promise<void> {
    this.#place = { view: 'chapter', language: this.#place.language };
    await this.#keep();
  }

  async move(change: Partial<Place>, read: readonly string[] = this.#read): Promise<void> {
    // A new passage or concept makes the old offset meaningless.
    const offset = change.passage === undefined && change.concept === undefined ? {} : { offset: 0 };
    this.#place = { ...this.#place, ...offset, ...change };
    this.#read = [...new Set([...this.#read, ...read])];
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await this.#memento.update(key, { place: this.#place, read: this.#read });
  }
}
