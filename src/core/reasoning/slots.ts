// Who may talk to a model server now: each has so many slots, and the reader goes before whatever runs in the background.

export interface ServerSlots {
  /** What identifies the server: its address; of our own, which comes and goes, its name. */
  readonly server: string;
  /** How many requests it answers at once. */
  readonly slots: number;
  /** Of a server that holds one model at a time: whoever wants another waits until nobody uses this one. */
  readonly onlyModel?: string;
}

export type Asker = 'reader' | 'background';

interface Waiting {
  readonly asker: Asker;
  readonly wanted: ServerSlots;
  readonly enter: () => void;
}

interface Queue {
  readonly inside: Set<Waiting>;
  waiting: Waiting[];
}

export class Slots {
  readonly #queues = new Map<string, Queue>();

  /** Whether whoever asks now would have to wait. */
  isFull(wanted: ServerSlots): boolean {
    const queue = this.#queues.get(wanted.server);
    if (!queue) return false;
    return queue.waiting.length > 0 || !mayEnter({ asker: 'reader', wanted, enter: () => undefined }, queue);
  }

  /** Resolves with what gives the slot back, or with nothing when the signal is aborted first. */
  async enter(wanted: ServerSlots, asker: Asker, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    const queue = this.#queues.get(wanted.server) ?? { inside: new Set(), waiting: [] };
    this.#queues.set(wanted.server, queue);
    const admit = () => this.#admit(wanted.server, queue);
    return new Promise(resolve => {
      const leave = () => {
        if (queue.inside.delete(asking)) admit();
      };
      const asking: Waiting = {
        asker,
        wanted,
        enter: () => {
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        },
      };
      queue.waiting.push(asking);
      function giveUp() {
        queue.waiting = queue.waiting.filter(one => one !== asking);
        resolve(undefined);
        admit();
      }
      signal.addEventListener('abort', giveUp, { once: true });
      admit();
    });
  }

  #admit(server: string, queue: Queue): void {
    for (let next = first(queue); next && mayEnter(next, queue); next = first(queue)) {
      const admitted = next;
      queue.waiting = queue.waiting.filter(one => one !== admitted);
      queue.inside.add(admitted);
      admitted.enter();
    }
    if (queue.inside.size === 0 && queue.waiting.length === 0) this.#queues.delete(server);
  }
}

/** Nobody overtakes whoever stands first, or a run that wants another model would wait for ever. */
function first({ waiting }: Queue): Waiting | undefined {
  return waiting.find(({ asker }) => asker === 'reader') ?? waiting[0];
}

function mayEnter({ wanted }: Waiting, { inside }: Queue): boolean {
  const isSameModel = [...inside].every(one => one.wanted.onlyModel === wanted.onlyModel);
  return inside.size < Math.max(1, wanted.slots) && isSameModel;
}
