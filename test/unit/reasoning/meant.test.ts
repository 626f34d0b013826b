import assert from 'node:assert/strict';
import * as v from 'valibot';
import { meantPieces } from '../../../src/core/reasoning/meant';
import { promptToFit } from '../../../src/core/reasoning/prompt';
import { Excerpt } from '../../../src/core/reasoning/run';

const piece = (first: number, last: number) => ({ lines: { first, last }, quote: `line ${first}` });

describe('the pieces of several selections', () => {
  const pieces = [piece(1, 3), piece(4, 6), piece(7, 9)];

  it('are all of them where nothing was selected apart', () => {
    assert.deepEqual(meantPieces(pieces, undefined), pieces);
  });

  it('leave out what stands between, and end where the selection ends', () => {
    assert.deepEqual(
      meantPieces(pieces, [
        { first: 2, last: 3 },
        { first: 7, last: 8 },
      ]),
      [
        { lines: { first: 2, last: 3 }, quote: '' },
        { lines: { first: 7, last: 8 }, quote: 'line 7' },
      ],
    );
  });

  it('are two where two selections stand in one', () => {
    const [first, second] = meantPieces(
      [piece(1, 9)],
      [
        { first: 1, last: 2 },
        { first: 5, last: 6 },
      ],
    );
    assert.deepEqual(
      [first?.lines, second?.lines],
      [
        { first: 1, last: 2 },
        { first: 5, last: 6 },
      ],
    );
  });
});

describe('what the model is asked about', () => {
  const asked = (change: Partial<Excerpt>) => {
    const excerpt = { uri: '', name: 'a.py', languageId: 'python', firstLine: 3, text: 'x\ny', ...change };
    const { question } = promptToFit(excerpt, { language: 'en', form: 'grammar', pieces: [] });
    return /^Explain (.*?): first one sentence/.exec(question)?.[1];
  };

  it('is called as the head of the run calls it', () => {
    assert.equal(asked({ kind: 'method', symbol: 'f' }), 'the method `f`');
    assert.equal(asked({ symbol: 'f' }), '`f`');
    assert.equal(asked({ kind: 'statement' }), 'this statement, lines 3 to 4');
    assert.equal(asked({ kind: 'file' }), 'the whole file');
    assert.equal(asked({ kind: 'cell', cell: 2 }), 'the whole cell');
    assert.equal(asked({}), 'lines 3 to 4');
    const meant = [
      { first: 3, last: 3 },
      { first: 9, last: 12 },
    ];
    assert.equal(asked({ meant }), 'line 3 and lines 9 to 12');
  });

  it('is read from a kept run of a later version, without a kind that is not known', () => {
    const excerpt = { uri: '', name: 'a', languageId: 'c', firstLine: 1, text: 'x', kind: 'chapter' };
    const read = v.parse(Excerpt, excerpt);
    assert.equal(read.kind, undefined);
    assert.equal(read.text, 'x');
  });
});
