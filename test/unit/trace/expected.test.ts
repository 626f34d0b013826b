// What a model expects of a run before it is shown any of it, beside what was seen.
import assert from 'node:assert/strict';
import { checkExpected, expectationsIn } from '../../../src/core/trace/expected';
import { keptText, readKept } from '../../../src/core/trace/kept';
import { type SeenRun, seenRun } from '../../../src/core/trace/seen';
import { traced } from '../../support/traced';

const code = [
  'def mean(xs):',
  '    total = 0',
  '    for x in xs:',
  '        total = total + x',
  '    if total > 99:',
  '        total = 99',
  '    print("sum", total)',
  '    return total / len(xs)',
];

describe('what a model expects of a run', () => {
  let seen: SeenRun;
  before(async () => {
    const { text } = await traced('py', `${code.join('\n')}\n`, { call: 'mean([3, 5])' });
    const kept = readKept(keptText({ at: 1, stands: [], isUnchanged: true }, text));
    assert.ok(kept);
    seen = seenRun({ ...kept, lineOf: line => line });
  });

  const checked = (steps: readonly (readonly [line: number, text: string])[], of = seen) =>
    checkExpected(
      steps.map(([line, text]) => ({ lines: { first: line, last: line }, text })),
      of,
    ).map(all =>
      all
        .map(({ outcome, seen: was, why, kind }) => [kind, outcome, was ?? why].filter(Boolean).join(' '))
        .join('; '),
    );

  it('is read from the form that was asked for, however much stands around it', () => {
    assert.deepEqual(expectationsIn('`total` = `3`; condition true; returns `4.0`.'), [
      { about: 'value', name: 'total', said: '3' },
      { about: 'branch', said: 'yes' },
      { about: 'result', said: '4.0' },
    ]);
    assert.deepEqual(expectationsIn('total = 3\nRaises ValueError; prints `sum 8`'), [
      { about: 'value', name: 'total', said: '3' },
      { about: 'raised', said: 'ValueError' },
      { about: 'printed', said: 'sum 8' },
    ]);
    assert.deepEqual(expectationsIn('Adds x to the total, which makes 3.'), []);
    assert.equal(expectationsIn('a = 1; '.repeat(500)).length, 12);
  });

  it('is confirmed or contradicted part by part, in the order of the run', () => {
    assert.deepEqual(
      checked([
        [2, '`total` = `0`'],
        [3, '`x` = `3`; condition true'],
        [4, '`total` = `3`'],
        [3, '`x` = `5`'],
        [4, '`total` = `9`'],
        [3, 'condition false'],
        [5, 'condition true'],
        [7, 'prints `sum 8`'],
        [8, 'returns `4`'],
      ]),
      [
        'assignment confirmed 0',
        'assignment confirmed 3; loop confirmed yes',
        'assignment confirmed 3',
        'assignment confirmed 5',
        'assignment contradicted 8',
        'loop confirmed no',
        'branch contradicted no',
        'string confirmed sum 8',
        'call confirmed 4.0',
      ],
    );
  });

  it('is checked at the head of a function by what the call was given', () => {
    assert.deepEqual(checked([[1, '`xs` = `[3, 5]`; `ys` = `3`; returns `4`']]), [
      'assignment confirmed [3, 5]; assignment unchecked unseen; call unchecked unseen',
    ]);
    assert.deepEqual(checked([[1, '`xs` = `[3]`']]), ['assignment contradicted [3, 5]']);
  });

  it('was not reached where the run did not come there, or not once more', () => {
    assert.deepEqual(
      checked([
        [4, '`total` = `3`'],
        [4, '`total` = `8`'],
        [4, '`total` = `15`'],
        [6, '`total` = `99`'],
      ]),
      [
        'assignment confirmed 3',
        'assignment confirmed 8',
        'assignment not-reached',
        'assignment not-reached',
      ],
    );
  });

  it('is not checked where nothing can be told, and says why', () => {
    assert.deepEqual(
      checked([
        [2, '`other` = `3`; condition true'],
        [4, '`total` = `x + 1`'],
        [4, '`total` = `x`'],
        [8, 'raises `ValueError`'],
      ]),
      [
        'assignment unchecked unseen; branch unchecked unseen',
        'assignment unchecked unreadable',
        'assignment unchecked unreadable',
        'call unchecked unseen',
      ],
    );
    const cut = { ...seen, isWhole: false };
    assert.deepEqual(checked([[6, '`total` = `99`']], cut), ['assignment unchecked cut']);
    assert.deepEqual(checked([[2, '`total` = `7`']], { ...seen, isUnchanged: false }), ['']);
    assert.deepEqual(checkExpected([{ text: '`total` = `7`' }], seen), [[]]);
  });
}).timeout(60_000);
