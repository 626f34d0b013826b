import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import { newRun, type Run } from '../../../src/core/reasoning/run';
import { unexplained } from '../../../src/core/reasoning/unexplained';

const excerpt = { uri: 'file:///a', name: 'a', languageId: 'x', firstLine: 5, text: 'a\nb\n\nc\nd\ne' };
const span = (first: number, last = first) => ({ first, last });
const pieces = [span(5, 6), span(8), span(9, 10)].map(lines => ({ lines, quote: 'q' }));
const step = (number: number, first: number, last = first) => ({
  number,
  lines: { first, last },
  text: 't',
});
const ended: Run = { ...newRun('r', 0, excerpt), state: 'done', reason: 'length', pieces };

describe('lines that were not explained', () => {
  it('are those of the pieces that no step wears', () => {
    assert.deepEqual(unexplained({ ...ended, steps: [step(1, 5, 6)] }), {
      lines: [span(8, 10)],
      leftOut: [],
    });
    assert.deepEqual(unexplained({ ...ended, steps: [step(1, 5, 6), step(2, 9, 10)] }).lines, [span(8)]);
  });

  it('are none where each piece has its step', () => {
    const steps = [step(1, 5, 6), step(2, 8), step(3, 9, 10)];
    assert.deepEqual(unexplained({ ...ended, steps }), { lines: [], leftOut: [] });
  });

  it('take in what the model never got, but for blank lines', () => {
    const budget = {
      instructions: 1,
      code: 1,
      surroundings: 0,
      question: 1,
      answer: 1,
      window: 9,
      isEstimate: true,
      leftOut: [span(2, 3), span(7, 8)],
    };
    const run = { ...ended, pieces: [pieces[0], pieces[2]].flatMap(piece => piece ?? []), budget };
    const steps = [step(1, 5, 6), step(2, 9, 10)];
    assert.deepEqual(unexplained({ ...run, steps }), { lines: [span(7, 8)], leftOut: [span(7, 8)] });
  });

  it('are not known while the run goes on, before its first step, and of runs that were asked for no pieces', () => {
    const { pieces: _none, ...old } = ended;
    const running: Run = { ...ended, state: 'streaming' };
    for (const run of [running, ended, old]) {
      const steps = run === ended ? [] : [step(1, 5)];
      assert.deepEqual(unexplained({ ...run, steps }).lines, []);
    }
    const event = { type: 'done', reason: 'stopped' } as const;
    const stopped = advance({ ...running, steps: [step(1, 5, 6)] }, { at: 1, event });
    assert.deepEqual(unexplained(stopped).lines, [span(8, 10)]);
  });
});
