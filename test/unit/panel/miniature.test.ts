// What the panel makes of the reports of the miniature's worker.
import assert from 'node:assert/strict';
import {
  freshMiniature,
  keptMiniature,
  type Miniature,
  type Report,
  withReport,
} from '../../../src/panel/miniature';

const running: Miniature = { ...freshMiniature(1), status: 'running' };
const report = (more: Partial<Report>): Report => ({
  seed: 1,
  phase: 'base',
  step: 50,
  isRepeating: false,
  isRunning: true,
  ...more,
});
const sample = { statement: ' blue.', question: ' what' };

describe('what the miniature has come to', () => {
  it('grows by each report', () => {
    const one = withReport(running, report({ loss: 3 }));
    const two = withReport(one, report({ step: 100, loss: 2 }));
    const three = withReport(two, report({ step: 250, loss: 1, sample, msEach: 4 }));
    assert.deepEqual(two.base, { losses: [3, 2], samples: [] });
    assert.deepEqual([three.step, three.status, three.msEach], [250, 'running', 4]);
    assert.deepEqual(three.base.samples, [sample]);
  });

  it('is stopped, or done, only when its worker says so', () => {
    const stopping: Miniature = { ...running, status: 'stopping' };
    assert.equal(withReport(stopping, report({ loss: 3 })).status, 'stopping');
    const stopped = withReport(stopping, report({ step: 63, isRunning: false }));
    assert.deepEqual([stopped.status, stopped.step], ['stopped', 63]);
    const exam = { facts: 18, taught: 0, untaught: 0 };
    const done = withReport(stopping, report({ step: 2000, loss: 0.2, exam, isRunning: false }));
    assert.deepEqual([done.status, done.step, done.base.exam], ['done', 2000, exam]);
  });

  it('stays where it was while steps are made again', () => {
    const at: Miniature = { ...running, phase: 'tuned', step: 40 };
    const again = withReport(at, report({ step: 1000, isRepeating: true, loss: 1 }));
    assert.deepEqual(again, { ...at, status: 'repeating', repeated: 1000 });
    const inTuning = withReport(again, report({ phase: 'tuned', step: 20, isRepeating: true }));
    assert.equal(inTuning.repeated, 2020);
    const stopped = withReport(again, report({ step: 1010, isRepeating: true, isRunning: false }));
    assert.deepEqual(stopped, { ...at, status: 'stopped' });
    const on = withReport(again, report({ phase: 'tuned', step: 60, loss: 1 }));
    assert.deepEqual([on.status, on.step, on.repeated], ['running', 60, undefined]);
  });

  it('hears nothing of another seed', () => {
    assert.equal(withReport(running, report({ seed: 2, loss: 3 })), running);
  });

  it('is kept as it stands, and what ran stands still then', () => {
    const stopped = { ...withReport(running, report({ loss: 3 })), status: 'stopped' };
    for (const status of ['running', 'repeating', 'stopping', 'stopped']) {
      assert.deepEqual(keptMiniature({ ...stopped, status, repeated: 3 }), stopped, status);
    }
    const done = { ...stopped, status: 'done', step: 2000 };
    assert.deepEqual(keptMiniature(JSON.parse(JSON.stringify(done))), done);
  });

  it('is nothing where what was kept is no such thing', () => {
    for (const raw of [
      undefined,
      null,
      7,
      {},
      { ...running, status: 'flying' },
      { ...running, step: -1 },
      { ...running, step: 2001 },
      { ...running, seed: 1.5 },
      { ...running, base: { losses: ['3'], samples: [] } },
      { ...running, base: { losses: Array(101).fill(1), samples: [] } },
      { ...running, base: { losses: [], samples: [{ ...sample, statement: 'x'.repeat(201) }] } },
    ]) {
      assert.equal(keptMiniature(raw), undefined, JSON.stringify(raw)?.slice(0, 80));
    }
  });
});
