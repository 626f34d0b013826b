// Journals where files can only be written whole, as in a browser: `<writer>.jsonl` at the root of a document
// store. Each append reads this window's own journal and writes it back one line longer.
import { appenderTo, isJournalName, journalOf } from '../core/annotation/appender';
import type { Disposable } from '../core/base/store';
import type { Documents, FileStand, JournalFiles } from '../core/ports';

const newline = 0x0a;

/**
 * Rejections are what the store says. After `dispose`, which resolves when what was asked for is done, `append`
 * rejects. Throws `RangeError` for a writer whose name is no plain file name.
 */
export function webJournalFiles(documents: Documents, writer: string): JournalFiles & Disposable {
  const name = journalOf(writer);
  let held: { readonly journal: string; readonly bytes: Uint8Array } | undefined;

  async function append(line: string): Promise<void> {
    const before = (await documents.read(name)) ?? new Uint8Array();
    await documents.write(name, withLine(before, line));
  }

  const own = appenderTo(name, append);
  return {
    own,
    list: async () => (await documents.list('')).filter(isJournalName).sort(),
    stand: journal => standOf(documents, journal),
    // A document is read whole and held until its last piece was given.
    async read(journal, from, to) {
      const bytes = (held?.journal === journal && held.bytes) || (await documents.read(journal));
      held = bytes && to < bytes.length ? { journal, bytes } : undefined;
      return (bytes ?? new Uint8Array()).subarray(from, to);
    },
    dispose: () => own.dispose(),
  };
}

async function standOf(documents: Documents, name: string): Promise<FileStand | undefined> {
  if (documents.stand) return documents.stand(name);
  const bytes = await documents.read(name);
  return bytes && { bytes: bytes.length, stamp: stampOf(bytes) };
}

/** FNV-1a: two versions of one length are as good as never taken for each other. */
function stampOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${hash >>> 0}`;
}

function withLine(before: Uint8Array, line: string): Uint8Array {
  const isTorn = before.length > 0 && before[before.length - 1] !== newline;
  const added = new TextEncoder().encode(`${isTorn ? '\n' : ''}${line}\n`);
  const after = new Uint8Array(before.length + added.length);
  after.set(before);
  after.set(added, before.length);
  return after;
}
