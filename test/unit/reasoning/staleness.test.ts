import assert from 'node:assert/strict';
import { compareCode } from '../../../src/core/reasoning/staleness';

const excerpt = {
  uri: 'file:///a.py',
  name: 'a.py',
  languageId: 'python',
  firstLine: 2,
  text: 'b = 1\nc = 2',
};

describe('staleness of a run', () => {
  it('is none on untouched code', () => {
    assert.deepEqual(compareCode(excerpt, 'a = 0\nb = 1\nc = 2\n'), { shift: 0, staleLines: [] });
  });
  it('names the line that changed', () => {
    assert.deepEqual(compareCode(excerpt, 'a = 0\nb = 1\nc = 3\n'), { shift: 0, staleLines: [3] });
  });
  it('follows code that moved as a whole', () => {
    assert.deepEqual(compareCode(excerpt, 'a\nz\nz\nb = 1\nc = 2\n'), { shift: 2, staleLines: [] });
  });
  it('names all lines where the code is gone', () => {
    assert.deepEqual(compareCode(excerpt, ''), { shift: 0, staleLines: [2, 3] });
  });
});
