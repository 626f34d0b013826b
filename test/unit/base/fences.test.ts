import assert from 'node:assert/strict';
import { fenceReader } from '../../../src/core/base/fences';

const short = { text: '.', opens: '<', code: '|', closes: '>' };

function kindsOf(text: string, deepest?: number): string {
  const reader = fenceReader(deepest);
  return text
    .split('\n')
    .map(line => {
      for (const char of line) reader.add(char);
      return short[reader.endLine()];
    })
    .join('');
}

describe('fences', () => {
  for (const [what, text, kinds] of [
    ['code between two', 'a\n```py\nb\n\n```\nc', '.<||>.'],
    ['tildes are not closed by backticks', '~~~\n```\n~~~', '<|>'],
    ['a longer one is not closed by a shorter', '````\n```\n````', '<|>'],
    ['a longer one closes', '```\n`````', '<>'],
    ['a closed span opens nothing', '```print(x)```\na', '..'],
    ['tildes may have backticks behind them', '~~~ `a`\nb', '<|'],
    ['words behind a fence close nothing', '```\n```py\n```', '<|>'],
    ['two signs are none', '``\na', '..'],
    ['blanks behind a fence', '```\na\n```  ', '<|>'],
  ] as const) {
    it(what, () => assert.equal(kindsOf(text), kinds));
  }

  it('is code, and no fence, where it stands too deep', () => {
    assert.equal(kindsOf('    ```\na'), '..');
    assert.equal(kindsOf('    ```\na', Number.POSITIVE_INFINITY), '<|');
  });

  it('says which fence is open', () => {
    const reader = fenceReader();
    reader.add('~~~~ x');
    assert.equal(reader.open, undefined);
    reader.endLine();
    assert.deepEqual(reader.open, { sign: '~', length: 4 });
  });
});
