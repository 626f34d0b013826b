// Time that passes only when a test says so: the process's timers and its clock, so that code with beats, waits and
// watches of its own runs in no time and always in the same order.

interface Timer {
  readonly act: () => void;
  /** Of an interval: how long after each time it comes again. */
  readonly everyMs: number | undefined;
  dueAt: number;
}

type Patched = 'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval';

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
};
const realNow = Date.now;
const turn = () => new Promise<void>(resolve => setImmediate(resolve));

export class VirtualTime {
  readonly #timers = new Map<number, Timer>();
  #lastId = 0;
  #now: number;

  /** Begins at once; `dispose` gives the process its own time back. */
  constructor(startAt: number) {
    this.#now = startAt;
    const set =
      (isInterval: boolean) =>
      (act: () => void, delayMs = 0) => {
        this.#lastId += 1;
        const everyMs = Math.max(1, delayMs);
        this.#timers.set(this.#lastId, {
          act,
          everyMs: isInterval ? everyMs : undefined,
          dueAt: this.#now + everyMs,
        });
        return this.#lastId;
      };
    const clear = (id: number | undefined) => void (id !== undefined && this.#timers.delete(id));
    const patches: Readonly<Record<Patched, unknown>> = {
      setTimeout: set(false),
      clearTimeout: clear,
      setInterval: set(true),
      clearInterval: clear,
    };
    Object.assign(globalThis, patches);
    Date.now = () => this.#now;
  }

  get now(): number {
    return this.#now;
  }

  /** Timers that are set: what still costs something while nothing happens. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Everything happens that waits for nothing but its turn. */
  async settle(): Promise<void> {
    await turn();
    await turn();
  }

  /** Lets time pass; whoever sleeps wakes in the order of time, and may sleep again. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [id, timer] = next;
      this.#now = Math.max(this.#now, timer.dueAt);
      if (timer.everyMs === undefined) this.#timers.delete(id);
      else timer.dueAt = this.#now + timer.everyMs;
      timer.act();
      await this.settle();
    }
    this.#now = end;
  }

  /** The machine slept: what was due meanwhile is late, and comes once. */
  leap(ms: number): void {
    this.#now += ms;
  }

  /** The process was killed: nobody wakes any more. */
  clear(): void {
    this.#timers.clear();
  }

  dispose(): void {
    this.clear();
    Object.assign(globalThis, real);
    Date.now = realNow;
  }

  /** The earliest that is due by then; of several, the one that was set first. */
  #next(end: number): [number, Timer] | undefined {
    let found: [number, Timer] | undefined;
    for (const [id, timer] of this.#timers) {
      if (timer.dueAt <= end && (!found || timer.dueAt < found[1].dueAt)) found = [id, timer];
    }
    return found;
  }
}
