import assert from 'node:assert/strict';
import { lineMentions } from '../../../src/core/reasoning/lineMentions';

const bounds = { first: 3, last: 40 };
const found = (text: string) =>
  lineMentions(text, bounds).map(
    ({ start, end, lines }) => `${text.slice(start, end)}=${lines.first}-${lines.last}`,
  );

describe('lines that an answer names', () => {
  it('are found in both languages, alone and as spans', () => {
    assert.deepEqual(found('See line 12, then lines 14–15 or L7-9, and L20.'), [
      'line 12=12-12',
      'lines 14–15=14-15',
      'L7-9=7-9',
      'L20=20-20',
    ]);
    assert.deepEqual(found('from lines 3 to 5, and line 8'), ['lines 3 to 5=3-5', 'line 8=8-8']);
    assert.deepEqual(found('见第 12 行，再看第3至5行。'), ['第 12 行=12-12', '第3至5行=3-5']);
  });

  it('are told apart in a list', () => {
    assert.deepEqual(found('lines 3, 5 and 7–9 turn'), ['3=3-3', '5=5-5', '7–9=7-9']);
  });

  it('are no lines that were not sent, nor numbers of something else', () => {
    assert.deepEqual(found('line 2, line 41, lines 39-41, line 99999999999999999999, L0'), []);
    assert.deepEqual(found('12 lines, 3 to 5 of them, baseline 4, HTML5, XL12, step 12'), []);
    assert.deepEqual(found('lines 9-7'), []);
  });

  it('are bounded', () => {
    assert.equal(lineMentions('line 5 '.repeat(1_000), bounds).length, 200);
  });
});
