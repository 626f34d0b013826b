// Marks cut a text without losing or doubling a character.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Mark, noteId, piecesOf } from '../../../src/panel/ui/marks';

const mark = (id: string, start: number, end: number): Mark => ({ id, verdict: 'mine', start, end });

describe('piecesOf', () => {
  it('leaves a text alone that no mark touches', () => {
    assert.deepEqual(piecesOf(10, 5, [mark('a', 0, 10), mark('b', 15, 20)]), []);
  });

  it('gives overlapping words to the mark that starts last', () => {
    const pieces = piecesOf(0, 10, [mark('a', 0, 6), mark('b', 4, 8)]);
    assert.deepEqual(
      pieces.map(({ start, end, mark }) => [start, end, mark?.id]),
      [
        [0, 4, 'a'],
        [4, 6, 'b'],
        [6, 8, 'b'],
        [8, 10, undefined],
      ],
    );
  });

  it('covers the text once, in order, whatever the marks', () => {
    const anyMark = fc
      .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
      .map(([start, length]) => mark(`m${start}`, start, start + length));
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.integer({ min: 1, max: 30 }),
        fc.array(anyMark, { minLength: 1 }),
        (start, length, marks) => {
          const pieces = piecesOf(start, length, marks);
          if (pieces.length === 0) return;
          assert.equal(pieces[0]?.start, start);
          assert.equal(pieces.at(-1)?.end, start + length);
          for (const [index, piece] of pieces.slice(1).entries())
            assert.equal(piece.start, pieces[index]?.end);
        },
      ),
    );
  });
});

describe('noteId', () => {
  it('makes a name that an address can bear', () => {
    assert.equal(noteId('urn:uuid:1 2'), 'note-urn-uuid-1-2');
  });
});
