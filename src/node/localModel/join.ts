// Puts a model together from its parts: one stream, hashed while it is written, seen under its name only when right.
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Halt } from './problems';
import { readMember } from './zip';

export interface Whole {
  readonly bytes: number;
  readonly sha256: string;
  readonly member: RegExp;
}

/** Writes `target` from the archives in their order. Halts with `bad-hash` when the sum is not the pinned one. */
export async function joinParts(
  archives: readonly string[],
  target: string,
  whole: Whole,
  onBytes: (doneBytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const unfinished = `${target}.joining`;
  await mkdir(dirname(target), { recursive: true });
  try {
    const hash = createHash('sha256');
    let doneBytes = 0;
    const file = await open(unfinished, 'w');
    try {
      for (const archive of archives) {
        for await (const chunk of chunksOf(archive, whole.member)) {
          signal?.throwIfAborted();
          hash.update(chunk);
          await file.writeFile(chunk);
          doneBytes += chunk.length;
          onBytes(doneBytes);
        }
      }
      // Before the rename: after a power cut the name must not stand for a file with holes.
      await file.sync();
    } finally {
      await file.close();
    }
    if (doneBytes !== whole.bytes || hash.digest('hex') !== whole.sha256) {
      throw new Halt({ code: 'bad-hash', file: target, expected: whole.sha256 });
    }
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function* chunksOf(archive: string, member: RegExp): AsyncGenerator<Buffer> {
  try {
    yield* await readMember(archive, member);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new Halt({ code: 'bad-hash', file: archive, expected: 'data that can be unpacked' });
    }
    throw error;
  }
}
