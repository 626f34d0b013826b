// Folding for search: one form for all spellings, and every piece of it leads back into the text.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold, foldText } from '../../src/core/chapter/fold';

const pieces = [
  'a', 'B', ' ', '-', '令', '牌', '𠮷', 'が', 'か\u3099', 'ー', 'ｶ', 'ﾞ', 'é', 'e\u0301', 'ệ', 'ß', 'ẞ', 'İ', 'ı', 'ﬃ',
  'Σ', 'ς', '한', '\u1112\u1161\u11ab', '가\u11a8', 'Ａ', '１', '①', '½', '\u00ad', '\u200d', '\ufe0f', '👩‍👩‍👧', '\u0301', 'ো',
  '\ud800', '\udc00', '\u0327\u0301', '\uffa1', '\uffc2', 'ﷺ', '豈',
]; // biome-ignore format: a row of odd characters
const text = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 3 })))
  .map(all => all.join(''));

describe('folding', () => {
  it('does not tell composed from decomposed text', () => {
    fc.assert(
      fc.property(text, original => {
        assert.equal(foldText(original.normalize('NFC')), foldText(original.normalize('NFD')));
      }),
    );
  });

  it('leads back to pieces that follow each other and leave nothing out', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (original, one, other) => {
        const folded = fold(original);
        const { length } = folded.text;
        const [start, end] = [one % (length + 1), other % (length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const range = folded.rangeOf(start, end);
        assert.ok(0 <= range.start && range.start <= range.end && range.end <= original.length);
        // What is marked holds what was found.
        const marked = original.slice(range.start, range.end);
        assert.ok(foldText(marked).includes(folded.text.slice(start, end)));
      }),
    );
  });
});
