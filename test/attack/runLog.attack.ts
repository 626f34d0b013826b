// Logs of runs that a kill cut off at every byte, and that something else has damaged.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../src/core/ports';
import { advance } from '../../src/core/reasoning/advance';
import { RunHistory } from '../../src/core/reasoning/history';
import { newRun, Run, type RunEvent } from '../../src/core/reasoning/run';
import { readLog, replay } from '../../src/core/reasoning/runLog';
import { MemoryFiles } from '../support/memoryFiles';
import { report, rounds } from './rounds';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const excerpt = { uri: 'file:///a', name: 'a', languageId: 'c', firstLine: 1, text: 'a\n漢 "{}"' };

/** The log of a run of so many steps, and how many steps were acknowledged at which size. */
async function logOf(steps: number) {
  const files = new MemoryFiles();
  let run = newRun('r', 0, excerpt);
  const recorder = new RunHistory(files, log).begin(run);
  const acknowledged: { readonly size: number; readonly steps: number }[] = [];
  const put = (event: RunEvent) => {
    run = advance(run, { at: steps, event });
    recorder.put({ at: steps, event });
  };
  for (let number = 1; number <= steps; number += 1) {
    put({ type: 'thinking', text: `想 ${number} ` });
    put({ type: 'step', step: { number, lines: { first: 1, last: 2 }, text: `"步\\n${number}` } });
    put({ type: 'stepText', text: '😀' });
    if (number % 3 !== 0) continue;
    await recorder.flush();
    acknowledged.push({ size: files.files.get('r.run.jsonl')?.length ?? 0, steps: number });
  }
  put({ type: 'done', reason: 'stop' });
  await recorder.end(run);
  return { bytes: files.files.get('r.run.jsonl') ?? new Uint8Array(), acknowledged, run };
}

describe('logs of runs', () => {
  it('lose nothing that was acknowledged, wherever a kill cuts them off', async () => {
    const { bytes, acknowledged, run } = await logOf(rounds(12, 6));
    let lost = 0;
    let unread = 0;
    for (let end = 0; end <= bytes.length; end += 1) {
      const read = readLog(new TextDecoder().decode(bytes.slice(0, end)));
      const due = acknowledged.findLast(({ size }) => size <= end)?.steps ?? 0;
      if (!read) unread += 1;
      else if (replay(read).steps.length < due) lost += 1;
      if (!read && due > 0) lost += 1;
    }
    report('logs of runs, cut', { cuts: bytes.length + 1, 'before the first line was whole': unread, lost });
    assert.equal(lost, 0);
    const whole = readLog(new TextDecoder().decode(bytes));
    assert.deepEqual(whole && replay(whole), run);
  });

  it('hold what a writer had acknowledged when it was killed', async () => {
    const counts = { kills: 0, acknowledged: 0, lost: 0 };
    const random = seeded(7);
    for (let kill = 0; kill < rounds(6); kill += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'killed-'));
      try {
        const acknowledged = await killed(folder, 1 + random(60));
        const read = readLog(await readFile(join(folder, 'r.run.jsonl'), 'utf8'));
        counts.kills += 1;
        counts.acknowledged += acknowledged;
        counts.lost += Math.max(0, acknowledged - (read ? replay(read).steps.length : 0));
      } finally {
        await rm(folder, { recursive: true });
      }
    }
    report('logs of runs, killed', counts);
    assert.equal(counts.lost, 0);
    assert.ok(counts.acknowledged > 0);
  });

  it('are read as runs or not at all when they are damaged', async () => {
    const { bytes } = await logOf(6);
    const text = new TextDecoder().decode(bytes);
    const harms = ['', '"', '{', '}', ':', '1', '-1', 'null', '__proto__', '\n', ',', '[]', '\u0000'];
    const random = seeded(1);
    let read = 0;
    const tries = rounds(2_000);
    for (let tried = 0; tried < tries; tried += 1) {
      let damaged = text;
      for (let harm = 0; harm < 3; harm += 1) {
        const at = random(damaged.length);
        damaged = damaged.slice(0, at) + harms[random(harms.length)] + damaged.slice(at + random(6));
      }
      const found = readLog(damaged);
      if (!found) continue;
      read += 1;
      assert.ok(v.is(Run, replay(found)), damaged);
    }
    report('logs of runs, damaged', { tries, 'read in part': read, 'set aside whole': tries - read });
  });
});

/** How many steps a writer had acknowledged when it was killed, soon after it had begun to. */
async function killed(folder: string, afterMs: number): Promise<number> {
  const writer = spawn(process.execPath, ['out/test/attack/runWriter.main.js', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  writer.stdout.on('data', (piece: Buffer) => {
    if (said === '') setTimeout(() => writer.kill('SIGKILL'), afterMs);
    said += piece.toString();
  });
  await once(writer, 'close');
  return Number(said.split('\n').at(-2) ?? 0);
}

/** Numbers below a limit, the same in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
