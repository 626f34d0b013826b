// The places that the reader came from by a link, a hit or a card, so that one key leads back. Of this window only.
import type { Place } from '../../core/wire/place';

/** More than anyone retraces. */
const mostPlaces = 50;

export class WayBack {
  #places: readonly Place[] = [];

  get isEmpty(): boolean {
    return this.#places.length === 0;
  }

  /** Notes where the reader was before a jump. */
  leave(from: Place): void {
    this.#places = [...this.#places, from].slice(-mostPlaces);
  }

  /** The place before, which is not before any more. */
  take(): Place | undefined {
    const last = this.#places.at(-1);
    this.#places = this.#places.slice(0, -1);
    return last;
  }
}
