// Which process a number stands for: a number is given again, so the instant of the start belongs to it.
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  /** In the system's own words; empty where it does not tell. */
  readonly start: string;
  /** Numbers mean something within one place only: a container has its own, and so has each boot. */
  readonly place: string;
}

let own: Promise<ProcessIdentity> | undefined;

export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= Promise.all([startOf(process.pid), placeOf()]).then(([start = '', place]) => ({
    pid: process.pid,
    start,
    place,
  }));
  return own;
}

/** Whether that very process lives; undefined where it cannot be known from here. */
export async function isAlive({ pid, start, place }: ProcessIdentity): Promise<boolean | undefined> {
  if (place !== (await ownIdentity()).place) return undefined;
  if (start === '' && process.platform !== 'win32') return undefined;
  return (await startOf(pid)) === start;
}

/** When the process was started; undefined when there is none of that number. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The second field is a name and may hold anything; what counts comes after its last parenthesis.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie does nothing any more.
    return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[startField];
  }
  if (process.platform === 'win32') return lives(pid) ? '' : undefined;
  // In one language and one time zone, whatever those of the two processes are.
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  const said = await new Promise<string>(resolve =>
    execFile('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { env }, (_, stdout) => resolve(stdout.trim())),
  );
  return said === '' ? undefined : said;
}

/** The 22nd of proc(5), without the two before. */
const startField = 19;

/** All that Windows tells without another program: a number that was given again counts as alive. */
function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function placeOf(): Promise<string> {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return [hostname(), boot.trim(), namespace].join(' ');
}
