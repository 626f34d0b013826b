// Notes stand level with their words, never over one another.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shiftNotes } from '../../../src/panel/views/chapter/alignNotes';

describe('shiftNotes', () => {
  it('sets a note level with its words', () => {
    assert.deepEqual(shiftNotes([{ wordsTop: 80, height: 40 }]), [
      { marginTop: 80, top: 80, pull: 0, lane: 0 },
    ]);
  });

  it('pushes a note below the one above, and says how far', () => {
    const [, second] = shiftNotes([
      { wordsTop: 0, height: 100 },
      { wordsTop: 30, height: 40 },
    ]);
    assert.deepEqual(second, { marginTop: 0, top: 120, pull: 90, lane: 0 });
  });

  it('gives each leader that steps a lane of its own', () => {
    const tall = { wordsTop: 0, height: 100 };
    assert.deepEqual(
      shiftNotes([tall, tall, tall]).map(({ lane }) => lane),
      [0, 0, 1],
    );
  });

  it('gives no leader a lane that would run into the words', () => {
    const tall = { wordsTop: 0, height: 100 };
    const lanes = shiftNotes(Array.from({ length: 80 }, () => tall)).map(({ lane }) => lane);
    assert.equal(Math.max(...lanes), 6);
    assert.equal(lanes.at(-1), 6);
  });

  it('puts a note without words after the others, without a leader', () => {
    const [, orphan] = shiftNotes([
      { wordsTop: 10, height: 40 },
      { wordsTop: undefined, height: 40 },
    ]);
    assert.deepEqual(orphan, { marginTop: 0, top: 70, pull: 0, lane: 0 });
  });

  it('never lets two notes overlap', () => {
    const box = fc.record({
      wordsTop: fc.option(fc.nat(500), { nil: undefined }),
      height: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(box), boxes => {
        let bottom = 0;
        for (const [index, { marginTop, top, pull }] of shiftNotes(boxes).entries()) {
          assert.ok(marginTop >= 0 && pull >= 0);
          assert.equal(top, bottom + marginTop);
          // Each note brings its own 20 px below it, so the next begins at the bottom of the one above.
          bottom += marginTop + (boxes[index]?.height ?? 0) + 20;
          assert.ok(bottom >= (boxes[index]?.wordsTop ?? 0));
        }
      }),
    );
  });
});
