import assert from 'node:assert/strict';
import { isBrokenOff } from '../../../src/core/reasoning/brokenOff';
import { newRun, type Run } from '../../../src/core/reasoning/run';

const excerpt = { uri: 'file:///a.py', name: 'a.py', languageId: 'python', firstLine: 1, text: 'a' };
const stopped = (...texts: readonly string[]): Run => ({
  ...newRun('run', 0, excerpt),
  state: 'stopped',
  reason: 'stopped',
  steps: texts.map((text, at) => ({ number: at + 1, text })),
});

describe('a run that ended in mid-sentence', () => {
  it('is one whose last words end none', () => {
    for (const text of ['Adds one to', 'Adds `a', '把 a 加上', 'Adds one, and']) {
      assert.equal(isBrokenOff(stopped('Begins.', text)), true, text);
    }
    for (const text of ['Adds one.', 'Adds “one.”', 'Returns `a`.', 'It is (so).', '把 a 加一。', 'Why?\n']) {
      assert.equal(isBrokenOff(stopped('Begins.', text)), false, text);
    }
  });

  it('is not told where the model ends no sentence as it should', () => {
    assert.equal(isBrokenOff(stopped('adds one', 'adds two')), false);
  });

  it('is none that came to its end, nor one that goes on', () => {
    assert.equal(isBrokenOff({ ...stopped('Begins.', 'Adds'), state: 'done', reason: 'stop' }), false);
    assert.equal(isBrokenOff({ ...stopped('Begins.', 'Adds'), state: 'streaming' }), false);
    assert.equal(isBrokenOff({ ...stopped('Begins.', 'Adds'), state: 'done', reason: 'length' }), true);
    assert.equal(isBrokenOff({ ...stopped(), summary: 'Adds' }), true);
    assert.equal(isBrokenOff(stopped()), false);
  });
});
