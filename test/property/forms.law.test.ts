import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Form } from '../../src/core/endpoint/forms';
import { FlatJson } from '../../src/core/reasoning/forms/flatJson';
import { keyOf } from '../../src/core/reasoning/forms/pieceHead';
import { pieces, runOf } from '../unit/reasoning/forms/pieces';

const forms = fc.constantFrom<Form>('grammar', 'schema', 'free');

const fragments = fc.oneof(
  fc.constantFrom(
    'L10: ',
    'L11-12: `total = 0` ',
    'L11-12: `tot',
    'L12-14: ',
    'Sets `total_cost` and `last_one`. ',
    'The same sentence as before. ',
    'The same sentence as before and so on. ',
    '\n',
    '\r\n',
    '```json\n',
    '{',
    '}',
    '[',
    ', ',
    '"summary": "',
    '"L10 def f(a):": "',
    '"L11-12 total = 0": "',
    '"',
    '\\',
    '\\u4e2d',
    '\\ud83d\\ude00',
    '\\ud83d',
    '😀',
    '。',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
);

function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const at = [0, ...cuts.filter(cut => cut <= text.length).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
}

describe('laws of answers about pieces', () => {
  it('give the same run however the text is cut', () => {
    const texts = fc.array(fragments, { maxLength: 30 }).map(parts => parts.join(''));
    const begun = fc.tuple(fc.constantFrom('', '{"summary": "', 'All.\nL10: '), texts);
    fc.assert(
      fc.property(forms, begun, fc.array(fc.nat(300), { maxLength: 20 }), (form, [start, rest], cuts) => {
        const text = start + rest;
        const whole = runOf(form, [text]);
        for (const parts of [cutAt(text, cuts), text.split('')]) {
          const { steps, summary } = runOf(form, parts);
          assert.deepEqual({ steps, summary }, { steps: whole.steps, summary: whole.summary });
        }
      }),
      { numRuns: 600 },
    );
  });

  it('read whatever a writer of JSON writes', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(words, fc.array(words, { minLength: 3, maxLength: 3 }), (whole, told) => {
        const answer = JSON.stringify({
          summary: whole,
          ...Object.fromEntries(pieces.map((piece, at) => [keyOf(piece), told[at]])),
        });
        const run = runOf('schema', [answer]);
        assert.equal(run.summary, whole);
        assert.deepEqual(
          run.steps.map(({ lines }) => lines),
          pieces.map(({ lines }) => lines),
        );
      }),
    );
  });

  it('read each string of a flat object to the letter', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
        fc.nat(4),
        (object, indent) => {
          const read = new Map<string, string>();
          let key = '';
          for (const event of new FlatJson().push(JSON.stringify(object, undefined, indent))) {
            if (event.type === 'key') {
              key = event.key;
              read.set(key, '');
            } else read.set(key, (read.get(key) ?? '') + event.text);
          }
          assert.deepEqual([...read], Object.entries(object));
        },
      ),
    );
  });
});
