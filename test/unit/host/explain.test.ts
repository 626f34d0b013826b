import assert from 'node:assert/strict';
import type { Clock, Log } from '../../../src/core/ports';
import { RunHistory } from '../../../src/core/reasoning/history';
import type { Turn } from '../../../src/core/reasoning/pool';
import type { Excerpt, RunEvent } from '../../../src/core/reasoning/run';
import { Explainer } from '../../../src/host/explain';
import { MemoryFiles } from '../../support/memoryFiles';

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

function explainerWith(reason: ConstructorParameters<typeof Explainer>[0]['reason']) {
  return new Explainer({ clock, log, history: new RunHistory(new MemoryFiles(), log), reason });
}

describe('explaining', () => {
  it('has one run at a time, and the last one asked for is the one that stays', async () => {
    const { talking, reason } = endless();
    const explainer = explainerWith(reason);
    const first = explainer.explain(excerpt);
    const second = explainer.explain(excerpt);
    const third = explainer.explain(excerpt);
    const last = explainer.explain(excerpt);
    assert.deepEqual(
      (await Promise.all([first, second, third])).map(({ state }) => state),
      ['stopped', 'stopped', 'stopped'],
    );
    explainer.stop();
    assert.equal((await last).state, 'stopped');
    assert.deepEqual([talking.most, talking.now, explainer.isRunning], [1, 0, false]);
  });

  it('tells when it begins and when it is over', async () => {
    const told: boolean[] = [];
    const explainer = explainerWith(endless().reason);
    explainer.onRunning(isRunning => told.push(isRunning));
    const run = explainer.explain(excerpt);
    explainer.stop();
    await run;
    assert.deepEqual(told, [true, false]);
  });

  it('keeps what came when the way of a run breaks', async () => {
    async function* broken(): AsyncIterable<RunEvent> {
      yield { type: 'step', step: { number: 1, text: 'one' } };
      throw new TypeError('a bug');
    }
    const run = await explainerWith(broken).explain(excerpt);
    assert.deepEqual([run.state, run.problem?.code, run.steps.length], ['failed', 'internal', 1]);
  });

  it('shows exactly what it has told, so that a snapshot and later news never overlap', async () => {
    async function* quick(): AsyncIterable<RunEvent> {
      for (let number = 1; number <= 50; number += 1) yield { type: 'step', step: { number, text: 's' } };
      yield { type: 'done', reason: 'stop' };
    }
    const explainer = explainerWith(quick);
    let told = 0;
    explainer.onNews(news => {
      if (news.type === 'advanced') told += news.events.filter(({ event }) => event.type === 'step').length;
      assert.equal(explainer.shown?.steps.length, told);
    });
    assert.equal((await explainer.explain(excerpt)).steps.length, 50);
    assert.equal(told, 50);
  });

  it('comes back to the run that is under way as it stands, not as it was kept', async () => {
    const { reason } = endless();
    const explainer = explainerWith(reason);
    const first = explainer.explain(excerpt);
    explainer.stop();
    const { id } = await first;
    const second = explainer.explain(excerpt);
    await new Promise(resolve => setImmediate(resolve));
    const running = explainer.shown?.id ?? '';
    await explainer.showEarlier(id);
    assert.equal(explainer.shown?.id, id);
    await explainer.showEarlier(running);
    assert.deepEqual([explainer.shown?.state, explainer.shown?.steps.length], ['streaming', 1]);
    explainer.stop();
    await second;
  });
});
