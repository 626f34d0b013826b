import assert from 'node:assert/strict';
import type { Step } from '../../../src/core/reasoning/run';
import { stepParser } from '../../../src/core/reasoning/stepParser';

/** Steps of a text that arrives in these pieces, for code that stands in lines 10 to 20. */
function stepsOf(...pieces: readonly string[]): readonly Step[] {
  const parser = stepParser({ first: 10, last: 20 });
  const steps: Step[] = [];
  for (const event of [...pieces.flatMap(piece => parser.push(piece)), ...parser.end()]) {
    const open = steps.at(-1);
    if (event.type === 'step') steps.push(event.step);
    else if (open) steps[steps.length - 1] = { ...open, text: open.text + event.text };
  }
  return steps;
}

const only = (text: string) => stepsOf(text)[0];

describe('step parser', () => {
  it('reads one step a line with its lines', () => {
    assert.deepEqual(stepsOf('L10-12: Starts empty.\nL13: Adds a bit.\n'), [
      { number: 1, lines: { first: 10, last: 12 }, text: 'Starts empty.' },
      { number: 2, lines: { first: 13, last: 13 }, text: 'Adds a bit.' },
    ]);
  });

  for (const head of [
    'L11-12: ',
    'L11–12: ',
    'L11-L12: ',
    '**L11-12**: ',
    '**L11-12:** ',
    '- L11-12: ',
    '1. L11-12: ',
    '1. **L11-12**: ',
    '`L11-12`: ',
    '[L11-12] ',
    'Lines 11-12: ',
    'lines 11 to 12: ',
    'Step 1: L11-12: ',
    'Step 1 (L11-12): ',
    '### Step 1: L11-12: ',
    'L11至12：',
    '11-12: ',
  ]) {
    it(`reads the head "${head}"`, () => {
      assert.deepEqual(only(`${head}Does it.`), {
        number: 1,
        lines: { first: 11, last: 12 },
        text: 'Does it.',
      });
    });
  }

  it('opens a step without lines for a numbered sentence', () => {
    assert.deepEqual(only('1. Nothing is named here.'), { number: 1, text: 'Nothing is named here.' });
  });

  it('ties no step to lines that were not sent', () => {
    assert.deepEqual(only('L90-95: Elsewhere.'), { number: 1, text: 'Elsewhere.' });
  });

  it('clips a span that reaches out of the code', () => {
    assert.deepEqual(only('L18-99: To the end.')?.lines, { first: 18, last: 20 });
  });

  it('goes on with the open step on a line without a head', () => {
    assert.deepEqual(
      stepsOf('L10: First.\nAnd more.\nL11: Second.').map(step => step.text),
      ['First.\nAnd more.', 'Second.'],
    );
  });

  it('does not take a time or a ratio for lines', () => {
    assert.equal(stepsOf('L10: It runs.\n3:1 is the ratio.').length, 1);
  });

  it('does not look for heads inside a code fence', () => {
    assert.equal(stepsOf('L10: See:\n```\nL11: not a step\n```\nL12: A step.').length, 2);
  });

  it('keeps an answer that follows no form at all', () => {
    assert.deepEqual(stepsOf('The code adds bits.'), [{ number: 1, text: 'The code adds bits.' }]);
  });

  it('tells a head before the line is over', () => {
    const parser = stepParser({ first: 10, last: 20 });
    const events = [...parser.push('L10-'), ...parser.push('12: The')];
    assert.deepEqual(events, [
      { type: 'step', step: { number: 1, lines: { first: 10, last: 12 }, text: 'The' } },
    ]);
  });
});
