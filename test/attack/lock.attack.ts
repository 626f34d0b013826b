// Several processes that want the same lock at the same instant, on a fresh folder, after a dead owner, and with kills.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { takeLock } from '../../src/node/localModel/lock';
import { Halt } from '../../src/node/localModel/problems';
import { ownIdentity } from '../../src/node/localModel/processIdentity';
import { report, rounds } from './rounds';

const processes = 4;

interface Order {
  readonly folder: string;
  readonly wait: boolean;
  /** Stays in for ever, to be killed there. */
  readonly stays?: boolean;
}
type Answer = 'in' | 'busy' | 'not alone';

// This file is also the program of the processes that it starts.
if (process.env.MARGINALIA_LOCK_CONTENDER === undefined) describe('a lock between processes', inMocha);
else
  process.on('message', async (order: Order) => {
    const answer = await contend(order);
    process.send?.(answer);
  });

function inMocha(this: Mocha.Suite): void {
  this.timeout(300_000);
  let contenders: readonly ChildProcess[] = [];
  let parent = '';

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'marginalia-lock-'));
    contenders = Array.from({ length: processes }, start);
  });
  after(async () => {
    for (const contender of contenders) contender.kill('SIGKILL');
    await rm(parent, { recursive: true, force: true });
  });

  const freshFolder = () => mkdtemp(join(parent, 'round-'));

  it('lets in one at a time, and one of them, beside a dead owner and without', async () => {
    const counts = { rounds: 0, 'in at all': 0, 'with two in': 0 };
    for (let round = 0; round < rounds(25); round++) {
      const folder = await freshFolder();
      if (round % 3 > 0) await leaveDead(folder, round);
      const answers = await Promise.all(contenders.map(one => tell(one, { folder, wait: false })));
      counts.rounds++;
      counts['in at all'] += answers.filter(answer => answer === 'in').length;
      if (answers.includes('not alone')) counts['with two in']++;
      assert.ok(answers.includes('in'), `round ${round}: ${answers.join()}`);
    }
    report('lock, asked once by 4 processes', counts);
    assert.equal(counts['with two in'], 0);
  });

  it('lets in everybody who waits, one after the other', async () => {
    const counts = { rounds: 0, in: 0, 'with two in': 0 };
    for (let round = 0; round < rounds(6); round++) {
      const folder = await freshFolder();
      const answers = await Promise.all(contenders.map(one => tell(one, { folder, wait: true })));
      counts.rounds++;
      counts.in += answers.filter(answer => answer === 'in').length;
      if (answers.includes('not alone')) counts['with two in']++;
    }
    report('lock, waited for by 4 processes', counts);
    assert.deepEqual([counts.in, counts['with two in']], [counts.rounds * processes, 0]);
  });

  it('lets in the next when its owner is killed', async () => {
    const counts = { kills: 0, 'in afterwards': 0 };
    for (let round = 0; round < rounds(3); round++) {
      const folder = await freshFolder();
      const victim = start();
      assert.equal(await tell(victim, { folder, wait: false, stays: true }), 'in');
      const [first] = contenders;
      assert.ok(first);
      assert.equal(await tell(first, { folder, wait: false }), 'busy');
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      counts.kills++;
      if ((await tell(first, { folder, wait: false })) === 'in') counts['in afterwards']++;
    }
    report('lock, owner killed', counts);
    assert.equal(counts['in afterwards'], counts.kills);
  });
}

function start(): ChildProcess {
  const env = { ...process.env, MARGINALIA_LOCK_CONTENDER: 'yes' };
  return fork(fileURLToPath(import.meta.url), { env });
}

async function tell(contender: ChildProcess, order: Order): Promise<unknown> {
  const answer = once(contender, 'message');
  contender.send(order);
  return (await answer)[0];
}

/** What an owner leaves that died in the middle. */
async function leaveDead(folder: string, round: number): Promise<void> {
  const here = await ownIdentity();
  const dead = [
    { ...here, start: 'earlier' },
    { ...here, pid: 2 ** 22 + 1 },
  ][round % 2];
  await writeFile(join(folder, `install.${1 + (round % 12)}`), JSON.stringify(dead));
}

async function contend({ folder, wait, stays = false }: Order): Promise<Answer> {
  try {
    const lock = await takeLock(folder, 'install', wait ? { signal: undefined } : undefined);
    if (stays) return 'in';
    const inside = join(folder, 'inside');
    try {
      // The system makes it for one only.
      await writeFile(inside, '', { flag: 'wx' });
    } catch {
      return 'not alone';
    }
    await delay(5);
    await rm(inside);
    await lock.release();
    return 'in';
  } catch (error) {
    if (error instanceof Halt && error.problem.code === 'busy') return 'busy';
    throw error;
  }
}
