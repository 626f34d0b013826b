// Files that grow where files can only be written whole: each addition is a file of its own, `<name>.000001`, and to
// whoever reads they are one. Writing the whole anew each time would cost the square of its length.
import type { Documents, GrowingFiles } from '../core/ports';

const partPattern = /\.\d{6}$/;

export function webGrowingFiles(documents: Documents): GrowingFiles {
  /** How many parts each file has, of those that were added to. */
  const counts = new Map<string, number>();

  const partsOf = async (path: string) =>
    (await documents.list(''))
      .filter(name => partPattern.test(name) && name.replace(partPattern, '') === path)
      .sort();

  return {
    async read(path) {
      const whole = await documents.read(path);
      if (whole) return whole;
      const parts: Uint8Array[] = [];
      for (const name of await partsOf(path)) parts.push((await documents.read(name)) ?? new Uint8Array());
      return parts.length === 0 ? undefined : joined(parts);
    },
    async list(path) {
      return [...new Set((await documents.list(path)).map(name => name.replace(partPattern, '')))];
    },
    write: (path, bytes) => documents.write(path, bytes),
    async remove(path) {
      for (const name of await partsOf(path)) await documents.remove(name);
      await documents.remove(path);
      counts.delete(path);
    },
    async append(path, text) {
      const count = (counts.get(path) ?? (await partsOf(path)).length) + 1;
      await documents.write(`${path}.${String(count).padStart(6, '0')}`, new TextEncoder().encode(text));
      counts.set(path, count);
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
