import assert from 'node:assert/strict';
import type { Clock, Log } from '../../../../src/core/ports';
import { RunHistory } from '../../../../src/core/reasoning/history';
import { type Reason, RunPool, type Turn } from '../../../../src/core/reasoning/pool';
import type { Excerpt, Run, RunEvent } from '../../../../src/core/reasoning/run';
import { ReaderRuns } from '../../../../src/host/reasoning/readerRuns';
import { MemoryFiles } from '../../../support/memoryFiles';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const clock: Clock = { now: () => 0, sleep: async () => {} };
const excerpt: Excerpt = {
  uri: 'file:///a.py',
  name: 'a.py',
  languageId: 'python',
  firstLine: 1,
  text: 'a = 1',
};

/** A model that says one step and then goes on until it is stopped; counts how many talk at once. */
function endless() {
  const talking = { now: 0, most: 0, all: 0 };
  async function* reason(_run: unknown, _before: unknown, { signal }: Turn): AsyncIterable<RunEvent> {
    talking.now += 1;
    talking.all += 1;
    talking.most = Math.max(talking.most, talking.now);
    yield { type: 'step', step: { number: 1, lines: { first: 1, last: 1 }, text: 'one' } };
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve());
    });
    talking.now -= 1;
    yield { type: 'done', reason: 'stopped' };
  }
  return { talking, reason };
}

function runsWith(reason: Reason, files = new MemoryFiles()) {
  const history = new RunHistory(files, log);
  return new ReaderRuns({ clock, history, pool: new RunPool({ clock, log, history, reason }) });
}

describe('explaining', () => {
  it('has one run of a file at a time, and the last one asked for is the one that stays', async () => {
    const { talking, reason } = endless();
    const runs = runsWith(reason);
    const ended = (asked: ReturnType<typeof runs.explain>) => asked.then(({ over }) => over);
    const [first, second, third] = [0, 1, 2].map(() => ended(runs.explain(excerpt)));
    const last = await runs.explain(excerpt);
    assert.deepEqual(
      (await Promise.all([first, second, third])).map(run => run?.state),
      ['stopped', 'stopped', 'stopped'],
    );
    runs.stop();
    assert.equal((await last.over).state, 'stopped');
    assert.deepEqual([talking.most, talking.now, runs.isRunning], [1, 0, false]);
  });

  it('has runs in several files at once, each of which is stopped for itself', async () => {
    const { talking, reason } = endless();
    const runs = runsWith(reason);
    const [first, second] = [
      await runs.explain(excerpt),
      await runs.explain({ ...excerpt, uri: 'file:///b.py' }),
    ];
    await Promise.resolve();
    assert.deepEqual([talking.now, runs.last?.id], [2, second.run.id]);
    runs.stop(first.run.id);
    await first.over;
    assert.deepEqual([talking.now, runs.isRunning], [1, true]);
    runs.stop();
    await second.over;
    assert.deepEqual([talking.now, runs.isRunning], [0, false]);
  });

  it('asks otherwise about the same code without ending the run that it stands beside', async () => {
    const { talking, reason } = endless();
    const runs = runsWith(reason);
    const first = await runs.explain(excerpt);
    const second = await runs.vary(first.run, { question: 'Why so slow?' });
    const third = await runs.vary(second.run, { language: 'zh-CN' });
    await Promise.resolve();
    assert.equal(talking.now, 3);
    assert.deepEqual(second.run.variation, { of: first.run.id, question: 'Why so slow?' });
    assert.deepEqual(third.run.variation, { of: second.run.id, question: 'Why so slow?', language: 'zh-CN' });
    assert.deepEqual(second.run.excerpt, first.run.excerpt);
    for (const { run } of [first, second, third]) runs.stop(run.id);
    await Promise.all([first, second, third].map(({ over }) => over));
    const kept = await runs.get(second.run.id);
    assert.deepEqual(kept?.variation, second.run.variation);
  });

  it('waits for no disk that hangs: what came is at hand, and the next question is sent', async () => {
    const files = new MemoryFiles();
    const { reason } = endless();
    const runs = runsWith(reason, files);
    const first = await runs.explain(excerpt);
    files.append = files.write = () => new Promise<never>(() => {});
    const next = await runs.explain(excerpt);
    assert.notEqual(next.run.id, first.run.id);
    const ended = runs.atHand(first.run.id);
    assert.deepEqual([ended?.state, ended?.steps.length, runs.isRunning], ['stopped', 1, true]);
  });

  it('tells when it begins and when it is over', async () => {
    const told: boolean[] = [];
    const runs = runsWith(endless().reason);
    runs.onRunning(isRunning => told.push(isRunning));
    const { over } = await runs.explain(excerpt);
    runs.stop();
    await over;
    assert.deepEqual(told, [true, false]);
  });

  it('keeps what came when the way of a run breaks', async () => {
    async function* broken(): AsyncIterable<RunEvent> {
      yield { type: 'step', step: { number: 1, text: 'one' } };
      throw new TypeError('a bug');
    }
    const run = await (await runsWith(broken).explain(excerpt)).over;
    assert.deepEqual([run.state, run.problem?.code, run.steps.length], ['failed', 'internal', 1]);
  });

  it('has a run at hand while it grows and after it, and one from disk later', async () => {
    const runs = runsWith(endless().reason);
    const { run, over } = await runs.explain(excerpt);
    assert.equal(runs.atHand(run.id)?.state, 'connecting');
    runs.stop(run.id);
    await over;
    assert.equal(runs.atHand(run.id)?.state, 'stopped');
    for (let index = 0; index < 25; index += 1) runs.refuse({ code: 'no-editor' });
    assert.equal(runs.atHand(run.id), undefined);
    assert.equal((await runs.get(run.id))?.state, 'stopped');
  });

  it('asks the question of a follow-up again, where it asked one', async () => {
    const asked: (string | undefined)[] = [];
    async function* failing(run: Run, before: Run | undefined): AsyncIterable<RunEvent> {
      asked.push(`${run.question} after ${before?.id}, lines ${run.questionLines?.first}`);
      yield { type: 'failed', problem: { code: 'refused', address: '127.0.0.1:1' } };
    }
    const runs = runsWith(failing);
    const first = await (await runs.explain(excerpt)).over;
    const about = { number: 1, lines: { first: 1, last: 1 }, text: 'One.' };
    const second = await (await runs.ask({ ...first, steps: [about] }, 'Why?', 1)).over;
    const third = await runs.askAgain(second);
    assert.equal((await third?.over)?.follows, first.id);
    assert.deepEqual(asked.slice(1), Array(2).fill(`Why? after ${first.id}, lines 1`));
    assert.equal(await runs.askAgain(first), undefined);
  });
});
