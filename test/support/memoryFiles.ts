// Files in memory that count what is written; they can refuse, and lose the end of what they hold.
import type { GrowingFiles } from '../../src/core/ports';

export class MemoryFiles implements GrowingFiles {
  readonly files = new Map<string, Uint8Array>();
  bytesWritten = 0;
  reads: string[] = [];
  /** Paths that cannot be read or written now. */
  refuses: (path: string) => boolean = () => false;

  async read(path: string): Promise<Uint8Array | undefined> {
    this.reads.push(path);
    this.#ask(path);
    return this.files.get(path);
  }

  async list(): Promise<readonly string[]> {
    this.#ask('');
    return [...this.files.keys()];
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    await Promise.resolve();
    this.#ask(path);
    this.bytesWritten += bytes.length;
    this.files.set(path, bytes);
  }

  async append(path: string, text: string): Promise<void> {
    const before = this.files.get(path) ?? new Uint8Array();
    const added = new TextEncoder().encode(text);
    await Promise.resolve();
    this.#ask(path);
    this.bytesWritten += added.length;
    this.files.set(path, new Uint8Array([...before, ...added]));
  }

  async remove(path: string): Promise<void> {
    this.files.delete(path);
  }

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path));
  }

  set(path: string, text: string): void {
    this.files.set(path, new TextEncoder().encode(text));
  }

  get size(): number {
    return [...this.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }

  #ask(path: string): void {
    if (this.refuses(path)) throw new Error(`refused: ${path}`);
  }
}
