import assert from 'node:assert/strict';
import type { Clock, Log } from '../../../src/core/ports';
import { advance } from '../../../src/core/reasoning/advance';
import { RunHistory } from '../../../src/core/reasoning/history';
import { type PoolNews, type Reason, RunPool } from '../../../src/core/reasoning/pool';
import type { Run } from '../../../src/core/reasoning/run';
import { MemoryFiles } from '../../support/memoryFiles';

const log: Log = { trace() {}, info() {}, warn() {}, error() {} };
const clock: Clock = { now: () => 0, sleep: async () => {} };
const excerpt = (name: string) => ({
  uri: `file:///${name}`,
  name,
  languageId: 'c',
  firstLine: 1,
  text: 'a',
});
const settled = () => new Promise(resolve => setImmediate(resolve));

/** Talks until it is told to end, or stopped; a server has so many slots. */
function server(slots: number) {
  const ends = new Map<string, () => void>();
  const talking = new Set<string>();
  let most = 0;
  const reason: Reason = async function* (run, _before, { signal, enter }) {
    const { name } = run.excerpt;
    if (!(await enter({ server: 'http://a', slots }))) return;
    talking.add(name);
    most = Math.max(most, talking.size);
    yield { type: 'step', step: { number: 1, text: name } };
    await new Promise<void>(resolve => {
      ends.set(name, resolve);
      signal.addEventListener('abort', () => resolve());
    });
    talking.delete(name);
    yield { type: 'done', reason: signal.aborted ? 'stopped' : 'stop' };
  };
  return { reason, talking, end: (name: string) => ends.get(name)?.(), most: () => most };
}

function poolOf(reason: Reason, files = new MemoryFiles()) {
  const pool = new RunPool({ clock, log, history: new RunHistory(files, log), reason });
  const news: PoolNews[] = [];
  pool.onNews(one => news.push(one));
  return { pool, news, files };
}

