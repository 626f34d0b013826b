// Which passages of the page were changed since they were asked for last, so that only these are measured anew. Tells
// what was added and removed; how large something is, is asked of the page itself.

export interface LeafChange {
  /** Its words, and not only its notes. */
  readonly isText: boolean;
}

export class LeafChanges {
  #changed = new Map<Element, LeafChange>();
  readonly #observer = new MutationObserver(records => this.#note(records));

  constructor(root: Node) {
    this.#observer.observe(root, { subtree: true, childList: true, characterData: true });
  }

  take(): ReadonlyMap<Element, LeafChange> {
    this.#note(this.#observer.takeRecords());
    const taken = this.#changed;
    this.#changed = new Map();
    return taken;
  }

  #note(records: readonly MutationRecord[]): void {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const leaf = element?.closest('.passage');
      if (!leaf) continue;
      const isText = element?.closest('.notes') === null || this.#changed.get(leaf)?.isText === true;
      this.#changed.set(leaf, { isText });
    }
  }
}
