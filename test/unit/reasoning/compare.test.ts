import assert from 'node:assert/strict';
import { compareRuns } from '../../../src/core/reasoning/compare';
import type { Run, Step } from '../../../src/core/reasoning/run';
import { firstRun } from '../../panel/fixtures';

const text = 'total = 0\nfor item in items:\n    total += item\nreturn total';
const step = (number: number, first: number | undefined, words: string, last = first): Step => ({
  number,
  ...(first === undefined || last === undefined ? {} : { lines: { first, last } }),
  text: words,
});
const piece = (first: number, last: number) => ({ lines: { first, last }, quote: '' });

function run(steps: readonly Step[], change: Partial<Run> = {}): Run {
  return {
    ...firstRun,
    state: 'done',
    excerpt: { uri: 'file:///a.py', name: 'a.py', languageId: 'python', firstLine: 11, text },
    pieces: [piece(11, 11), piece(12, 13), piece(14, 14)],
    steps: [...steps],
    ...change,
  };
}

const rows = (left: Run, right: Run) =>
  compareRuns(left, right).rows.map(({ lines, left: a, right: b, agreement }) => [
    lines ? `${lines.first}-${lines.last}` : '',
    a.map(({ number }) => number).join(),
    b.map(({ number }) => number).join(),
    agreement,
  ]);

describe('two runs of the same code', () => {
  it('stand in rows by the piece in which a step begins', () => {
    const left = run([
      step(1, 11, 'Sets `total`.'),
      step(2, 12, 'Adds each `item`.'),
      step(3, 14, 'Returns `total`.'),
    ]);
    const right = run([
      step(1, 11, '`total` is set.', 12),
      step(2, 13, 'Here `item` is added.'),
      step(3, 12, 'x'),
    ]);
    assert.deepEqual(rows(left, right), [
      ['11-11', '1', '1', 'same-names'],
      ['12-13', '2', '2,3', 'same-names'],
      ['14-14', '3', '', 'left-only'],
    ]);
  });

  it('agree where they name the same of the code, in whichever language, and say what only one names', () => {
    const left = run([step(1, 12, 'Adds each `item` to `total`.'), step(2, 14, 'Returns it.')]);
    const right = run([step(1, 12, '把每个 `item` 加到 `total` 上。'), step(2, 14, 'Returns `total`.')]);
    assert.deepEqual(rows(left, right), [
      ['12-13', '1', '1', 'same-names'],
      ['14-14', '2', '2', 'other-names'],
    ]);
    const [, row] = compareRuns(left, right).rows;
    assert.deepEqual([row?.onlyLeft, row?.onlyRight], [[], ['total']]);
  });

  it('take a plain word for the name that the other marks as code, and no part of a word', () => {
    const plain = run([step(1, 12, 'Each item is added to the total.')]);
    assert.deepEqual(rows(run([step(1, 12, 'Adds `item` to `total`.')]), plain)[0]?.[3], 'same-names');
    const parts = run([step(1, 12, 'The items are totalled.')]);
    assert.deepEqual(rows(run([step(1, 12, 'Adds `item` to `total`.')]), parts)[0]?.[3], 'other-names');
  });

  it('are not said to agree where neither names anything', () => {
    assert.equal(rows(run([step(1, 12, 'Goes on.')]), run([step(1, 12, 'Stops.')]))[0]?.[3], 'no-names');
    // Names that are not in the code are no names of it.
    assert.equal(rows(run([step(1, 12, '`foo()`')]), run([step(1, 12, '`bar()`')]))[0]?.[3], 'no-names');
  });

  it('say nothing of what is still written', () => {
    const left = run([step(1, 11, '`total`'), step(2, 12, '`item`')]);
    const right = run([step(1, 11, '`tot')], { state: 'streaming', isWriting: true });
    assert.deepEqual(
      rows(left, right).map(([, , , agreement]) => agreement),
      ['to-come', 'to-come'],
    );
    const next = { ...right, steps: [step(1, 11, '`total`'), step(2, 12, '')] };
    assert.deepEqual(
      rows(left, next).map(([, , , agreement]) => agreement),
      ['same-names', 'to-come'],
    );
  });

  it('are aligned where the text has moved down in its file, and put steps without lines last', () => {
    const left = run([step(1, undefined, 'So it goes.'), step(2, 14, '`total`')]);
    const right = run([step(1, 4, '`total`')], {
      excerpt: { ...left.excerpt, firstLine: 1 },
      pieces: [piece(1, 1), piece(2, 3), piece(4, 4)],
    });
    assert.deepEqual(rows(left, right), [
      ['14-14', '2', '1', 'same-names'],
      ['', '1', '', 'left-only'],
    ]);
  });

  it('from before there were pieces are aligned by their steps', () => {
    const { pieces: _none, ...left } = run([step(1, 11, '`total`', 12), step(2, 13, '`item`', 14)]);
    const { pieces: _neither, ...right } = run([step(1, 13, '`item`')]);
    assert.deepEqual(rows(left, right), [
      ['11-12', '1', '', 'left-only'],
      ['13-14', '2', '1', 'same-names'],
    ]);
  });

  it('of different code are not compared', () => {
    const left = run([step(1, 11, '`total`')]);
    const other = { ...left.excerpt, text: `${text} ` };
    assert.deepEqual(compareRuns(left, { ...left, excerpt: other }), { isSameCode: false, rows: [] });
  });

  it('takes a bounded time for a million words, and says that it does not compare them', () => {
    const long = 'word `total` '.repeat(100_000);
    assert.equal(rows(run([step(1, 11, long)]), run([step(1, 11, '`total`')]))[0]?.[3], 'too-long');
  });
});
