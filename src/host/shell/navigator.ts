// Leads the reader to a place in the panel, opens the panel where it is closed, and follows where they go themselves.
import { Emitter } from '../../core/base/emitter';
import type { Disposable } from '../../core/base/store';
import { type Place, type PlaceChange, placeAfter } from '../../core/wire/place';
import type { Bookmark } from './bookmark';
import type { Feature } from './feature';
import { WayBack } from './wayBack';

export interface NavigatorParts {
  readonly bookmark: Bookmark;
  /** Opens the panel, or brings the open one forward. */
  readonly show: (preserveFocus: boolean) => void;
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

  /** What a command, a lens or a card asks for. What the change does not name stays as it is. */
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

  async #goBack(): Promise<void> {
    const place = this.#back.take();
    if (place) await this.#lead(place, false);
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
