// What a line stands under, in code of both manners.
import assert from 'node:assert/strict';
import { blockHeads } from '../../../../src/core/reasoning/checks/blockHeads';

const headsIn = (code: string, line: number) =>
  blockHeads(code.split('\n'))(line - 1).map(index => index + 1);

describe('the heads above a line', () => {
  const python = [
    'def f(x):',
    '    for y in x:',
    '        if y:',
    '            a(y)',
    '',
    '        elif x:',
    '            b()',
    '        else:',
    '            c()',
    '    d()',
  ].join('\n');
  const braces = [
    'function f(x) {',
    '  if (x) {',
    '    a();',
    '  }',
    '  else {',
    '    b();',
    '  }',
    '  c();',
    '}',
  ].join('\n');

  it('are those of the blocks around it', () => {
    assert.deepEqual(headsIn(python, 4), [3, 2, 1]);
    assert.deepEqual(headsIn(python, 10), [1]);
    assert.deepEqual(headsIn(braces, 3), [2, 1]);
    assert.deepEqual(headsIn(python, 1), []);
  });

  it('and of an else, the conditions before it', () => {
    assert.deepEqual(headsIn(python, 9), [8, 6, 3, 2, 1]);
    assert.deepEqual(headsIn(python, 8), [6, 3, 2, 1]);
    assert.deepEqual(headsIn(braces, 6), [5, 2, 1]);
  });

  it('are none of what is before it and over', () => {
    assert.deepEqual(headsIn(braces, 8), [1]);
    assert.deepEqual(headsIn('', 1), []);
    assert.deepEqual(headsIn(python, 99), []);
  });

  it('are few, however deep the code', () => {
    const deep = Array.from({ length: 100 }, (_, at) => `${' '.repeat(at)}if x:`).join('\n');
    assert.equal(headsIn(deep, 100).length, 8);
  });
});
