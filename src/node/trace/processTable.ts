// Which processes there are, and which of them a traced program has started: in its group, below it, or seen below it before;
// where the system tells, also those that bear its mark in their environment, however they got away.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Tells a process from another one that is given its number later. */
  readonly start: string;
  readonly memoryBytes: number;
}

/** In the environment of a traced program, and so of all that it starts: a name and a value of its own. */
export const markName = 'MARGINALIA_TRACE';

/** Without zombies, which do nothing any more. Empty on Windows. */
export function processTable(platform: NodeJS.Platform = process.platform): readonly ProcessRow[] {
  if (platform === 'win32') return [];
  return platform === 'linux' ? fromProc() : fromPs();
}

const pageBytes = 4096;

function fromProc(): readonly ProcessRow[] {
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    const stat = read(`/proc/${pid}/stat`);
    // The second field is a name and may hold anything; what counts comes after its last parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent, group] = fields;
    if (stat === '' || state === 'Z' || state === 'X') return [];
    const [start = '', pages] = [fields[19], fields[21]];
    return [
      { pid, parent: Number(parent), group: Number(group), start, memoryBytes: Number(pages) * pageBytes },
    ];
  });
}

function fromPs(): readonly ProcessRow[] {
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  const fields = ['pid=', 'ppid=', 'pgid=', 'rss=', 'stat=', 'lstart='].flatMap(field => ['-o', field]);
  const { stdout } = spawnSync('/bin/ps', ['-ax', ...fields], { env, encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap(line => {
    const [pid, parent, group, kilobytes, state = '', ...start] = line.trim().split(/\s+/);
    if (!pid || state.startsWith('Z')) return [];
    const memoryBytes = Number(kilobytes) * 1024;
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        start: start.join(' '),
        memoryBytes,
      },
    ];
  });
}

/** What a program has started so far, itself included. */
export class Offspring {
  readonly #root: number;
  readonly #mark: string;
  readonly #known = new Map<number, string>();

  /** `root` leads its group. */
  constructor(root: number, mark: string) {
    this.#root = root;
    this.#mark = mark;
  }

  /** Those that live. What got away from group and parent is found only if it was seen before, or `isThorough`. */
  living(table: readonly ProcessRow[], isThorough = false): readonly ProcessRow[] {
    const found = new Map<number, ProcessRow>();
    const isOurs = (row: ProcessRow) =>
      row.group === this.#root ||
      row.pid === this.#root ||
      this.#known.get(row.pid) === row.start ||
      found.has(row.parent) ||
      (isThorough && bears(row.pid, this.#mark));
    // A child may stand before its parent in the table: again, until none is added.
    for (let before = -1; before < found.size; ) {
      before = found.size;
      for (const row of table)
        if (!found.has(row.pid) && row.pid !== process.pid && isOurs(row)) found.set(row.pid, row);
    }
    for (const { pid, start } of found.values()) this.#known.set(pid, start);
    return [...found.values()];
  }

  /** Ends all of them, and resolves when none is left; gives up after a while on what the system does not let go. */
  async end(): Promise<void> {
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/PID', String(this.#root), '/T', '/F'], { windowsHide: true });
      return;
    }
    for (let round = 0; round < mostRounds; round += 1) {
      kill(-this.#root);
      const living = this.living(processTable(), true);
      if (living.length === 0) return;
      for (const { pid } of living) kill(pid);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
}

const mostRounds = 200;

function bears(pid: number, mark: string): boolean {
  return (
    process.platform === 'linux' && read(`/proc/${pid}/environ`).split('\0').includes(`${markName}=${mark}`)
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
