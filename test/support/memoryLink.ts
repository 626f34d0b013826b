// A wire without an editor: the hub and the panel's link, with messages that take their time, and a page that is thrown
// away and loaded again.
import type { Down } from '../../src/core/wire/envelope';
import type { Held } from '../../src/core/wire/held';
import { type Grant, Hub, type TopicSources } from '../../src/core/wire/hub';
import type { Wish } from '../../src/core/wire/wish';
import { Link } from '../../src/panel/link';

export interface LinkParts {
  readonly sources: TopicSources;
  readonly grant: Grant;
  readonly foresee?: () => readonly string[];
}

export class MemoryLink {
  readonly logged: string[] = [];
  /** Messages to the panel since the beginning, as text. */
  readonly told: string[] = [];
  readonly hub: Hub;
  readonly #toPanel: Down[] = [];
  readonly #toHost: unknown[] = [];
  #page: Link | undefined;
  #pages = 0;

  constructor(parts: LinkParts) {
    const log = (message: string) => void this.logged.push(message);
    this.hub = new Hub({
      ...parts,
      log: { trace: log, info: log, warn: log, error: log },
      clock: { now: () => 0, sleep: async () => undefined },
      send: message => {
        this.told.push(JSON.stringify(message));
        this.#toPanel.push(message);
      },
    });
  }

  get held(): Held {
    return this.page.held;
  }

  get page(): Link {
    if (!this.#page) throw new Error('no page is loaded');
    return this.#page;
  }

  /** Loads the page; what was on the way to the one before is lost. */
  load(): Link {
    this.#toPanel.length = 0;
    this.#pages += 1;
    const page = `00000000-0000-4000-8000-${String(this.#pages).padStart(12, '0')}`;
    const api = {
      postMessage: (message: unknown) => void this.#toHost.push(JSON.parse(JSON.stringify(message))),
    };
    this.#page = new Link({ api, page, changed: () => undefined });
    return this.#page;
  }

  /** The editor throws the page away, as when another tab covers it. */
  hide(): void {
    this.hub.close();
    this.#toPanel.length = 0;
    this.#page = undefined;
  }

  wish(wish: Wish, settled?: Parameters<Link['wish']>[1]): void {
    this.page.wish(wish, settled);
  }

  /** One message arrives at the side that is named, where there is one; `isShown`: the page is still there by then. */
  deliver(side: 'panel' | 'host', isShown = true): void {
    if (side === 'host') {
      const message = this.#toHost.shift();
      if (message !== undefined) this.hub.receive(message, isShown);
    } else {
      const message = this.#toPanel.shift();
      if (message) this.#page?.receive(JSON.parse(JSON.stringify(message)));
    }
  }

  /** Everything arrives, and what follows from it. */
  async quiet(): Promise<void> {
    for (let idle = 0; idle < 20; idle++) {
      while (this.#toHost.length + this.#toPanel.length > 0) {
        this.deliver('host');
        this.deliver('panel');
        idle = 0;
      }
      await new Promise(resolve => setImmediate(resolve));
    }
  }
}
