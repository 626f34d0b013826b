import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anchor } from '../../src/core/annotation/anchor';
import { selectorsFor } from '../../src/core/annotation/create';

const vocabulary =
  'the a of to in it is that was for on are as with they at be this from have or by one had not but what all were ' +
  'when we there can an your which their said if do will each about how up out them then she many some so these ' +
  'would other into has more her two like him see time could no make than first been its who now people my made ' +
  'model token text instruction task answer chain thought code training context question prompt sample reward';
const words = vocabulary.split(' ');

/**
 * Prose by a seed of its own: left to itself, fast-check likes "the the the the", in which no place differs from
 * the next and every answer is as good as another.
 */
const proseFrom = (seed: number, count: number): readonly string[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return words[(state >>> 8) % words.length] ?? '';
  });
};
const prose = (min: number, max: number) =>
  fc.tuple(fc.integer(), fc.integer({ min, max })).map(([seed, count]) => proseFrom(seed, count).join(' '));

/** Any text at all, short and strange ones too, with a range in it. */
const anyRange = fc
  .tuple(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([text, one, other]) => {
    const start = Math.floor(Math.min(one, other) * (text.length - 1));
    const end = Math.max(start + 1, Math.round(Math.max(one, other) * text.length));
    return { text, start, end };
  });

/** Prose with a range of 3 to 40 words. */
const proseRange = fc
  .tuple(fc.integer(), fc.integer({ min: 60, max: 300 }), fc.nat(), fc.integer({ min: 3, max: 40 }))
  .map(([seed, length, at, count]) => {
    const list = proseFrom(seed, length);
    const from = at % (list.length - count);
    const start = from === 0 ? 0 : list.slice(0, from).join(' ').length + 1;
    const end = start + list.slice(from, from + count).join(' ').length;
    return { text: list.join(' '), start, end };
  });

describe('law: anchor', () => {
  it('text that was not touched anchors exactly', () => {
    fc.assert(
      fc.property(anyRange, ({ text, start, end }) => {
        assert.deepEqual(anchor(selectorsFor(text, start, end), text), { kind: 'exact', start, end });
      }),
      { numRuns: 1000 },
    );
  });

  it('what is inserted before moves the anchor by its length', () => {
    fc.assert(
      fc.property(proseRange, prose(1, 60), ({ text, start, end }, inserted) => {
        // Of a copy with all its surroundings nobody can tell that it is one.
        fc.pre(!inserted.includes(text.slice(start, end)));
        const place = anchor(selectorsFor(text, start, end), `${inserted}. ${text}`);
        const by = inserted.length + 2;
        assert.ok(place.kind === 'moved', place.kind);
        assert.deepEqual([place.start, place.end], [start + by, end + by]);
      }),
      { numRuns: 500 },
    );
  });

  it('unrelated prose in the same words never anchors', () => {
    fc.assert(
      fc.property(proseRange, prose(60, 400), ({ text, start, end }, other) => {
        fc.pre(!other.startsWith(text.slice(0, 60)));
        assert.equal(anchor(selectorsFor(text, start, end), other).kind, 'orphan');
      }),
      { numRuns: 1000 },
    );
  });

  it('edits anywhere leave the anchor on its words or orphan it', () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 40 }), prose(0, 8));
    fc.assert(
      fc.property(
        proseRange,
        fc.array(edit, { minLength: 1, maxLength: 8 }),
        ({ text, start, end }, edits) => {
          const edited = withEdits({ text, start, end }, edits);
          const place = anchor(selectorsFor(text, start, end), edited.text);
          if (place.kind === 'orphan') return;
          assert.ok(
            place.start < edited.end && edited.start < place.end,
            `${place.kind} "${edited.text.slice(place.start, place.end)}"`,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a few characters changed inside a sentence do not lose it', () => {
    fc.assert(
      fc.property(proseRange, fc.nat(), fc.constantFrom('', 'x', 'yz'), ({ text, start, end }, at, typed) => {
        fc.pre(end - start >= 12);
        const cut = start + 1 + (at % (end - start - 2));
        const changed = text.slice(0, cut) + typed + text.slice(cut + 1);
        const place = anchor(selectorsFor(text, start, end), changed);
        assert.notEqual(place.kind, 'orphan');
      }),
      { numRuns: 1000 },
    );
  });

  it('any selectors on any text are answered with a range of it', () => {
    fc.assert(
      fc.property(
        fc.record({ exact: fc.string(), prefix: fc.string(), suffix: fc.string(), at: fc.nat({ max: 200 }) }),
        fc.string({ maxLength: 200 }),
        ({ exact, prefix, suffix, at }, text) => {
          const place = anchor(
            [
              { type: 'TextQuoteSelector', exact, prefix, suffix },
              { type: 'TextPositionSelector', start: at, end: at + exact.length },
            ],
            text,
          );
          if (place.kind === 'orphan') assert.equal(place.quote, exact);
          else assert.ok(0 <= place.start && place.start < place.end && place.end <= text.length);
        },
      ),
    );
  });
});

interface Range {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Each edit: at which share of the text, how many characters go, what comes instead. The true range moves along. */
function withEdits(range: Range, edits: readonly (readonly [number, number, string])[]): Range {
  return edits.reduce(({ text, start, end }, [share, removed, inserted]) => {
    const from = Math.floor(share * text.length);
    const to = Math.min(text.length, from + removed);
    const shift = (at: number, stays: boolean) => {
      if (at < from || (at === from && stays)) return at;
      return at >= to ? at - (to - from) + inserted.length : from + (stays ? 0 : inserted.length);
    };
    return {
      text: text.slice(0, from) + inserted + text.slice(to),
      start: shift(start, false),
      end: shift(end, true),
    };
  }, range);
}
