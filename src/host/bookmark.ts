// Where the reader is in each chapter and what was read: kept by the editor for the next session.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import { Emitter } from '../core/base/emitter';
import type { Language } from '../core/chapter/chapter';
import { Place } from '../core/protocol';

const key = 'marginalia.bookmark';
const Spot = v.pick(Place, ['concept', 'passage', 'offset']);
type Spot = v.InferOutput<typeof Spot>;
const Kept = v.object({
  place: Place,
  read: v.array(v.tuple([v.string(), v.array(v.string())])),
  /** By chapter key, where the reader was in those that are not shown; not kept by earlier versions. */
  spots: v.optional(v.array(v.tuple([v.string(), Spot])), []),
});

export class Bookmark {
  readonly #memento: Memento;
  readonly #languageChanged = new Emitter<void>();
  readonly #readMore = new Emitter<void>();
  /** The reader reads in another language from now on. */
  readonly onLanguage = this.#languageChanged.on;
  /** More passages count as read. */
  readonly onRead = this.#readMore.on;
  #place: Place;
  #spots: ReadonlyMap<string, Spot>;
  /** Passages by chapter key: two chapters may give the same name to theirs. */
  #read: ReadonlyMap<string, readonly string[]>;

  /** `language` is the one for a reader who has never chosen. */
  constructor(memento: Memento, language: Language) {
    this.#memento = memento;
    const parsed = v.safeParse(Kept, memento.get(key));
    const kept = parsed.success ? parsed.output : undefined;
    this.#place = kept?.place ?? { view: 'chapter', language };
    this.#spots = new Map(kept?.spots);
    this.#read = new Map(kept?.read);
  }

  get place(): Place {
    return this.#place;
  }

  /** The passages of a chapter that were read to their end, under any name that it has or had. */
  readIn(...names: readonly (string | undefined)[]): readonly string[] {
    return [...new Set(names.flatMap(name => (name === undefined ? [] : (this.#read.get(name) ?? []))))];
  }

  /** From one chapter to another: to where the reader was in it, or to its beginning. */
  async turn(from: string, to: string): Promise<void> {
    if (from === to) return;
    const { view: _view, language, ...spot } = this.#place;
    this.#spots = new Map([...this.#spots, [from, spot]]);
    await this.#put({ view: 'chapter', language, ...this.#spots.get(to) });
  }

  /** Goes to what the change names. Another passage or concept leaves the old ones, and the offset in them. */
  async move(change: Partial<Place>): Promise<void> {
    const { passage, offset, ...kept } = this.#place;
    const isLeft =
      change.passage !== undefined || (change.concept !== undefined && change.concept !== kept.concept);
    const here = {
      ...(passage === undefined ? {} : { passage }),
      ...(offset === undefined ? {} : { offset }),
    };
    await this.#put({ ...kept, ...(isLeft ? { offset: 0 } : here), ...change });
  }

  /** The panel stands there: what it does not name any more was left. */
  async stand(place: Place): Promise<void> {
    await this.#put(place);
  }

  /** These passages of a chapter count as read from now on. */
  async markRead(chapter: string, passages: readonly string[]): Promise<void> {
    const before = this.readIn(chapter);
    const all = [...new Set([...before, ...passages])];
    if (all.length === before.length) return;
    this.#read = new Map([...this.#read, [chapter, all]]);
    this.#readMore.fire();
    await this.#keep();
  }

  async #put(place: Place): Promise<void> {
    const { language } = this.#place;
    this.#place = place;
    if (place.language !== language) this.#languageChanged.fire();
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await this.#memento.update(key, {
      place: this.#place,
      read: [...this.#read],
      spots: [...this.#spots],
    });
  }
}