describe('the pool of runs', () => {
  it('has as many runs as are asked for, and as many at a server as it has slots', async () => {
    const { reason, talking, end, most } = server(2);
    const { pool } = poolOf(reason);
    const runs = ['a', 'b', 'c', 'd'].map(name => pool.start(excerpt(name)));
    await settled();
    assert.deepEqual([[...talking], pool.running.length], [['a', 'b'], 4]);
    for (const name of ['a', 'b', 'c', 'd']) {
      end(name);
      await settled();
    }
    const over = await Promise.all(runs.map(run => run.over));
    assert.deepEqual(
      over.map(({ state }) => state),
      ['done', 'done', 'done', 'done'],
    );
    assert.deepEqual([most(), pool.running.length], [2, 0]);
  });

  it('ends the thoughts of a run that has offered it, and says so once that is done', async () => {
    let works = false;
    const reason: Reason = async function* (_run, _before, { signal, offerSkip }) {
      yield { type: 'thinking', text: 'Hm.' };
      offerSkip(async () => works);
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
    };
    const { pool } = poolOf(reason);
    const { run } = pool.start(excerpt('a'));
    assert.equal(await pool.skipThoughts(run.id), false);
    await settled();
    assert.equal(await pool.skipThoughts(run.id), false);
    await settled();
    assert.deepEqual([pool.get(run.id)?.isSkippable, pool.get(run.id)?.isSkipped], [true, undefined]);
    works = true;
    assert.equal(await pool.skipThoughts(run.id), true);
    await settled();
    assert.deepEqual([pool.get(run.id)?.isSkippable, pool.get(run.id)?.isSkipped], [false, true]);
    await pool.dispose();
    assert.equal(await pool.skipThoughts(run.id), false);
  });

  it('lets the reader go before what runs in the background', async () => {
    const { reason, talking, end } = server(1);
    const { pool } = poolOf(reason);
    for (const name of ['a', 'b']) pool.start(excerpt(name), { asker: 'background' });
    pool.start(excerpt('reader'));
    await settled();
    end('a');
    await settled();
    assert.deepEqual([...talking], ['reader']);
    await pool.dispose();
  });

  it('stops one run and no other, one that waits too', async () => {
    const { reason, talking, end } = server(1);
    const { pool } = poolOf(reason);
    const [a, b, c] = ['a', 'b', 'c'].map(name => pool.start(excerpt(name)));
    await settled();
    pool.stop(b?.run.id ?? '');
    assert.equal((await b?.over)?.state, 'stopped');
    assert.deepEqual([...talking], ['a']);
    pool.stop(a?.run.id ?? '');
    await a?.over;
    await settled();
    assert.deepEqual([...talking], ['c']);
    end('c');
    assert.equal((await c?.over)?.state, 'done');
  });

  it('keeps what came of all runs when it is let go', async () => {
    const { reason } = server(2);
    const { pool, files } = poolOf(reason);
    for (const name of ['a', 'b', 'c']) pool.start(excerpt(name));
    await settled();
    await pool.dispose();
    const states = (await new RunHistory(files, log).list()).map(({ state, steps }) => `${state} ${steps}`);
    assert.deepEqual(states.sort(), ['stopped 0', 'stopped 1', 'stopped 1']);
  });

  it('has on disk what came so far, of what runs and of what ends, when it is settled', async () => {
    const { reason, end } = server(2);
    const { pool, files } = poolOf(reason);
    for (const name of ['a', 'b']) pool.start(excerpt(name));
    await settled();
    end('a');
    await Promise.resolve();
    await pool.settled();
    const kept = new RunHistory(files, log);
    const states = (await kept.list()).map(({ state, steps }) => `${state} ${steps}`);
    assert.deepEqual(states.sort(), ['done 1', 'stopped 1']);
    assert.equal(pool.running.length, 1);
    await pool.dispose();
  });

  it('keeps what came of a run that does not heed its end, and lets none begin afterwards', async () => {
    const deaf: Reason = async function* () {
      yield { type: 'step', step: { number: 1, text: 'a' } };
      await new Promise(() => {});
    };
    const { pool, files } = poolOf(deaf);
    pool.start(excerpt('a'));
    await settled();
    void pool.dispose();
    await settled();
    assert.match(
      files.text([...files.files.keys()].find(name => name.endsWith('.run.jsonl')) ?? ''),
      /"step"/,
    );
    const late = poolOf(server(1).reason);
    await late.pool.dispose();
    assert.equal((await late.pool.start(excerpt('late')).over).state, 'stopped');
  });

  it('gives its slot back when a run breaks', async () => {
    const broken: Reason = async function* (run, _before, { enter }) {
      await enter({ server: 'http://a', slots: 1 });
      if (run.excerpt.name === 'a') throw new TypeError('a bug');
      yield { type: 'done', reason: 'stop' };
    };
    const { pool } = poolOf(broken);
    const [a, b] = ['a', 'b'].map(name => pool.start(excerpt(name)));
    assert.deepEqual([(await a?.over)?.problem?.code, (await b?.over)?.state], ['internal', 'done']);
  });

  it('tells by run what makes each run what it is', async () => {
    const talk: Reason = async function* (run) {
      for (let number = 1; number <= 20; number += 1) {
        yield { type: 'step', step: { number, text: `${run.excerpt.name}${number}` } };
        await Promise.resolve();
      }
      yield { type: 'done', reason: 'stop' };
    };
    const { pool, news, files } = poolOf(talk);
    const over = await Promise.all(['a', 'b', 'c'].map(name => pool.start(excerpt(name)).over));
    const told = new Map<string, Run>();
    for (const one of news) {
      if (one.type === 'began') told.set(one.run.id, one.run);
      else if (one.type === 'advanced') {
        const before = told.get(one.run);
        if (before) told.set(one.run, one.events.reduce(advance, before));
      } else assert.deepEqual(told.get(one.run.id), one.run);
    }
    for (const run of over) {
      assert.deepEqual(told.get(run.id), run);
      assert.deepEqual(await new RunHistory(files, log).get(run.id), run);
    }
  });

  it('goes on where somebody who listens breaks', async () => {
    const { reason, end } = server(1);
    const { pool } = poolOf(reason);
    pool.onNews(() => {
      throw new TypeError('a bug');
    });
    const { over } = pool.start(excerpt('a'));
    await settled();
    end('a');
    assert.equal((await over).state, 'done');
  });

  it('goes on where the disk refuses', async () => {
    const { reason, end } = server(1);
    const { pool, files } = poolOf(reason);
    files.refuses = () => true;
    const { over } = pool.start(excerpt('a'));
    await settled();
    end('a');
    assert.equal((await over).state, 'done');
  });
});
