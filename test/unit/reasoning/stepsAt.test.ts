import assert from 'node:assert/strict';
import { stepsAt } from '../../../src/core/reasoning/stepsAt';

const excerpt = { uri: 'file:///a', name: 'a', languageId: 'c', firstLine: 3, text: 'a\nb\nc' };
const step = (number: number, first: number, last: number) => ({ number, text: '', lines: { first, last } });
const run = { excerpt, steps: [step(1, 3, 4), step(2, 4, 4), { number: 3, text: '' }] };
const at = (text: string, line: number) => stepsAt(run, text, line).map(({ number }) => number);

describe('the steps at a line', () => {
  const text = '\n\na\nb\nc\n';

  it('are those that wear it', () => {
    assert.deepEqual([at(text, 2), at(text, 3), at(text, 4), at(text, 5)], [[], [1], [1, 2], []]);
  });

  it('are found where the code has moved to', () => {
    assert.deepEqual([at(`new\n${text}`, 3), at(`new\n${text}`, 4)], [[], [1]]);
  });

  it('are none where the line is another one now', () => {
    const changed = '\n\na\nB\nc\n';
    assert.deepEqual([at(changed, 3), at(changed, 4)], [[1], []]);
  });
});
