// Two runs side by side name lines as they are numbered now, each from its own numbers.
import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import { compareView } from '../../../src/panel/views/reasoning/compare';
import { firstRun, runEvents } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const { pieces: _none, ...done } = runEvents.reduce(advance, firstRun);
const { excerpt } = done;
const at = excerpt.firstLine + 2;
const run = { ...done, steps: [{ number: 1, lines: { first: at, last: at }, text: 'One.' }] };
/** Sent when the code stood ten lines further down. */
const beside = {
  ...run,
  id: 'run-2',
  excerpt: { ...excerpt, firstLine: excerpt.firstLine + 10 },
  steps: [{ number: 1, lines: { first: at + 10, last: at + 10 }, text: 'Two.' }],
};
/** The code stands three lines further down than when the left run was sent. */
const stands = [{ first: 1, last: 200, at: 4 }];

describe('two runs beside each other', () => {
  const linesIn = (page: string) => [...page.matchAll(/data-lines=(\S+)/g)].map(([, lines]) => lines);

  it('name the lines of now, in their rows and on both sides', () => {
    const page = textOf(compareView(sceneOf({ run, beside, stands }), run, beside));
    assert.deepEqual(linesIn(page), [`${at + 3}`, `${at + 3}`]);
    assert.match(page, new RegExp(`data-row=${at + 3}\\b`));
  });

  it('name the lines of other code as they were sent', () => {
    const other = { ...beside, excerpt: { ...beside.excerpt, text: 'x' } };
    const page = textOf(compareView(sceneOf({ run, beside: other, stands }), run, other));
    assert.deepEqual(linesIn(page), [`${at + 3}`, `${at + 10}`]);
  });
});
