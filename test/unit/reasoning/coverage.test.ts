import assert from 'node:assert/strict';
import { type CoveredLine, coverageOf } from '../../../src/core/reasoning/coverage';
import { newRun, type Run } from '../../../src/core/reasoning/run';
import { compareCode } from '../../../src/core/reasoning/staleness';

const text = ['def f(a):', '    b = a', '', '    c = b', '    return c'];
const excerpt = {
  uri: 'file:///f.py',
  name: 'f.py',
  languageId: 'python',
  firstLine: 1,
  text: text.join('\n'),
};
const step = (number: number, first: number, last: number) => ({
  number,
  lines: { first, last },
  text: 'one',
});
const run: Run = { ...newRun('run', 0, excerpt), state: 'done', steps: [step(1, 1, 1), step(2, 2, 3)] };

const said = ({ line, steps, isFirst, isChanged }: CoveredLine) =>
  `${line} ${steps.length === 0 ? 'none' : steps.join('+')}${isFirst ? ' first' : ''}${isChanged ? ' changed' : ''}`;
const covered = (of: Run, lines: readonly string[]) => {
  const now = lines.join('\n');
  return coverageOf(of, compareCode(excerpt, now), now).map(said);
};

describe('the coverage of code by steps', () => {
  it('tells which step is about each line, and of which lines none is', () => {
    assert.deepEqual(covered(run, text), ['1 1 first', '2 2 first', '3 2', '4 none', '5 none']);
  });

  it('tells of a line that none is about only when no step will come any more', () => {
    assert.deepEqual(covered({ ...run, state: 'streaming' }, text), ['1 1 first', '2 2 first', '3 2']);
  });

  it('names all steps about a line', () => {
    const both = { ...run, steps: [step(1, 1, 2), step(2, 2, 5)] };
    assert.deepEqual(covered(both, text).slice(0, 3), ['1 1 first', '2 1+2', '3 2']);
  });

  it('follows lines that moved, and marks what was written since', () => {
    const now = ['# new', ...text.slice(0, 1), '    seen = a', ...text.slice(1)];
    assert.deepEqual(covered(run, now), ['2 1 first', '3 none', '4 2 first', '5 2', '6 none', '7 none']);
    const changed = text.with(1, '    b = a + 1');
    assert.deepEqual(covered(run, changed).slice(1, 3), ['2 2 first changed', '3 2 changed']);
  });

  it('is bounded', () => {
    const long = { ...run, steps: [step(1, 1, 100_000)] };
    const many = Array(100_000).fill('x').join('\n');
    const { length } = coverageOf(
      { ...long, excerpt: { ...excerpt, text: many } },
      compareCode({ ...excerpt, text: many }, many),
      many,
    );
    assert.equal(length, 5_000);
  });
});
