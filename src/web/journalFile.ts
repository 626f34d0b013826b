// Journals where files can only be written whole, as in a browser: `<writer>.jsonl` at the root of a document
// store. Each append reads this window's own journal and writes it back one line longer.
import type { Disposable } from '../core/base/store';
import { inTurns } from '../core/base/turns';
import type { Documents, JournalFiles } from '../core/ports';

const newline = 0x0a;
const extension = '.jsonl';

/**
 * Rejections are what the store says. After `dispose`, which resolves when what was asked for is done, `append`
 * rejects. Throws `RangeError` for a writer whose name is no plain file name.
 */
export function webJournalFiles(documents: Documents, writer: string): JournalFiles & Disposable {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(writer)) throw new RangeError(`not the name of a writer: ${writer}`);
  const name = writer + extension;
  const turns = inTurns();
  let isDisposed = false;

  async function append(line: string): Promise<void> {
    const before = (await documents.read(name)) ?? new Uint8Array();
    await documents.write(name, withLine(before, line));
  }

  return {
    own: {
      append(line) {
        if (isDisposed) return Promise.reject(new Error(`The journal ${name} is closed.`));
        return turns.take(() => append(line));
      },
    },
    async readAll() {
      const names = (await documents.list('')).filter(entry => entry.endsWith(extension));
      const journals: { name: string; bytes: Uint8Array }[] = [];
      for (const journal of [...names].sort()) {
        const bytes = await documents.read(journal);
        if (bytes) journals.push({ name: journal, bytes });
      }
      return journals;
    },
    async dispose() {
      isDisposed = true;
      await turns.settled();
    },
  };
}

function withLine(before: Uint8Array, line: string): Uint8Array {
  const isTorn = before.length > 0 && before[before.length - 1] !== newline;
  const added = new TextEncoder().encode(`${isTorn ? '\n' : ''}${line}\n`);
  const after = new Uint8Array(before.length + added.length);
  after.set(before);
  after.set(added, before.length);
  return after;
}
