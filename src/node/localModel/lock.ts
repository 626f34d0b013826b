// Keeps two processes from setting up the same folder at once.
import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Halt } from './problems';

export interface Lock {
  release(): Promise<void>;
}

/** Takes the lock, or halts with `busy`. A lock whose owner is gone, or that nobody has touched lately, is taken over. */
export async function takeLock(file: string): Promise<Lock> {
  const mine = JSON.stringify({ pid: process.pid, token: randomUUID() });
  if (!(await create(file, mine))) {
    const pid = await ownerOf(file);
    if (pid !== undefined) throw new Halt({ code: 'busy', pid });
    await rm(file, { force: true });
    const created = await create(file, mine);
    // Two may find the same stale lock and both replace it: the last to write it is its owner.
    await delay(settleMs);
    if (!created || (await read(file)) !== mine)
      throw new Halt({ code: 'busy', pid: (await ownerOf(file)) ?? 0 });
  }
  const heartbeat = setInterval(() => void touch(file), heartbeatMs);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if ((await read(file)) === mine) await rm(file, { force: true });
    },
  };
}

const heartbeatMs = 5000;
/** A process id may have been given to another program after a restart; a lock so old is no longer believed. */
const staleMs = 60_000;
const settleMs = 100;

async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock; undefined when it is stale or gone. */
async function ownerOf(file: string): Promise<number | undefined> {
  const [text, touchedAt] = await Promise.all([
    read(file),
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  ]);
  const pid = Number(/"pid":(\d+)/.exec(text ?? '')?.[1]);
  return pid > 0 && Date.now() - touchedAt < staleMs && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function touch(file: string): Promise<void> {
  const now = new Date();
  return utimes(file, now, now).catch(() => undefined);
}
