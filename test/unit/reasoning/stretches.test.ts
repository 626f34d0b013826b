import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Stretch, stretchesOf } from '../../../src/core/reasoning/stretches';

/** Pieces of so many lines, one after the other. */
function piecesOf(sizes: readonly number[]) {
  let next = 1;
  return sizes.map(size => {
    const first = next;
    next += size;
    return { lines: { first, last: next - 1 }, quote: '' };
  });
}

const spans = (stretches: readonly Stretch[]) => stretches.map(({ lines }) => [lines.first, lines.last]);

describe('stretches of code', () => {
  it('are one for code that is read at once', () => {
    assert.deepEqual(spans(stretchesOf(piecesOf([30, 30]), { first: 1, last: 60 })), [[1, 60]]);
    assert.deepEqual(spans(stretchesOf([], { first: 1, last: 500 })), [[1, 500]]);
  });

  it('are of some forty lines, and part no piece', () => {
    const pieces = piecesOf(Array.from({ length: 30 }, () => 10));
    const stretches = stretchesOf(pieces, { first: 1, last: 300 });
    assert.deepEqual(spans(stretches), [
      [1, 40],
      [41, 80],
      [81, 120],
      [121, 160],
      [161, 200],
      [201, 240],
      [241, 300],
    ]);
    assert.deepEqual(
      stretches.flatMap(({ pieces: own }) => own),
      pieces,
    );
  });

  it('hold all lines once, and each piece whole', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.nat(5), fc.nat(5), (all, above, below) => {
        const pieces = piecesOf(all);
        const last = (pieces.at(-1)?.lines.last ?? 0) + below;
        const stretches = stretchesOf(pieces, { first: 1 - above, last });
        let next = 1 - above;
        for (const { lines, pieces: own } of stretches) {
          assert.equal(lines.first, next);
          next = lines.last + 1;
          assert.ok(own.length > 0);
          for (const piece of own)
            assert.ok(piece.lines.first >= lines.first && piece.lines.last <= lines.last);
        }
        assert.equal(next, last + 1);
        assert.deepEqual(
          stretches.flatMap(({ pieces: own }) => own),
          pieces,
        );
      }),
    );
  });
});
