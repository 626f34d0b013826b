// What a search of many runs costs: each is read once, and the next letter reads none.
import assert from 'node:assert/strict';
import type { Clock, Log } from '../../../../src/core/ports';
import { advance } from '../../../../src/core/reasoning/advance';
import { RunHistory, runIdAt } from '../../../../src/core/reasoning/history';
import { RunPool } from '../../../../src/core/reasoning/pool';
import { newRun, type RunEvent } from '../../../../src/core/reasoning/run';
import { RunLabels } from '../../../../src/core/reasoning/runLabels';
import { ReaderRuns } from '../../../../src/host/reasoning/readerRuns';
import { keptDeletedMs, RunLister } from '../../../../src/host/reasoning/runList';
import { MemoryFiles } from '../../../support/memoryFiles';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const clock: Clock = { now: () => 1_000, sleep: async () => {} };
const excerpt = { uri: 'file:///a.py', name: 'a.py', languageId: 'python', firstLine: 1, text: 'a = 1' };

async function listerOf(count: number) {
  const files = new MemoryFiles();
  const history = new RunHistory(files, log);
  for (let at = 0; at < count; at += 1) {
    const first = newRun(runIdAt(at * 1_000, 'abcd'), at * 1_000, excerpt);
    const recorder = history.begin(first);
    const events: readonly RunEvent[] = [
      {
        type: 'step',
        step: { number: 1, text: `Words of run ${at}, ${at % 7 === 0 ? 'a seventh' : 'another'}.` },
      },
      { type: 'done', reason: 'stop' },
    ];
    const timed = events.map(event => ({ at: at * 1_000 + 10, event }));
    for (const one of timed) recorder.put(one);
    await recorder.end(timed.reduce(advance, first));
  }
  const pool = new RunPool({ clock, log, history, reason: async function* () {} });
  const runs = new ReaderRuns({ clock, history, pool });
  const labels = new RunLabels({ files, clock, log, writer: 'w' });
  return { files, lister: new RunLister({ runs, pool, history, labels, clock, log }) };
}

describe('a search of many runs', () => {
  const search = async (lister: RunLister, query: string) => {
    const patches: unknown[] = [];
    const topic = await lister.find(query, { patch: patch => patches.push(patch), again() {} });
    while (!topic.value().isOver) await new Promise(resolve => setImmediate(resolve));
    topic.dispose();
    return { ...topic.value(), patches: patches.length };
  };

  it('reads each run once, and none for the next letter', async () => {
    const { files, lister } = await listerOf(100);
    files.reads = [];
    const found = await search(lister, 'sevent');
    const logs = () => files.reads.filter(path => path.endsWith('.run.jsonl')).length;
    assert.deepEqual([found.hits.length, found.searched, logs()], [15, 100, 100]);
    assert.ok(found.patches > 5, 'hits are told as they are found');
    assert.deepEqual(
      found.hits.map(({ run }) => run.startedAt),
      found.hits.map(({ run }) => run.startedAt).sort((a, b) => b - a),
    );
    files.reads = [];
    assert.equal((await search(lister, 'seventh')).hits.length, 15);
    assert.deepEqual(files.reads, []);
  });

  it('ends when nobody looks at it any more', async () => {
    const { files, lister } = await listerOf(100);
    files.reads = [];
    const topic = await lister.find('seventh', { patch() {}, again() {} });
    topic.dispose();
    for (let turn = 0; turn < 200; turn += 1) await new Promise(resolve => setImmediate(resolve));
    assert.ok(files.reads.length < 50, `${files.reads.length} reads`);
    assert.equal(topic.value().isOver, false);
  });

  it('shows so many hits and no more, the newest first', async () => {
    const { lister } = await listerOf(130);
    const found = await search(lister, 'words');
    assert.deepEqual([found.hits.length, found.hits[0]?.run.startedAt, found.searched], [100, 129_000, 130]);
  });
});

describe('a run that was deleted long ago', () => {
  it('goes from disk with the closer looks at it, and no other does', async () => {
    const files = new MemoryFiles();
    const history = new RunHistory(files, log);
    let now = 1_000;
    const later: Clock = { now: () => now, sleep: async () => {} };
    const keep = async (at: number, of?: string) => {
      const followUp = of === undefined ? undefined : { before: { id: of }, inside: { first: 1, last: 1 } };
      const run = newRun(runIdAt(at, 'abcd'), at, excerpt, followUp);
      await history.begin(run).end(advance(run, { at, event: { type: 'done', reason: 'stop' } }));
      return run.id;
    };
    const [gone, stays] = [await keep(1), await keep(2)];
    await keep(3, gone);
    const look = await keep(4, stays);
    const pool = new RunPool({ clock: later, log, history, reason: async function* () {} });
    const runs = new ReaderRuns({ clock: later, history, pool });
    const labels = new RunLabels({ files, clock: later, log, writer: 'w' });
    const lister = new RunLister({ runs, pool, history, labels, clock: later, log });
    assert.equal(await lister.say(gone, { isDeleted: true }), undefined);
    assert.deepEqual([lister.isDeleted(gone), lister.isDeleted(stays)], [true, false]);
    now += keptDeletedMs + 1;
    (await lister.list(10, { patch() {}, again() {} })).dispose();
    assert.deepEqual(await history.ids(), [look, stays]);
  });
});
