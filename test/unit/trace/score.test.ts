// How often a model's words were so: what is said of the course of a run, of which kind each claim is, and the sum over runs.
import assert from 'node:assert/strict';
import { verdictsOn } from '../../../src/core/trace/claims';
import { keptText, readKept } from '../../../src/core/trace/kept';
import { checksFrom, type RunChecks, readChecks, scoreOf } from '../../../src/core/trace/score';
import { type SeenRun, seenRun } from '../../../src/core/trace/seen';
import { traced } from '../../support/traced';

const code = [
  'def f(xs, low):',
  '    total = 0',
  '    for x in xs:',
  '        total += x',
  '    if total > low:',
  '        name = "m" + str(total)',
  '    for x in xs:',
  '        if x > 2:',
  '            break',
  '    try:',
  '        xs[total]',
  '    except LookupError:',
  '        total = total + 1',
  '    return total',
];

describe('what a step says of the course of a run', () => {
  let seen: SeenRun;
  before(async () => {
    const { text } = await traced('py', `${code.join('\n')}\n`, { call: 'f([1, 2, 3], 1)' });
    const kept = readKept(keptText({ at: 1, stands: [], isUnchanged: true }, text));
    assert.ok(kept);
    seen = seenRun({ ...kept, lineOf: line => line });
  });

  const said = (text: string, first: number, last = first, of = seen) =>
    verdictsOn(text, { first, last }, of, { run: code, step: code.slice(first - 1, last) })
      .map(({ kind, isSo, seen: values }) => `${kind} ${isSo ? 'so' : `not so: ${values.join(' ')}`}`)
      .join('; ');

  it('is so, or not so, of rounds, of a condition, of what was raised; in both languages', () => {
    assert.equal(said('The loop runs 3 times.', 3, 4), 'loop so');
    assert.equal(said('The `for` loop runs 3 times.', 3, 4), 'loop so');
    assert.equal(said('Loops twice.', 3, 4), 'loop not so: 3');
    assert.equal(said('循环执行 3 次。', 3, 4), 'loop so');
    assert.equal(said('循环了两次。', 3, 4), 'loop not so: 3');
    assert.equal(said('The condition is true.', 5), 'branch so');
    assert.equal(said('The condition does not hold.', 5), 'branch not so: yes');
    assert.equal(said('条件成立。', 5), 'branch so');
    assert.equal(said('条件不成立。', 5), 'branch not so: yes');
    assert.equal(said('Raises an `IndexError`.', 11), 'call so');
    assert.equal(said('Raises `ValueError`.', 11), 'call not so: IndexError');
  });

  it('is passed over where it may be meant otherwise, or was not seen whole', () => {
    // Left from inside; two loops; a condition that went both ways; no loop at all.
    for (const [text, first, last] of [
      ['The loop runs 2 times.', 7, 9],
      ['The loop runs 2 times.', 3, 9],
      ['The condition is false.', 8, 8],
      ['The loop runs 2 times.', 2, 2],
      ['The condition is false.', 2, 2],
      ['The loop runs 2 times if the list is long.', 3, 4],
      ['The list may be long. The loop runs 2 times.', 3, 4],
      ['The function runs 2 times.', 3, 4],
      ['Raises `ValueError`.', 2, 2],
      ['Raises `ValueError` when it is empty.', 11, 11],
      ['Raises `LookupError`.', 11, 12],
    ] as const)
      assert.equal(said(text, first, last), '', `${text} ${first}`);
    assert.equal(said('Loops twice.', 3, 4, { ...seen, isWhole: false }), '');
    assert.equal(said('Loops twice.', 3, 4, { ...seen, momentCount: 9_000 }), '');
    assert.equal(said('Loops twice.', 3, 4, { ...seen, isUnchanged: false }), '');
  });

  it('has a kind, whatever is stated', () => {
    assert.equal(said('Sets `total` to 0.', 2), 'assignment so');
    assert.equal(said("Sets `name` to 'm6'.", 6), 'string so');
    assert.equal(said('`x` becomes 3.', 3), 'loop so');
    assert.equal(said('Returns 7.', 14), 'call so');
  });
}).timeout(60_000);

describe('the score of a model', () => {
  const run = (model: string, ...claims: RunChecks['claims']): RunChecks => ({ v: 1, at: 1, model, claims });

  it('counts by kind over the runs of one model alone, and those that told nothing are no runs', () => {
    const score = scoreOf('small', [
      run('small', { kind: 'call', isSo: true }, { kind: 'loop', isSo: false }),
      run('small', { kind: 'call', isSo: false }),
      run('small'),
      run('other', { kind: 'call', isSo: false }),
    ]);
    assert.deepEqual(score, {
      model: 'small',
      runs: 2,
      right: 1,
      n: 3,
      kinds: [
        { kind: 'loop', right: 0, n: 1 },
        { kind: 'call', right: 1, n: 2 },
      ],
    });
    assert.deepEqual(scoreOf('none', []), { model: 'none', runs: 0, right: 0, n: 0, kinds: [] });
  });

  it('is read from what was told of each run, and from nothing that is damaged or of a later version', () => {
    const told = checksFrom(7, 'small', [{ kind: 'string', isSo: true }]);
    assert.deepEqual(told, { v: 1, at: 7, model: 'small', claims: [{ kind: 'string', isSo: true }] });
    assert.deepEqual(readChecks(JSON.stringify(told)), told);
    for (const bad of [
      '',
      'null',
      '{"v":2}',
      JSON.stringify({ ...told, claims: [{ kind: 'luck', isSo: true }] }),
    ])
      assert.equal(readChecks(bad), undefined, bad);
  });
});
