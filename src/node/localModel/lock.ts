// Keeps two processes from doing the same thing in one folder at once, also when one of them is killed in the middle.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { entriesOf } from './layout';
import { Halt } from './problems';
import { isAlive, ownIdentity, type ProcessIdentity } from './processIdentity';

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock of that name. Held by another process: halts with `busy`, or waits where that is wanted.
 *
 * Each taking is a file of its own, `name.1`, `name.2` and so on, which the system creates for one only, and only when the
 * owners of all that are there have let go or are dead. Nothing is ever taken over in place, so two who find the same
 * dead owner cannot both follow it. Whoever was slow finds a later file beside its own, or the earlier one changed, and
 * has not got in. The last file stays, so that numbers go up.
 */
export async function takeLock(
  folder: string,
  name: string,
  wait?: { readonly signal: AbortSignal | undefined },
): Promise<Lock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mine = JSON.stringify({ ...(await ownIdentity()), token: randomUUID() });
  for (;;) {
    const outcome = await tryToTake(folder, name, mine);
    if (typeof outcome === 'object') return outcome;
    if (outcome !== 'lost' && !wait) throw new Halt({ code: 'busy', pid: outcome });
    await delay(pollMs * Math.random(), undefined, wait?.signal ? { signal: wait.signal } : {});
  }
}

/** The lock, the process that has it, or `lost` to somebody who came at the same time. */
async function tryToTake(folder: string, name: string, mine: string): Promise<Lock | number | 'lost'> {
  const before = await takings(folder, name);
  for (const taking of before) {
    const owner = await ownerOf(taking);
    if (owner !== undefined) return owner;
  }
  const last = before.at(-1);
  const number = (last?.number ?? 0) + 1;
  const file = join(folder, `${name}.${number}`);
  if (!(await create(file, mine))) return 'lost';
  const newest = (await takings(folder, name)).at(-1);
  if (newest?.number !== number || (last && (await read(last.file)) !== last.text)) {
    await rm(file, { force: true });
    return 'lost';
  }
  // Some stay: whoever read their names a while ago must not find one of them free again.
  for (const old of before.slice(0, -keptTakings)) await rm(old.file, { force: true });
  const heartbeat = setInterval(() => void touch(file), heartbeatMs);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      // Not where the whole folder was taken away meanwhile.
      if ((await read(file)) === mine) await writeFile(file, `${freed} ${mine}`);
    },
  };
}

interface Taking {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

const freed = 'free';
const pollMs = 100;
const keptTakings = 8;
const heartbeatMs = 5000;
/** For an owner in another container, whose processes cannot be seen: its heartbeat has stopped. */
const silentMs = 60_000;
/** A file without a text is one that is just being written, unless its writer died over it. */
const writingMs = 10_000;

/** All that are there, the oldest first. */
async function takings(folder: string, name: string): Promise<Taking[]> {
  const numbers = (await entriesOf(folder))
    .filter(entry => entry.startsWith(`${name}.`))
    .map(entry => Number(entry.slice(name.length + 1)))
    .filter(Number.isSafeInteger)
    .sort((a, b) => a - b);
  return Promise.all(
    numbers.map(async number => {
      const file = join(folder, `${name}.${number}`);
      return { file, number, text: (await read(file)) ?? '' };
    }),
  );
}

/** The process that has it, 0 where it cannot be told yet; undefined when nobody has. */
async function ownerOf({ file, text }: Taking): Promise<number | undefined> {
  if (text.startsWith(freed)) return undefined;
  const owner = identityIn(text);
  if (owner === undefined) return (await wasTouched(file, writingMs)) ? 0 : undefined;
  return ((await isAlive(owner)) ?? (await wasTouched(file, silentMs))) ? owner.pid : undefined;
}

function identityIn(text: string): ProcessIdentity | undefined {
  try {
    const { pid, start, place } = Object(JSON.parse(text));
    const isWhole = typeof pid === 'number' && typeof start === 'string' && typeof place === 'string';
    return isWhole ? { pid, start, place } : undefined;
  } catch {
    return undefined;
  }
}

async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function wasTouched(file: string, withinMs: number): Promise<boolean> {
  const touchedAt = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - touchedAt < withinMs;
}

function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function touch(file: string): Promise<void> {
  const now = new Date();
  return utimes(file, now, now).catch(() => undefined);
}
