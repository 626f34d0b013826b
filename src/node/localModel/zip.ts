// Streams one file out of a zip. Node has inflate but no zip; a second process for each part would hide progress.
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { Halt } from './problems';

export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/**
 * The contents of the only file in the archive whose name matches, as it is read.
 * Closes the archive when the stream ends or is destroyed. Halts with `bad-hash` when it is no such archive.
 */
export async function readMember(archive: string, matches: RegExp): Promise<Readable> {
  const handle = await open(archive);
  try {
    const { size } = await handle.stat();
    const tail = await readAt(handle, Math.max(0, size - maxTailBytes), Math.min(size, maxTailBytes));
    const { offset, bytes } = directoryPlace(tail);
    if (offset + bytes > size) throw new RangeError('cut short');
    const found = members(await readAt(handle, offset, bytes)).filter(member => matches.test(member.name));
    const [member] = found;
    if (member === undefined || found.length > 1) throw new Error(`${found.length} files match`);
    const header = await readAt(handle, member.offset, localHeaderBytes);
    const start = member.offset + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = handle.createReadStream({
      start,
      end: start + member.packedBytes - 1,
      highWaterMark: chunkBytes,
    });
    if (member.method === stored) return packed;
    if (member.method !== deflated) throw new Error(`method ${member.method}`);
    const inflate = createInflateRaw({ chunkSize: chunkBytes });
    packed.once('error', error => inflate.destroy(error));
    inflate.once('close', () => packed.destroy());
    return packed.pipe(inflate);
  } catch (error) {
    await handle.close();
    if (error instanceof Error && !('syscall' in error)) {
      throw new Halt({ code: 'bad-hash', file: archive, expected: `a zip (${error.message})` });
    }
    throw error;
  }
}

/** The rows of a zip's central directory (APPNOTE.TXT 4.3.12). Throws when it is not one. */
export function members(directory: Buffer): ZipMember[] {
  const found: ZipMember[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.readUInt32LE(at) !== directorySignature) throw new RangeError('broken directory');
    const nameBytes = directory.readUInt16LE(at + 28);
    found.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return found;
}

/** Where the central directory lies, from the archive's end (APPNOTE.TXT 4.3.16). */
export function directoryPlace(tail: Buffer): { readonly offset: number; readonly bytes: number } {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) === endSignature) {
      return { bytes: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    }
  }
  throw new RangeError('no directory');
}

const directorySignature = 0x02014b50;
const endSignature = 0x06054b50;
const endBytes = 22;
const localHeaderBytes = 30;
const maxTailBytes = endBytes + 0xffff;
/** Few, large reads and writes; zlib's own 16 KiB would make 70,000 of them for the larger model. */
const chunkBytes = 1024 * 1024;
const stored = 0;
const deflated = 8;

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new RangeError('cut short');
  return buffer;
}
