// What a step may name: the definitions that were sent beside the code, too.
import assert from 'node:assert/strict';
import { advance } from '../../../../src/core/reasoning/advance';
import { checkStep } from '../../../../src/core/reasoning/checks/checkStep';
import { readCode } from '../../../../src/core/reasoning/checks/knownCode';
import type { Definitions } from '../../../../src/core/reasoning/definitions';
import { exportedRun } from '../../../../src/host/reasoning/exportedRun';
import { checksOf, doubtsOf } from '../../../../src/panel/views/reasoning/stepMarks';
import { firstRun, runEvents } from '../../../panel/fixtures';

const definitions: Definitions = {
  sent: [
    {
      name: 'fold_bits',
      file: 'bits.py',
      firstLine: 3,
      lastLine: 4,
      text: 'def fold_bits():\n  return 7919',
    },
  ],
  noRoom: ['unfold'],
  outside: [],
  isLate: false,
};
const step = { number: 1, lines: { first: 16, last: 16 }, text: 'Calls `fold_bits()`, which gives `7919`.' };
const done = { ...runEvents.reduce(advance, firstRun), steps: [step], definitions };

describe('a definition that was sent', () => {
  it('makes its names and numbers known, and no line of the code', () => {
    const { excerpt } = done;
    assert.deepEqual(checkStep(step, readCode(excerpt, definitions)), []);
    assert.equal(checkStep(step, readCode(excerpt)).length, 1);
    const code = readCode(excerpt, definitions);
    assert.deepEqual(code.bounds, readCode(excerpt).bounds);
    assert.deepEqual(
      code.placesOf({ kind: 'name', text: 'fold_bits', isQuoted: true, start: 0, end: 9 }),
      [],
    );
  });

  it('is known to the page and to the file, and one that had no room is not', () => {
    assert.equal(checksOf(doubtsOf({ ...done, definitions: undefined }, { ...step })), 'invented');
    assert.equal(checksOf(doubtsOf(done, { ...step })), '');
    const left = { ...step, text: 'Calls `unfold_all()`.' };
    assert.equal(checksOf(doubtsOf(done, left)), 'invented');
    assert.deepEqual(exportedRun(done, undefined, 'en').steps[0]?.marks, []);
  });
});
