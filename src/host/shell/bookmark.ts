// Where the reader is in each chapter and what was read: kept by the editor for the next session.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import { Emitter } from '../../core/base/emitter';
import { defined, keptPlace, type Place, placeToKeep } from '../../core/wire/place';

const key = 'marginalia.bookmark';
const Kept = v.object({
  place: v.unknown(),
  read: v.array(v.tuple([v.string(), v.array(v.string())])),
  /** Where the reader was in the chapters that are not shown; not kept by the first versions. */
  spots: v.optional(v.array(v.unknown()), []),
});
/** How earlier versions kept such a spot: by its chapter's key. */
const OldSpot = v.tuple([v.string(), v.unknown()]);

type Spot = Pick<Place, 'concept' | 'passage' | 'offset'>;

export class Bookmark {
  readonly #memento: Memento;
  readonly #languageChanged = new Emitter<void>();
  readonly #readMore = new Emitter<void>();
  /** The reader reads in another language from now on. */
  readonly onLanguage = this.#languageChanged.on;
  readonly #chapterChanged = new Emitter<void>();
  /** The reader reads another chapter. */
  readonly onChapter = this.#chapterChanged.on;
  /** More passages count as read. */
  readonly onRead = this.#readMore.on;
  #place: Place;
  #spots: ReadonlyMap<string, Spot>;
  /** Passages by chapter key: two chapters may give the same name to theirs. */
  #read: ReadonlyMap<string, readonly string[]>;

  /** `first`: where a reader begins who has never been here. */
  constructor(memento: Memento, first: Place) {
    this.#memento = memento;
    const parsed = v.safeParse(Kept, memento.get(key));
    const kept = parsed.success ? parsed.output : undefined;
    this.#place = { ...first, ...defined(keptPlace(kept?.place)) };
    this.#spots = new Map(kept?.spots.flatMap(spotIn));
    this.#read = new Map(kept?.read);
  }

  get place(): Place {
    return this.#place;
  }

  /** The passages of a chapter that were read to their end, under any name that it has or had. */
  readIn(...names: readonly (string | undefined)[]): readonly string[] {
    return [...new Set(names.flatMap(name => (name === undefined ? [] : (this.#read.get(name) ?? []))))];
  }

  /** Another chapter that is opened without a place in it is opened where the reader was. */
  async moveTo(to: Place): Promise<void> {
    const { language, chapter, concept, passage, offset } = this.#place;
    const isOther = to.chapter !== chapter && to.chapter !== undefined;
    if (isOther && chapter !== undefined) {
      this.#spots = new Map([...this.#spots, [chapter, defined({ concept, passage, offset })]]);
    }
    const isWhole = !isOther || to.concept !== undefined || to.passage !== undefined;
    const spot = to.chapter === undefined ? undefined : this.#spots.get(to.chapter);
    this.#place = isWhole ? to : { ...to, ...spot };
    if (to.language !== language) this.#languageChanged.fire();
    if (isOther) this.#chapterChanged.fire();
    await this.#keep();
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

  async #keep(): Promise<void> {
    await this.#memento.update(key, {
      place: placeToKeep(this.#place),
      read: [...this.#read],
      spots: [...this.#spots].map(([chapter, spot]) => placeToKeep({ chapter, ...spot })),
    });
  }
}

function spotIn(kept: unknown): readonly (readonly [chapter: string, spot: Spot])[] {
  const { chapter, concept, passage, offset } = v.is(OldSpot, kept)
    ? { ...keptPlace(kept[1]), chapter: kept[0] }
    : keptPlace(kept);
  return chapter === undefined ? [] : [[chapter, defined({ concept, passage, offset })]];
}
