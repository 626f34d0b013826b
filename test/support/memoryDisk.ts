// A disk in memory: a tree of files that can be slow, full, read-only or held by another program, and that can be
// copied as it stands at an instant, in the middle of a write too: that is what a killed process leaves behind.

/** `full` and `read-only` refuse what is written; `held` refuses whatever is asked. */
export type Trouble = 'full' | 'read-only' | 'held';

const codes = { full: 'ENOSPC', 'read-only': 'EROFS', held: 'EBUSY', missing: 'ENOENT' } as const;

export class DiskError extends Error {
  readonly code: (typeof codes)[keyof typeof codes];

  constructor(why: keyof typeof codes, path: string) {
    super(`${codes[why]}: ${why}, '${path}'`);
    this.code = codes[why];
  }
}

export interface Stand {
  readonly bytes: Uint8Array;
  readonly changedAt: number;
}

type Act = 'read' | 'write';

export class MemoryDisk {
  readonly #files = new Map<string, Stand>();
  readonly #folders = new Set<string>(['/']);
  readonly #listeners = new Set<(path: string) => void>();
  /** How long each answer takes. */
  delayMs = 0;
  /** What is wrong at a path now. */
  trouble: (path: string, act: Act) => Trouble | undefined = () => undefined;
  /** What was asked of it so far. */
  readonly counts = { read: 0, write: 0 };

  /** Follows what is written, whoever writes it. */
  onChange(listener: (path: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** As it is at this instant; nobody follows the copy. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk();
    for (const [path, stand] of this.#files) copy.#files.set(path, stand);
    for (const folder of this.#folders) copy.#folders.add(folder);
    return copy;
  }

  async read(path: string): Promise<Stand | undefined> {
    await this.#answer(path, 'read');
    return this.#files.get(path);
  }

  /** Names in a folder, each with whether it is a folder; `undefined` where there is no such folder. */
  async list(path: string): Promise<readonly (readonly [string, boolean])[] | undefined> {
    await this.#answer(path, 'read');
    if (!this.#folders.has(path)) return undefined;
    const inside = path === '/' ? '/' : `${path}/`;
    const direct = (paths: Iterable<string>) =>
      [...paths].filter(
        one => one.startsWith(inside) && !one.slice(inside.length).includes('/') && one !== path,
      );
    const named = (isFolder: boolean) => (one: string) => [one.slice(inside.length), isFolder] as const;
    return [...direct(this.#folders).map(named(true)), ...direct(this.#files.keys()).map(named(false))];
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Whole: a reader sees what was there or what is there. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    await this.#answer(path, 'write');
    this.#put(path, bytes);
  }

  /** Bit by bit: who is killed in the middle leaves a part. What is refused is not there. */
  async append(path: string, bytes: Uint8Array): Promise<void> {
    await this.#answer(path, 'write');
    const before = this.#files.get(path)?.bytes ?? new Uint8Array();
    if (this.delayMs > 0) {
      this.#put(path, joined(before, bytes.subarray(0, bytes.length >> 1)));
      try {
        await this.#answer(path, 'write');
      } catch (error) {
        this.#put(path, before);
        throw error;
      }
    }
    this.#put(path, joined(before, bytes));
    // It is there; that it is safe takes as long again.
    await this.#pause();
  }

  async move(from: string, to: string): Promise<void> {
    await this.#answer(to, 'write');
    const stand = this.#files.get(from);
    if (!stand) throw new DiskError('missing', from);
    this.#files.delete(from);
    this.#put(to, stand.bytes);
  }

  async remove(path: string): Promise<void> {
    await this.#answer(path, 'write');
    if (!this.#files.delete(path)) throw new DiskError('missing', path);
    this.#tell(path);
  }

  async makeFolder(path: string): Promise<void> {
    await this.#answer(path, 'write');
    this.#grow(path);
  }

  /** By another program, at once. */
  set(path: string, content: string | Uint8Array): void {
    this.#put(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }

  /** What stands there, as text; empty where nothing does. */
  text(path: string): string {
    return new TextDecoder().decode(this.#files.get(path)?.bytes);
  }

  paths(below: string): readonly string[] {
    return [...this.#files.keys()].filter(path => path.startsWith(below)).sort();
  }

  async #answer(path: string, act: Act): Promise<void> {
    this.counts[act] += 1;
    await this.#pause();
    const why = this.trouble(path, act);
    if (why !== undefined && (why === 'held' || act === 'write')) throw new DiskError(why, path);
  }

  #pause(): Promise<void> {
    const { delayMs } = this;
    return delayMs === 0 ? Promise.resolve() : new Promise(resolve => setTimeout(resolve, delayMs));
  }

  #put(path: string, bytes: Uint8Array): void {
    this.#grow(path.slice(0, path.lastIndexOf('/')) || '/');
    const before = this.#files.get(path)?.changedAt ?? 0;
    this.#files.set(path, { bytes, changedAt: Math.max(before + 1, Date.now()) });
    this.#tell(path);
  }

  #grow(folder: string): void {
    for (
      let path = folder;
      path !== '' && !this.#folders.has(path);
      path = path.slice(0, path.lastIndexOf('/'))
    ) {
      this.#folders.add(path);
    }
  }

  #tell(path: string): void {
    for (const listener of [...this.#listeners]) listener(path);
  }
}

function joined(before: Uint8Array, added: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + added.length);
  all.set(before);
  all.set(added, before.length);
  return all;
}
