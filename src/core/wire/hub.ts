// The host's end of the wire: opens the topics that the page shows, tells them, and settles wishes. Knows no feature
// and no editor.
import * as v from 'valibot';
import type { Problem } from '../base/problem';
import type { Disposable } from '../base/store';
import type { Clock, Log } from '../ports';
import { type Down, Up } from './envelope';
import { type Kind, type Patch, readTopic, type Value } from './topics';
import { Wish } from './wish';

/** A topic that is open, until it is disposed. */
export interface OpenTopic<Now> extends Disposable {
  /** As it is now; holds all that was told. */
  value(): Now;
}

export interface Teller<Change> {
  patch(patch: Change): void;
  /** So much has changed that it is told whole. */
  again(): void;
}

/** How a feature serves a topic. Rejects when it cannot be read now: it is tried again while it is watched. */
export type TopicSource<K extends Kind> = (
  args: readonly string[],
  tell: Teller<Patch<K>>,
) => Promise<OpenTopic<Value<K>>> | OpenTopic<Value<K>>;

export type TopicSources = { readonly [K in Kind]?: TopicSource<K> };

type AnySource = (
  args: readonly string[],
  tell: Teller<unknown>,
) => Promise<OpenTopic<unknown>> | OpenTopic<unknown>;

/** Grants a wish, and resolves when its effect was told: with what went wrong, or nothing. */
export type Grant = (wish: Wish) => Promise<Problem | undefined>;

export interface HubParts {
  readonly sources: TopicSources;
  readonly grant: Grant;
  readonly send: (message: Down) => void;
  /** What a page that opens now will ask for: told before it has to. */
  readonly foresee?: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

interface Watched {
  readonly owned: AbortController;
  revision: number;
  open: OpenTopic<unknown> | undefined;
}

/** A topic that cannot be read is tried again after so long, then twice as long, up to `slowestRetryMs`. */
const firstRetryMs = 500;
const slowestRetryMs = 15_000;

type Untold = Down extends infer One ? (One extends Down ? Omit<One, 'page'> : never) : never;

export class Hub implements Disposable {
  readonly #parts: HubParts;
  readonly #watched = new Map<string, Watched>();
  #page: string | undefined;
  /** The page that has watched last, also while it is hidden. */
  #lastPage: string | undefined;

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  /**
   * Takes what a page sent. What is no message of ours is logged and ignored. Of what was on its way when the page was
   * hidden (`isShown` is false), wishes are granted, and nothing is watched.
   */
  receive(raw: unknown, isShown = true): void {
    const message = v.safeParse(Up, raw);
    if (!message.success) {
      const [issue] = message.issues;
      this.#parts.log.warn(
        `ignored a message of the panel: ${v.getDotPath(issue) ?? 'type'}: ${issue.message}`,
      );
      return;
    }
    const { output } = message;
    if (output.type !== 'wish' && !isShown) return;
    switch (output.type) {
      case 'watch': {
        const isNew = output.isFresh || output.page !== this.#page;
        if (isNew) this.#turnTo(output.page);
        this.#watchOnly(new Set(output.topics));
        // One that comes back knows what it shows.
        if (output.page !== this.#lastPage)
          for (const topic of this.#parts.foresee?.() ?? []) this.#watch(topic);
        this.#lastPage = output.page;
        break;
      }
      case 'again':
        if (output.page === this.#page) this.#tellWhole(output.topic);
        break;
      case 'wish':
        void this.#settle(output.page, output.id, output.wish);
        break;
    }
  }

  /** The page is gone or hidden: nothing is told until one asks again. */
  close(): void {
    for (const topic of [...this.#watched.keys()]) this.#unwatch(topic);
    this.#page = undefined;
  }

  dispose(): void {
    this.close();
  }

  #turnTo(page: string): void {
    this.close();
    this.#page = page;
  }

  #watchOnly(topics: ReadonlySet<string>): void {
    for (const topic of [...this.#watched.keys()]) if (!topics.has(topic)) this.#unwatch(topic);
    for (const topic of topics) this.#watch(topic);
  }

  #unwatch(topic: string): void {
    const watched = this.#watched.get(topic);
    this.#watched.delete(topic);
    watched?.owned.abort();
    watched?.open?.dispose();
  }

  #watch(topic: string): void {
    if (this.#watched.has(topic)) return;
    const read = readTopic(topic);
    const source = read && this.#parts.sources[read.kind];
    if (!read || !source) {
      this.#parts.log.warn(`the panel asked for a topic that nobody serves: ${topic.slice(0, 200)}`);
      return;
    }
    const watched: Watched = { owned: new AbortController(), revision: 0, open: undefined };
    this.#watched.set(topic, watched);
    // A source takes the teller of its own kind; the table's type says so, the index cannot.
    const open = () => (source as AnySource)(read.args, this.#teller(topic, watched));
    void this.#open(topic, watched, open);
  }

  async #open(
    topic: string,
    watched: Watched,
    open: () => Promise<OpenTopic<unknown>> | OpenTopic<unknown>,
  ): Promise<void> {
    const { signal } = watched.owned;
    for (let waitMs = firstRetryMs; !signal.aborted; waitMs = Math.min(slowestRetryMs, waitMs * 2)) {
      try {
        const opened = open();
        // What is at hand is told before anything else can happen.
        watched.open = opened instanceof Promise ? await opened : opened;
        if (!signal.aborted) this.#tellWhole(topic);
        break;
      } catch (error) {
        watched.open?.dispose();
        watched.open = undefined;
        this.#parts.log.error(
          `${topic} could not be opened: ${error instanceof Error ? error.stack : error}`,
        );
        await this.#parts.clock.sleep(waitMs, signal);
      }
    }
    if (signal.aborted) watched.open?.dispose();
  }

  #teller(topic: string, watched: Watched): Teller<unknown> {
    const isTold = () => this.#watched.get(topic) === watched && watched.revision > 0;
    return {
      patch: patch => {
        // Before the whole was told there is nothing to patch: it will hold this.
        if (!isTold()) return;
        watched.revision += 1;
        this.#send({ type: 'patch', topic, to: watched.revision, patch });
      },
      again: () => {
        if (isTold()) this.#tellWhole(topic);
      },
    };
  }

  #tellWhole(topic: string): void {
    const watched = this.#watched.get(topic);
    if (!watched?.open) return;
    const value = watched.open.value();
    watched.revision += 1;
    this.#send({ type: 'whole', topic, revision: watched.revision, value });
  }

  /** Every wish is settled once, whatever it is and whatever becomes of it. */
  async #settle(page: string, id: number, raw: unknown): Promise<void> {
    const problem = await this.#granted(raw);
    // To the page that asked: another one does not hear it, and one that was only hidden does.
    this.#parts.send({ type: 'settled', page, wish: id, ...(problem ? { problem } : {}) });
  }

  async #granted(raw: unknown): Promise<Problem | undefined> {
    const wish = v.safeParse(Wish, raw);
    if (!wish.success) {
      const [issue] = wish.issues;
      const detail = `${v.getDotPath(issue) ?? 'type'}: ${issue.message}`;
      this.#parts.log.warn(`refused a wish of the panel: ${detail}`);
      return { code: 'internal', detail };
    }
    try {
      return await this.#parts.grant(wish.output);
    } catch (error) {
      this.#parts.log.error(`${wish.output.type}: ${error instanceof Error ? error.stack : error}`);
      return { code: 'internal', detail: error instanceof Error ? error.message : String(error) };
    }
  }

  #send(message: Untold): void {
    const page = this.#page;
    if (page !== undefined) this.#parts.send({ ...message, page });
  }
}
