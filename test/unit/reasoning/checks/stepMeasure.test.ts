// The measure of steps, on steps whose figures can be counted by hand.
import assert from 'node:assert/strict';
import { readCode } from '../../../../src/core/reasoning/checks/knownCode';
import { addMeasures, measureSteps } from '../../../../src/core/reasoning/checks/stepMeasure';
import { clamp, retry } from './samples';

describe('the measure of steps', () => {
  const code = readCode(clamp);

  it('counts names at home, steps on other lines, what was not sent, and lines that nobody wears', () => {
    const measured = measureSteps(
      [
        { number: 1, lines: { first: 12, last: 13 }, text: 'Makes `overflow_count`.' },
        {
          number: 2,
          lines: { first: 14, last: 14 },
          text: 'Returns `overflow_count` and `bogus`, times 77.',
        },
        { number: 3, lines: { first: 22, last: 22 }, text: 'That is all.' },
        { number: 4, text: 'In general, `overflow_count` is small.' },
      ],
      code,
    );
    assert.deepEqual(measured, {
      steps: 4,
      placed: 3,
      judged: 2,
      misplaced: 1,
      misplacedAsWhole: 1,
      names: 2,
      namesAtHome: 1,
      notSent: 2,
      // All but the docstring.
      lines: 12,
      covered: 4,
    });
  });

  it('weighs a name by the lines that it stands on', () => {
    // `low` stands on lines 10, 15 and 16; `overflow_count` on 13, 18 and 22; `high` on three as well.
    const at = (first: number, last: number, text: string) =>
      measureSteps([{ number: 1, lines: { first, last }, text }], code).misplaced;
    assert.equal(at(10, 10, 'Takes `low` and `high`.'), 0);
    assert.equal(at(15, 15, 'Takes `low` and `high`.'), 1);
    assert.equal(at(15, 16, 'Compares with `low`.'), 0);
    // `result` stands on too many lines to tell which is meant.
    assert.equal(at(14, 14, 'Appends to `result`.'), 0);
  });

  it('counts beside it what stays misplaced when the lines of a step are taken together', () => {
    const text = 'left = f(x)\nright = g(x)\nreturn left + right';
    const added = readCode({ uri: '', name: 'a.py', languageId: 'python', firstLine: 1, text });
    const at = (first: number, last: number) => {
      const step = { number: 1, lines: { first, last }, text: 'Sets `left` and `right`.' };
      const { misplaced, misplacedAsWhole } = measureSteps([step], added);
      return [misplaced, misplacedAsWhole];
    };
    assert.deepEqual(at(1, 2), [1, 0]);
    assert.deepEqual(at(1, 1), [1, 1]);
    assert.deepEqual(at(3, 3), [0, 0]);
  });

  it('does not take a plain number for a place', () => {
    const one = [{ number: 1, lines: { first: 14, last: 14 }, text: 'Up to 255.' }];
    assert.equal(measureSteps(one, code).judged, 0);
    assert.equal(measureSteps([{ ...one[0], number: 1, text: 'Up to `255`.' }], code).judged, 1);
  });

  it('knows a number by its value', () => {
    const masked = readCode(retry);
    const one = (first: number) =>
      measureSteps([{ number: 1, lines: { first, last: first }, text: 'Masks with `255`.' }], masked);
    assert.deepEqual([one(13).judged, one(13).misplaced, one(12).misplaced], [1, 0, 1]);
  });

  it('adds up over runs', () => {
    const one = measureSteps([{ number: 1, lines: { first: 12, last: 13 }, text: 'Makes `result`.' }], code);
    const two = addMeasures([one, one]);
    assert.equal(two.steps, 2);
    assert.equal(two.lines, 24);
    assert.equal(two.covered, 4);
  });
});
