// Journals as files of a real machine: `<writer>.jsonl` in one folder, of which a window writes its own only.
import { constants, type Stats } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { appenderTo, isJournalName, journalOf } from '../core/annotation/appender';
import type { Disposable } from '../core/base/store';
import type { FileStand, JournalFiles } from '../core/ports';

const newline = 0x0a;

type OpenFile = (path: string, flags: string | number) => Promise<FileHandle>;

export interface NodeJournalOptions {
  /** How files are opened; tests count and break it. */
  readonly open?: OpenFile;
}

/**
 * The folder is made by the first `append`. Rejections are Errors whose message names the journal and what the
 * disk said. After `dispose`, which resolves when what was asked for is done, `append` rejects.
 * Throws `RangeError` for a writer whose name is no plain file name.
 */
export function nodeJournalFiles(
  folder: string,
  writer: string,
  options: NodeJournalOptions = {},
): JournalFiles & Disposable {
  const openFile: OpenFile = options.open ?? open;
  const name = journalOf(writer);
  let isFolderSynced = false;

  async function append(line: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true });
      await appendLine(join(folder, name), line, openFile);
      if (!isFolderSynced) await syncFolder(folder);
      isFolderSynced = true;
    } catch (error) {
      throw new Error(`The journal ${name} could not be written: ${messageOf(error)}`, { cause: error });
    }
  }

  const own = appenderTo(name, append);
  return {
    own,
    list: () => journalNames(folder),
    stand: journal => telling(journal, () => standOf(join(folder, journal))),
    read: (journal, from, to) => telling(journal, () => readPart(join(folder, journal), from, to, openFile)),
    dispose: () => own.dispose(),
  };
}

/**
 * Opened anew for each line: a file sync or git may have put another file in the place of the one that was open,
 * and what is written to that one would be lost. Beside the flush to disk, opening costs nothing.
 */
async function appendLine(path: string, line: string, openFile: OpenFile): Promise<void> {
  const file = await openFile(path, 'a+');
  let size: number | undefined;
  try {
    const stats = await file.stat();
    if (stats.isFIFO()) throw new Error('it is no regular file');
    size = stats.size;
    // A crash may have torn the line before this one: it stays damaged, but takes no other line with it.
    const separator = (await endsInLine(file, size)) ? '' : '\n';
    await file.appendFile(`${separator}${line}\n`);
    await file.datasync();
  } catch (error) {
    // What was refused must not turn up later, so whatever part of it was written is taken back.
    if (size !== undefined) await file.truncate(size).catch(() => undefined);
    await file.close().catch(() => undefined);
    throw error;
  }
  // The line is on disk, whatever closing says.
  await file.close().catch(() => undefined);
}

async function endsInLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer, bytesRead } = await file.read(new Uint8Array(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] === newline;
}

/** A new file is safe only when its folder is. Windows cannot open folders, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some file systems refuse; the line itself is on disk.
  }
}

async function journalNames(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(entry => isJournalName(entry.name) && !entry.isDirectory())
      .map(entry => entry.name)
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw new Error(`The notes could not be read: ${messageOf(error)}`, { cause: error });
  }
}

/** A journal that cannot be read is an error, not an empty one: the reader would take the notes for lost. */
async function telling<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`The journal ${name} could not be read: ${messageOf(error)}`, { cause: error });
  }
}

async function standOf(path: string): Promise<FileStand | undefined> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  if (!stats.isFile()) throw new Error('it is no regular file');
  return { bytes: stats.size, stamp: `${stats.dev}:${stats.ino}:${stats.mtimeMs}` };
}

/** What was a regular file a moment ago may be a pipe by now: opening that must not wait for somebody to write. */
async function readPart(path: string, from: number, to: number, openFile: OpenFile): Promise<Uint8Array> {
  const file = await openFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is no regular file');
    const bytes = new Uint8Array(Math.max(0, Math.min(to, stats.size) - from));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, from + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close().catch(() => undefined);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
