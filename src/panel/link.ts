// The panel's end of the wire: says what is shown, holds what was told, and keeps each wish until it is settled.
import * as v from 'valibot';
import type { Problem } from '../core/base/problem';
import { Down, type Up } from '../core/wire/envelope';
import { type Held, keepOnly, nothingHeld, take } from '../core/wire/held';
import type { Wish } from '../core/wire/wish';

/** What VS Code gives to a webview, as far as we use it. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): unknown;
}

export interface LinkParts {
  readonly api: Pick<EditorApi, 'postMessage'>;
  /** The name of this loading of the page: made up anew each time. */
  readonly page: string;
  /** Something is held, or a wish is under way, that was not before. */
  readonly changed: () => void;
}

type Settled = (problem: Problem | undefined) => void;
type Unsigned<T> = T extends unknown ? Omit<T, 'page'> : never;

export class Link {
  readonly #parts: LinkParts;
  readonly #underWay = new Map<number, { readonly wish: Wish; readonly settled: Settled }>();
  #held = nothingHeld;
  #watched: ReadonlySet<string> = new Set();
  /** The host may tell what it foresees that a page asks for, until the page has asked. */
  #mayForesee = true;
  #lastWish = 0;
  /** What the views are given; the same array until it changes. */
  #wishes: readonly Wish[] = [];

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get held(): Held {
    return this.#held;
  }

  /** What was asked for and is not settled, oldest first. */
  get underWay(): readonly Wish[] {
    return this.#wishes;
  }

  /** Asks for something. `settled` hears once what became of it. */
  wish(wish: Wish, settled: Settled = () => undefined): void {
    this.#lastWish += 1;
    this.#underWay.set(this.#lastWish, { wish, settled });
    this.#note();
    this.#send({ type: 'wish', id: this.#lastWish, wish });
  }

  /** These topics are shown from now on, and no others. */
  watch(topics: readonly string[]): void {
    if (topics.length === this.#watched.size && topics.every(topic => this.#watched.has(topic))) return;
    this.#mayForesee = this.#watched.size === 0;
    this.#watched = new Set(topics);
    this.#held = keepOnly(this.#held, this.#watched);
    this.#send({ type: 'watch', topics: [...topics], isFresh: false });
  }

  /** Says again what is shown, as after the page was hidden, when nothing was told. */
  watchAgain(): void {
    this.#held = nothingHeld;
    this.#mayForesee = false;
    this.#send({ type: 'watch', topics: [...this.#watched], isFresh: true });
  }

  /** Takes what was posted to the window: only what answers this page is heard. */
  receive(raw: unknown): void {
    const message = v.safeParse(Down, raw);
    if (!message.success || message.output.page !== this.#parts.page) return;
    const told = message.output;
    if (told.type === 'settled') {
      const asked = this.#underWay.get(told.wish);
      if (!this.#underWay.delete(told.wish)) return;
      this.#note();
      asked?.settled(told.problem);
    } else {
      this.#take(told);
    }
    this.#parts.changed();
  }

  /** A patch that cannot be applied is a bug of ours; the whole, told again, does not depend on it. */
  #take(told: Parameters<typeof take>[1]): void {
    // It was on its way when the page turned elsewhere; nothing would keep it as it is from here on.
    if (!this.#mayForesee && !this.#watched.has(told.topic)) return;
    let again: string | undefined;
    try {
      ({ held: this.#held, again } = take(this.#held, told));
    } catch {
      again = told.topic;
    }
    if (again !== undefined) this.#send({ type: 'again', topic: again });
  }

  #note(): void {
    this.#wishes = [...this.#underWay.values()].map(({ wish }) => wish);
  }

  #send(message: Unsigned<Up>): void {
    this.#parts.api.postMessage({ ...message, page: this.#parts.page } satisfies Up);
  }
}

/**
 * Any page in any frame of the editor may post to this window. VS Code's own frame around it has our origin (it
 * posts with `targetOrigin: window.origin`, pre/index.html of 1.100 and 1.139), and nobody else on the way has: a
 * page in the Simple Browser, another extension's webview. An opaque origin, "null", would be shared by strangers.
 */
export function isFromEditor(event: Pick<MessageEvent, 'origin' | 'isTrusted'>, ownOrigin: string): boolean {
  return event.isTrusted && event.origin !== 'null' && event.origin === ownOrigin;
}
