import assert from 'node:assert/strict';
import type { Run } from '../../../../src/core/reasoning/run';
import { findInRun, mostOfRun, termsOf, wordsOfRun } from '../../../../src/host/reasoning/runSearch';
import { firstRun } from '../../../panel/fixtures';

const step = (number: number, text: string) => ({ number, text });
const run: Run = {
  ...firstRun,
  question: 'Why is it so?',
  summary: 'Counts **slips**.',
  steps: [step(1, 'Begins with `state` at 0.'), step(2, 'Ａ café folds each bit, and goes on.')],
};
const find = (query: string, names: readonly string[] = ['parity.py']) =>
  findInRun(termsOf(query), names, wordsOfRun(run));

describe('a search in a run', () => {
  it('finds its names before its words', () => {
    assert.deepEqual(find('PARITY'), { where: 'name' });
    assert.deepEqual(find('loop', ['The loop', 'a.py']), { where: 'name' });
  });

  it('finds words in the plain text, in any spelling, and shows them as they are written', () => {
    assert.deepEqual(find('slips counts')?.where, 'summary');
    const { where, step: at, excerpt } = find('cafe') ?? {};
    assert.deepEqual([where, at, excerpt?.hit], ['step', 2, 'café']);
    assert.equal(
      `${excerpt?.before}${excerpt?.hit}${excerpt?.after}`,
      'Ａ café folds each bit, and goes on.',
    );
  });

  it('wants every word, wherever each stands', () => {
    assert.equal(find('parity café')?.where, 'step');
    assert.equal(find('why café')?.where, 'question');
    assert.equal(find('café nowhere'), undefined);
  });

  it('looks at so much of a run, and says so', () => {
    const long = { ...run, steps: [step(1, 'x '.repeat(mostOfRun)), step(2, 'beyond')] };
    const words = wordsOfRun(long);
    assert.equal(words.isCut, true);
    assert.equal(findInRun(['beyond'], [], words), undefined);
    assert.equal(wordsOfRun(run).isCut, false);
    assert.ok(words.parts.reduce((sum, { text }) => sum + text.length, 0) <= mostOfRun);
  });
});
