// Leads the reader to a place in the panel, opens the panel where it is closed, and follows where they go themselves.
import { Emitter } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import type { Disposable } from '../../core/base/store';
import { type Place, type PlaceChange, placeAfter } from '../../core/wire/place';
import type { Bookmark } from './bookmark';
import type { Feature } from './feature';
import { findPlace, type Places } from './findPlace';
import { WayBack } from './wayBack';

export interface NavigatorParts {
  readonly bookmark: Bookmark;
  /** Opens the panel, or brings the open one forward. */
  readonly show: (preserveFocus: boolean) => void;
  readonly places: Places;
  /** Says what went wrong to a reader who asked outside the panel. */
  readonly tell: (problem: Problem) => void;
}

export class Navigator implements Disposable {
  readonly #parts: NavigatorParts;
  readonly #moved = new Emitter<void>();
  readonly #back = new WayBack();
  /** How often somebody other than the reader's own hand asked to go somewhere. */
  #asked = 0;

  constructor(parts: NavigatorParts) {
    this.#parts = parts;
  }

  /** To what a card or a link names, which may not be there: then the reader stays where they are. */
  async open(wanted: PlaceChange): Promise<Problem | undefined> {
    const { bookmark, places } = this.#parts;
    const found = await findPlace(wanted, bookmark.place, places);
    if ('code' in found) return found;
    await this.goTo(found);
    return undefined;
  }

  /** The same, for who asked outside the panel. `undefined`: what they gave was no address. */
  async openOrTell(wanted: PlaceChange | undefined): Promise<void> {
    const problem = wanted ? await this.open(wanted) : ({ code: 'bad-link' } as const);
    if (problem) this.#parts.tell(problem);
  }

  /** To what is known to be there. What the change does not name stays as it is. */
  async goTo(change: PlaceChange, preserveFocus = false): Promise<void> {
    const { place } = this.#parts.bookmark;
    this.#back.leave(place);
    await this.#lead(placeAfter(place, change), preserveFocus);
  }

  readonly feature: Feature = {
    commands: { 'marginalia.goBack': () => this.#goBack() },
    wishes: {
      placeChanged: async ({ place, from }) => {
        if (from) this.#back.leave(from);
        const kept = this.#parts.bookmark.moveTo(place);
        this.#moved.fire();
        await kept;
        return undefined;
      },
    },
    topics: {
      place: (_args, tell) => {
        const now = () => ({ place: this.#parts.bookmark.place, asked: this.#asked });
        const listening = this.#moved.on(() => tell.patch(now()));
        return { value: now, dispose: () => listening.dispose() };
      },
    },
  };

  /** The chapter that the reader is in is not there: back to where they came from, at last to the first chapter. */
  async leaveChapter(gone: string, first: string): Promise<void> {
    const { place } = this.#parts.bookmark;
    let before = this.#back.take();
    while (before?.chapter === gone) before = this.#back.take();
    await this.#lead(before ?? placeAfter(place, { view: 'chapter', chapter: first }), true);
    this.#parts.tell({ code: 'unknown-chapter', chapter: gone });
  }

  async #goBack(): Promise<void> {
    const { bookmark, places, tell } = this.#parts;
    const before = this.#back.take();
    if (!before) return;
    const found = await findPlace(before, bookmark.place, places);
    if ('code' in found) tell(found);
    else await this.#lead(before, false);
  }

  async #lead(place: Place, preserveFocus: boolean): Promise<void> {
    const { bookmark, show } = this.#parts;
    this.#asked += 1;
    const kept = bookmark.moveTo(place);
    this.#moved.fire();
    show(preserveFocus);
    await kept;
  }

  dispose(): void {
    this.#moved.dispose();
  }
}
