// Journals in memory, shared by as many windows as a test opens; can tear and refuse what is written.
import type { Disposable } from '../../src/core/base/store';
import type { JournalFiles } from '../../src/core/ports';

export class MemoryJournals {
  readonly texts = new Map<string, string | Uint8Array>();
  appends = 0;
  looks = 0;
  bytesRead = 0;
  /** The message with which the disk refuses, while it does. */
  refusal: string | undefined;

  window(writer: string): JournalFiles & Disposable {
    const bytesOf = (name: string) => {
      const text = this.texts.get(name);
      return typeof text === 'string' ? new TextEncoder().encode(text) : text;
    };
    return {
      own: {
        name: `${writer}.jsonl`,
        append: async line => {
          this.appends += 1;
          await Promise.resolve();
          if (this.refusal !== undefined) throw new Error(this.refusal);
          const before = this.texts.get(`${writer}.jsonl`) ?? '';
          if (typeof before !== 'string') throw new Error('this journal holds bytes');
          this.texts.set(`${writer}.jsonl`, `${before}${line}\n`);
        },
      },
      list: async () => {
        this.looks += 1;
        return [...this.texts.keys()];
      },
      stand: async name => {
        const bytes = bytesOf(name);
        return bytes && { bytes: bytes.length, stamp: Buffer.from(bytes).toString('latin1') };
      },
      read: async (name, from, to) => {
        const bytes = bytesOf(name)?.slice(from, to) ?? new Uint8Array();
        this.bytesRead += bytes.length;
        return bytes;
      },
      dispose: () => {},
    };
  }
}

/** "id-1", "id-2", … */
export function countedIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${++count}`;
}
