// Journals in memory, shared by as many windows as a test opens; can tear and refuse what is written.
import type { Disposable } from '../../src/core/base/store';
import type { JournalFiles } from '../../src/core/ports';

export class MemoryJournals {
  readonly texts = new Map<string, string | Uint8Array>();
  appends = 0;
  /** The message with which the disk refuses, while it does. */
  refusal: string | undefined;

  window(writer: string): JournalFiles & Disposable {
    return {
      own: {
        append: async line => {
          this.appends += 1;
          await Promise.resolve();
          if (this.refusal !== undefined) throw new Error(this.refusal);
          const before = this.texts.get(`${writer}.jsonl`) ?? '';
          if (typeof before !== 'string') throw new Error('this journal holds bytes');
          this.texts.set(`${writer}.jsonl`, `${before}${line}\n`);
        },
      },
      readAll: async () =>
        [...this.texts].map(([name, text]) => ({
          name,
          bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
        })),
      dispose: () => {},
    };
  }
}

/** "id-1", "id-2", … */
export function countedIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${++count}`;
}
