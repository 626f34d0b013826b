// A list that is always in order. What comes and goes is settled when somebody looks: little of it one by one, by
// halving; much of it at once, so that loading ten thousand costs no ten thousand moves.

/** Changes up to this many are cheaper one by one. */
const few = 16;

export class Ordered<T extends object> {
  readonly #compare: (one: T, other: T) => number;
  #sorted: T[] = [];
  // Missing where nothing comes or goes: there may be ten thousand short lists.
  #coming: T[] | undefined;
  #going: Set<T> | undefined;

  /** `compare` tells apart any two items that are there at once. */
  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  /** First to last, as it is now: not to be kept. */
  get items(): readonly T[] {
    this.#settle();
    return this.#sorted;
  }

  add(item: T): void {
    if (this.#going?.delete(item)) return;
    this.#coming ??= [];
    this.#coming.push(item);
  }

  /** The very item that was added. */
  delete(item: T): void {
    this.#going ??= new Set();
    this.#going.add(item);
  }

  /** How many items, from the first on, come before a point: `isBefore` is true of them and of none behind. */
  countBefore(isBefore: (item: T) => boolean): number {
    const items = this.items;
    let low = 0;
    for (let high = items.length; low < high; ) {
      const middle = (low + high) >>> 1;
      const item = items[middle];
      if (item !== undefined && isBefore(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #settle(): void {
    if (!this.#coming && !this.#going) return;
    const going = this.#going;
    const coming = without(this.#coming ?? [], going);
    this.#coming = undefined;
    this.#going = undefined;
    if (this.#sorted.length === 0 || coming.length + (going?.size ?? 0) > few) {
      // A list that is made at once has room for no more than it holds; one that grows has some to spare.
      this.#sorted = without(this.#sorted, going).concat(coming);
      // What is read from a journal mostly is in order, and sorting takes some room for each of ten thousand lists.
      if (!this.#isInOrder()) this.#sorted.sort(this.#compare);
      return;
    }
    // First what goes: what comes may stand in its very place.
    for (const item of going ?? []) {
      const at = this.#placeOf(item);
      if (this.#sorted[at] === item) this.#sorted.splice(at, 1);
    }
    for (const item of coming) this.#sorted.splice(this.#placeOf(item), 0, item);
  }

  #isInOrder(): boolean {
    const items = this.#sorted;
    for (let at = 1; at < items.length; at += 1) {
      const [before, item] = [items[at - 1], items[at]];
      if (before && item && this.#compare(before, item) > 0) return false;
    }
    return true;
  }

  #placeOf(item: T): number {
    return this.countBefore(other => this.#compare(other, item) < 0);
  }
}

function without<T>(items: T[], gone: ReadonlySet<T> | undefined): T[] {
  return gone ? items.filter(item => !gone.has(item)) : items;
}

/** By UTF-16 units: the same on every machine, unlike the order of a language. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
