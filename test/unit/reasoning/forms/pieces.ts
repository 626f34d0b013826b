// Code in three pieces, and the run that an answer about them becomes.
import type { Form } from '../../../../src/core/endpoint/forms';
import { advance } from '../../../../src/core/reasoning/advance';
import { pieceReader } from '../../../../src/core/reasoning/forms/reader';
import type { Piece } from '../../../../src/core/reasoning/pieces/piece';
import { newRun, type Run } from '../../../../src/core/reasoning/run';

export const code = {
  firstLine: 10,
  text: 'def f(a):\n    total = 0\n    seen_at = {}\n    if a > 3:\n        total_cost = a + seen_at[a]\n        last_one = 4',
};

export const pieces: readonly Piece[] = [
  { lines: { first: 10, last: 10 }, quote: 'def f(a):' },
  { lines: { first: 11, last: 12 }, quote: 'total = 0' },
  { lines: { first: 13, last: 15 }, quote: 'if a > 3:' },
];

const excerpt = { uri: 'file:///f.py', name: 'f.py', languageId: 'python', ...code };

export function runOf(form: Form, parts: readonly string[]): Run {
  const reader = pieceReader({ form, pieces, code }, { first: 10, last: 15 }, []);
  const events = [...parts.flatMap(part => reader.push(part)), ...reader.end()];
  return events.reduce((run, event) => advance(run, { at: 0, event }), newRun('r', 0, excerpt));
}

export function stepsOf(form: Form, parts: readonly string[]): { summary: string; steps: Run['steps'] } {
  const { summary = '', steps } = runOf(form, parts);
  return { summary, steps };
}
