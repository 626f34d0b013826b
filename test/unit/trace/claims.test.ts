// What a step says of a value beside what was seen: found where it is plainly so or not so, and silent everywhere else.
import assert from 'node:assert/strict';
import { verdictsOn } from '../../../src/core/trace/claims';
import { keptText, readKept } from '../../../src/core/trace/kept';
import { type SeenRun, seenRun } from '../../../src/core/trace/seen';
import { traced } from '../../support/traced';

const code = [
  'def mean(xs, low):',
  '    total = 0',
  '    for x in xs:',
  '        total += x',
  '    count = len(xs)',
  '    if count == 0:',
  '        return 0.0',
  '    name = "m" + str(count)',
  '    flag = total > low',
  '    third = total / 9',
  '    items = [total, count]',
  '    return total / count',
];

describe('what a step says, beside what was seen', () => {
  let seen: SeenRun;
  before(async () => {
    const { text } = await traced('py', `${code.join('\n')}\n`, { call: 'mean([1, 2, 3], 1)' });
    const kept = readKept(keptText({ at: 1, stands: [], isUnchanged: true }, text));
    assert.ok(kept);
    seen = seenRun({ ...kept, lineOf: line => line });
  });

  /** "so" or "not so", with what was seen. */
  const said = (text: string, first: number, last = first, of = seen) =>
    verdictsOn(text, { first, last }, of, { run: code, step: code.slice(first - 1, last) })
      .map(({ isSo, seen: values }) => (isSo ? 'so' : `not so: ${values.join(' ')}`))
      .join('; ');

  it('says that it is so', () => {
    assert.equal(said('The total starts at 0.', 2), '');
    assert.equal(said('`total` starts at `0`.', 2), 'so');
    assert.equal(said('Sets `count` to 3.', 5), 'so');
    assert.equal(said('Returns `2.0`.', 12), 'so');
    assert.equal(said('Returns 2.', 12), 'so');
    assert.equal(said('返回 `2.0`。', 12), 'so');
    assert.equal(said('把 `count` 设为 3。', 5), 'so');
    assert.equal(said("`name` is set to 'm3'.", 8), 'so');
    assert.equal(said('`flag` becomes `true`.', 9), 'so');
    assert.equal(said('`third` becomes 0.67.', 10), 'so');
  });

  it('says that it is not so, with what was seen', () => {
    assert.equal(said('Sets `count` to 4.', 5), 'not so: 3');
    assert.equal(said('It divides. Returns `7`.', 12), 'not so: 2.0');
    assert.equal(said('返回 7。', 12), 'not so: 2.0');
    assert.equal(said('把 `count` 设为 4。', 5), 'not so: 3');
    assert.equal(said('`flag` becomes `False`.', 9), 'not so: True');
    assert.equal(said('`third` becomes 0.7.', 10), 'so');
    assert.equal(said('`third` becomes 0.5.', 10), 'not so: 0.6666666666666666');
  });

  it('says nothing of what is conditional, an example, or denied', () => {
    for (const text of [
      'Returns 7 if the list is long.',
      'When it is empty, returns 7.',
      'Otherwise returns 7.',
      'Never returns 7.',
      'It does not return 7.',
      'For an input of three, returns 7.',
      'It might return 7. It may return 7.',
      '如果列表很长，返回 7。',
      '否则返回 7。',
      'Returns 7 values.',
      'Returns 7 times the count.',
      'Returns `7 + count`.',
      'Returns -count.',
      'Checks whether the list is empty. Returns 7.',
      'If it is empty; returns 7.',
      'Returns None.',
      `Returns 7${' '.repeat(400)}.`,
      'Returns True.',
    ])
      assert.equal(said(text, 12), '', text);
  });

  it('says nothing of a variable under a condition, and does of one in the sentence after', () => {
    assert.equal(said('When the list is long, `count` becomes 4.', 5), '');
    assert.equal(said('列表很长时，把 `count` 设为 4。', 5), '');
    assert.equal(said('如果列表很长，把 `count` 设为 4。', 5), '');
    assert.equal(said('It may be long. `count` becomes 4.', 5), 'not so: 3');
  });

  it('says nothing where the value may stand elsewhere, or more was not seen', () => {
    // A line of the step was not reached: it may be the one that is spoken of.
    assert.equal(said('Returns 7.', 6, 7), '');
    assert.equal(said('Returns 7.', 7, 12), '');
    // The step sets another variable, or none.
    assert.equal(said('Sets `count` to 4.', 2), '');
    assert.equal(said('Sets `nothing` to 4.', 5), '');
    // The value stands in the code of the step.
    assert.equal(said('`total` is set to 0.', 2, 4), 'so');
    assert.equal(said('`third` is set to 9.', 10), '');
    assert.equal(said('`third` is set to 9.0.', 10), '');
    // No plain value.
    assert.equal(said('`items` is set to [].', 11), '');
    // What a loop's head sets in each round.
    assert.equal(said('`x` is set to 8.', 3), '');
    // A generator gives back again and again.
    const lazy = { run: [...code, 'yield 1'], step: code.slice(11) };
    assert.deepEqual(verdictsOn('Returns 7.', { first: 12, last: 12 }, seen, lazy), []);
    // What ran is not what was explained.
    assert.equal(said('Sets `count` to 4.', 5, 5, { ...seen, isUnchanged: false }), '');
    // The trace was cut.
    assert.equal(said('Sets `count` to 4.', 5, 5, { ...seen, isWhole: false }), '');
    assert.equal(said('Sets `count` to 3.', 5, 5, { ...seen, isWhole: false }), 'so');
  });

  it('says nothing where there were too many values, or they were shortened', () => {
    const many = { texts: ['1', '2'], isAll: false };
    const more: SeenRun = { ...seen, ever: seen.ever.map(one => ({ ...one, ...many })) };
    assert.equal(said('Sets `count` to 4.', 5, 5, more), '');
    const results: SeenRun = { ...seen, lines: seen.lines.map(line => ({ ...line, results: many })) };
    assert.equal(said('Returns 7.', 12, 12, results), '');
    assert.equal(said('Returns 1.', 12, 12, results), '');
  });
});
