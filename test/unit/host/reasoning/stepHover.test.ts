// What rests beside a line of explained code: whose words they are, and what can be seen to be wrong with them.
import assert from 'node:assert/strict';
import { advance } from '../../../../src/core/reasoning/advance';
import type { Run } from '../../../../src/core/reasoning/run';
import { stepHovers } from '../../../../src/host/reasoning/stepHover';
import { firstRun, runEvents } from '../../../panel/fixtures';
import { MarkdownString } from '../../../support/editor/values';

const done = runEvents.reduce(advance, firstRun);
const { excerpt } = done;
const step = { number: 1, lines: { first: 16, last: 16 }, text: 'Calls `foldBits()`.' };

/** On a line of the run, in a file that has one line more above it now. */
function hoverOf(run: Run, line = 16): string {
  const above = '\n'.repeat(excerpt.firstLine);
  const document = { uri: { toString: () => excerpt.uri }, getText: () => above + excerpt.text };
  const hover: unknown = stepHovers(() => run).provideHover(
    document as never,
    { line } as never,
    undefined as never,
  );
  assert.ok(typeof hover === 'object' && hover !== null && 'contents' in hover);
  assert.ok(hover.contents instanceof MarkdownString);
  return hover.contents.value.replace(/\\/g, '');
}

describe('a hover on explained code', () => {
  it('says who wrote it and that it is not checked, and its marks', () => {
    const text = hoverOf({ ...done, steps: [step] });
    assert.match(text, /Not in the code that was sent: foldBits/);
    assert.ok(text.includes(`Written by ${done.destination?.model} · not checked`), text);
  });

  it('names a line that a step speaks of as it is numbered now', () => {
    const lines = { first: 13, last: 13 };
    const text = hoverOf({ ...done, steps: [{ ...step, lines, text: 'Draws from `random`.' }] }, 13);
    assert.match(text, /Speaks of line 17: random/);
  });

  it('marks nothing in a step that is being written, nor in an answer', () => {
    assert.doesNotMatch(hoverOf({ ...done, steps: [step], isWriting: true }), /Not in the code/);
    assert.doesNotMatch(hoverOf({ ...done, steps: [step], question: 'Why?' }), /Not in the code/);
  });
});
