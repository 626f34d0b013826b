// Files of a real machine that grow at their end; whole documents go the editor's way.
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Documents, GrowingFiles } from '../core/ports';

export function nodeGrowingFiles(folder: string, documents: Documents): GrowingFiles {
  return {
    read: path => documents.read(path),
    list: path => documents.list(path),
    write: (path, bytes) => documents.write(path, bytes),
    remove: path => documents.remove(path),
    async append(path, text) {
      if (!/^[A-Za-z0-9_.-]{1,200}$/.test(path)) throw new RangeError(`not a plain file name: ${path}`);
      await mkdir(folder, { recursive: true });
      const file = await open(join(folder, path), 'a');
      let size: number | undefined;
      try {
        size = (await file.stat()).size;
        await file.appendFile(text);
      } catch (error) {
        // Whatever part of it was written is taken back: it will be written again.
        if (size !== undefined) await file.truncate(size).catch(() => undefined);
        throw error;
      } finally {
        await file.close();
      }
    },
  };
}
