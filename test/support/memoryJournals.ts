// Journals in memory, shared by as many windows as a test opens; can tear, refuse and hold what is written, and counts.
import type { Disposable } from '../../src/core/base/store';
import type { JournalFiles } from '../../src/core/ports';

/** A journal of this many bytes, which nobody is to read. */
interface Huge {
  readonly length: number;
}

export class MemoryJournals {
  readonly texts = new Map<string, string | Uint8Array | Huge>();
  /** Journals that another program keeps from being read. */
  readonly held = new Set<string>();
  appends = 0;
  bytesRead = 0;
  /** The message with which the disk refuses, while it does. */
  refusal: string | undefined;

  window(writer: string): JournalFiles & Disposable {
    const name = `${writer}.jsonl`;
    return {
      own: {
        name,
        append: async line => {
          this.appends += 1;
          await Promise.resolve();
          if (this.refusal !== undefined) throw new Error(this.refusal);
          const before = this.texts.get(name) ?? '';
          if (typeof before !== 'string') throw new Error('this journal holds bytes');
          const separator = before === '' || before.endsWith('\n') ? '' : '\n';
          this.texts.set(name, `${before}${separator}${line}\n`);
        },
      },
      list: async () => [...this.texts.keys()],
      stand: async journal => {
        if (this.held.has(journal)) throw new Error(`${journal} is held`);
        const text = this.texts.get(journal);
        if (text === undefined) return undefined;
        return { bytes: bytesOf(text)?.length ?? text.length, stamp: stampOf(text) };
      },
      read: async (journal, from, to) => {
        if (this.held.has(journal)) throw new Error(`${journal} is held`);
        const bytes = bytesOf(this.texts.get(journal) ?? '')?.slice(from, to) ?? new Uint8Array();
        this.bytesRead += bytes.length;
        return bytes;
      },
      dispose: () => {},
    };
  }
}

let lastText = { text: '', bytes: new Uint8Array() };

/** A text is asked for many times in a row while a store reads it. */
function bytesOf(text: string | Uint8Array | Huge): Uint8Array | undefined {
  if (text instanceof Uint8Array) return text;
  if (typeof text !== 'string') return undefined;
  if (lastText.text !== text) lastText = { text, bytes: new TextEncoder().encode(text) };
  return lastText.bytes;
}

/** A text is its own stamp: no two versions are taken for each other. */
function stampOf(text: string | Uint8Array | Huge): string {
  return typeof text === 'string' ? text : `${text.length}`;
}

/** "id-1", "id-2", … */
export function countedIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${++count}`;
}
