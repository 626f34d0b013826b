// Stands between the editor and a traced program, as the program's parent: one that ends its parent ends this. It keeps the
// limits, and ends all that the program has started: when a limit is reached, when the program ends, and when
// the editor says so or is gone, in whichever way.
import { spawn } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import type { KeeperFact, KeeperTask } from './keeperMessages';
import { Offspring, processTable } from './processTable';

const factsFd = 4;
const traceFd = 3;

function tell(fact: KeeperFact): void {
  try {
    writeSync(factsFd, `${JSON.stringify(fact)}\n`);
  } catch {
    // Nobody listens any more.
  }
}

let heard = '';
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  if (keeping) return;
  heard += text;
  const end = heard.indexOf('\n');
  if (end < 0) return;
  keeping = new Keeping(JSON.parse(heard.slice(0, end)));
});
process.stdin.on('close', () => {
  if (keeping) void keeping.end();
  else process.exit(0);
});

class Keeping {
  readonly #startedAt = Date.now();
  readonly #offspring: Offspring | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(task: KeeperTask) {
    const { command, args, cwd, env, input, mark, limits } = task;
    const child = spawn(command, args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['pipe', 'inherit', 'inherit', traceFd],
    });
    child.once('error', error => {
      tell({ fact: 'failed', detail: error.message });
      void this.end();
    });
    // It is the program's alone: whoever reads it learns from its end that the program is gone.
    closeSync(traceFd);
    if (child.pid === undefined) return;
    this.#offspring = new Offspring(child.pid, mark);
    tell({ fact: 'started', pid: child.pid });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.once('exit', (status, signal) => {
      if (!this.#isEnding) tell({ fact: 'exited', status, signal });
      void this.end();
    });
    this.#timer = setInterval(() => this.#look(limits), lookEveryMs);
  }

  #look(limits: KeeperTask['limits']): void {
    if (this.#isEnding) return;
    const living = this.#offspring?.living(processTable()) ?? [];
    const bytes = living.reduce((sum, row) => sum + row.memoryBytes, 0);
    const afterMs = Date.now() - this.#startedAt;
    if (afterMs >= limits.timeMs) tell({ fact: 'over', reason: 'time', afterMs: limits.timeMs });
    else if (bytes > limits.memoryBytes) tell({ fact: 'over', reason: 'memory', bytes: limits.memoryBytes });
    else if (living.length > limits.processes) {
      tell({ fact: 'over', reason: 'processes', count: limits.processes });
    } else return;
    void this.end();
  }

  async end(): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    clearInterval(this.#timer);
    await this.#offspring?.end();
    process.exit(0);
  }
}

/** A program that takes memory as fast as it can gets some 100 MB further. */
const lookEveryMs = 50;

let keeping: Keeping | undefined;
