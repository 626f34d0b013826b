// What the search field finds beside the passages: every note in the margin, in the language that is read.
import assert from 'node:assert/strict';
import { findPassages } from '../../../src/panel/search/search';
import { sceneOf } from './scene';

const notesWith = (query: string, language: 'en' | 'zh-CN' = 'en') =>
  findPassages(sceneOf({}, language), query)
    .filter(({ isNote }) => isNote)
    .map(({ passage }) => passage);

describe('findPassages', () => {
  it('finds the words of an editorial note, in each language', () => {
    assert.deepEqual(notesWith('LaMDA'), ['cot-origin']);
    assert.deepEqual(notesWith('少样本', 'zh-CN'), ['cot-gpt3']);
    assert.deepEqual(notesWith('data sets'), ['cot-way-of-writing']);
  });

  it('finds the words of a note of the reader', () => {
    assert.deepEqual(notesWith('explain nothing'), ['cot-not-length']);
  });

  it('takes no note for found by the title of its passage', () => {
    const hits = findPassages(sceneOf({}), 'What the older model could do');
    assert.deepEqual(
      hits.map(({ passage, isNote }) => ({ passage, isNote })),
      [{ passage: 'cot-gpt3', isNote: false }],
    );
  });
});
