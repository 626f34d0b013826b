// Whatever a step says: its marks are true of the code, and do not hang on how it is written down.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMarkdown, plainText } from '../../src/core/markdown';
import { checkStep } from '../../src/core/reasoning/checks/checkStep';
import { readCode } from '../../src/core/reasoning/checks/knownCode';
import { namesSaidIn } from '../../src/core/reasoning/checks/saidNames';
import { clamp, parse, retry, search } from '../unit/reasoning/checks/samples';

const samples = [clamp, retry, search, parse];
const excerpts = fc.constantFrom(...samples);
const words = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '`overflow_count`',
        '`lo`',
        'camelCase',
        '12',
        'lines 3-4',
        '。',
        '**',
        '`',
        '“',
        '\n\n',
        '- ',
      ),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(' '));

describe('laws of the checks', () => {
  it('a name stands where it is said to stand, in the text that is seen', () => {
    fc.assert(
      fc.property(words, text => {
        const plain = plainText(parseMarkdown(text));
        let from = 0;
        for (const name of namesSaidIn(text)) {
          assert.equal(plain.slice(name.start, name.end), name.text);
          assert.ok(name.start >= from);
          from = name.start;
        }
      }),
    );
  });

  it('what quotes a line of the code to the letter has no invented word', () => {
    const quotes = excerpts.chain(excerpt =>
      fc
        .constantFrom(...excerpt.text.split('\n').filter(line => !line.includes('`')))
        .map(line => ({ excerpt, line })),
    );
    fc.assert(
      fc.property(quotes, ({ excerpt, line }) => {
        const step = { number: 1, text: `Then \`${line.trim()}\` is done.` };
        assert.deepEqual(checkStep(step, readCode(excerpt)), []);
      }),
    );
  });

  it('what quotes its own lines speaks of no other ones', () => {
    const quotes = excerpts.chain(excerpt => {
      const lines = excerpt.text.split('\n');
      return fc.nat({ max: lines.length - 1 }).map(index => ({ excerpt, index, line: lines[index] ?? '' }));
    });
    fc.assert(
      fc.property(quotes, ({ excerpt, index, line }) => {
        const at = excerpt.firstLine + index;
        const step = { number: 1, lines: { first: at, last: at }, text: `\`${line.replaceAll('`', '')}\`` };
        assert.deepEqual(
          checkStep(step, readCode(excerpt)).filter(({ kind }) => kind === 'elsewhere'),
          [],
        );
      }),
    );
  });

  it('a mark leads outside the lines of its step, to a line that holds its names', () => {
    const spans = fc.tuple(excerpts, fc.nat({ max: 20 }), fc.nat({ max: 5 }), words);
    fc.assert(
      fc.property(spans, ([excerpt, from, size, text]) => {
        const lines = { first: excerpt.firstLine + from, last: excerpt.firstLine + from + size };
        const code = readCode(excerpt);
        for (const mark of checkStep({ number: 1, lines, text }, code)) {
          if (mark.kind === 'invented') {
            for (const word of mark.words) assert.equal(code.isSent(word), false);
            continue;
          }
          const line = mark.lines.first;
          assert.ok(line < lines.first || line > lines.last);
          assert.ok(mark.names.length > 0);
          const source = excerpt.text.split('\n')[line - excerpt.firstLine] ?? '';
          for (const name of mark.names) assert.ok(source.includes(name), `${name} in ${source}`);
        }
      }),
    );
  });

  it('a step that wears all of the code speaks of no other lines', () => {
    fc.assert(
      fc.property(excerpts, words, (excerpt, text) => {
        const code = readCode(excerpt);
        const marks = checkStep({ number: 1, lines: code.bounds, text }, code);
        assert.deepEqual(
          marks.filter(({ kind }) => kind === 'elsewhere'),
          [],
        );
      }),
    );
  });

  it('numbers are one by their value', () => {
    const code = readCode(retry);
    const written = (value: number) => [`${value}`, `0x${value.toString(16)}`, value.toLocaleString('en')];
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), value => {
        const found = written(value).map(
          text => checkStep({ number: 1, text: `It is \`${text}\`.` }, code).length,
        );
        assert.equal(new Set(found).size, 1, `${value}: ${found}`);
      }),
    );
  });
});
