import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advance } from '../../src/core/reasoning/advance';
import { newRun, type Run } from '../../src/core/reasoning/run';
import { stepParser } from '../../src/core/reasoning/stepParser';

const excerpt = {
  uri: 'file:///a.py',
  name: 'a.py',
  languageId: 'python',
  firstLine: 10,
  text: 'x\n'.repeat(10),
};

function runOf(pieces: readonly string[]): Run {
  const parser = stepParser({ first: 10, last: 20 });
  const events = [...pieces.flatMap(piece => parser.push(piece)), ...parser.end()];
  return events.reduce((run, event) => advance(run, { at: 0, event }), newRun('r', 0, excerpt));
}

const answer = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'L10-12: ',
        'L13: ',
        '1. ',
        '**L14**: ',
        '12-13: ',
        '```',
        '\n```\n',
        '\n~~~~',
        '\r\n',
        '\r',
        ' ',
        '第13行：',
        'L12, ',
        'and ',
        '..',
        '*',
        '- ',
        '\n',
        'Step 2: ',
        '至',
        '`x`',
        'L',
      ),
      fc.string({ maxLength: 12 }),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''));

describe('laws of the step parser', () => {
  it('gives the same steps however the text is cut', () => {
    fc.assert(
      fc.property(answer, fc.array(fc.nat(200), { maxLength: 20 }), (text, cuts) => {
        const at = [0, ...cuts.filter(cut => cut <= text.length).sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        assert.deepEqual(runOf(pieces).steps, runOf([text]).steps);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 1, maxLength: 20 }), words => {
        const text = words.map((word, index) => `L${10 + (index % 10)}: ${word}`).join('\n');
        assert.deepEqual(
          runOf([text]).steps.map(step => step.text),
          words,
        );
      }),
    );
  });
});
