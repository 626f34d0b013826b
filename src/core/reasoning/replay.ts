// A kept run once more, with its own times: how it stood at any moment since it began. Nothing is asked of anybody.
import { advance } from './advance';
import type { Run } from './run';
import { settle } from './runHeader';
import type { ReadLog } from './runLog';

export class Replay {
  readonly #log: ReadLog;
  /** When each event came, in milliseconds since the run began; never less than the one before. */
  readonly #offsets: readonly number[];
  /** As it was shown last: going on from there costs only what came since. */
  #run: Run;
  #count = 0;

  constructor(log: ReadLog) {
    this.#log = log;
    this.#run = log.first;
    let latest = 0;
    this.#offsets = log.events.map(({ at }) => {
      // A clock that was set back in the middle of the run, or by another window, sends nobody back in time.
      latest = Math.max(latest, at - log.first.startedAt);
      return latest;
    });
  }

  get startedAt(): number {
    return this.#log.first.startedAt;
  }

  get durationMs(): number {
    return this.#offsets.at(-1) ?? 0;
  }

  /** The run as it stood then. At the end it is over, also where its window closed before it said so. */
  at(ms: number): Run {
    const count = this.#countAt(ms);
    if (count < this.#count) {
      this.#run = this.#log.first;
      this.#count = 0;
    }
    for (const event of this.#log.events.slice(this.#count, count)) this.#run = advance(this.#run, event);
    this.#count = count;
    return count === this.#offsets.length ? settle(this.#run) : this.#run;
  }

  /** When more came after that moment; `undefined`: nothing did. */
  nextAfter(ms: number): number | undefined {
    return this.#offsets[this.#countAt(ms)];
  }

  /** When the next step, or the one before, began. */
  stepFrom(ms: number, by: 1 | -1): number | undefined {
    const begins = this.#log.events.flatMap(({ event }, index) =>
      event.type === 'step' ? (this.#offsets[index] ?? []) : [],
    );
    return by > 0 ? begins.find(begin => begin > ms) : begins.filter(begin => begin < ms).at(-1);
  }

  /** How many events had come by then. */
  #countAt(ms: number): number {
    let [from, to] = [0, this.#offsets.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#offsets[middle] ?? 0) <= ms) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
