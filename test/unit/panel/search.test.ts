// What the search field finds beside the passages: every note in the margin, in the language that is read.
import assert from 'node:assert/strict';
import type { Language } from '../../../src/core/chapter/chapter';
import { findPassages } from '../../../src/panel/search/search';
import type { Shown } from '../../../src/panel/shown';
import { shippedChapter } from '../../panel/shipped';
import { sceneOf } from './scene';

const notesWith = (query: string, language: 'en' | 'zh-CN' = 'en') =>
  findPassages(sceneOf({}, language), query)
    .filter(({ kind }) => kind === 'note')
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
      hits.map(({ passage, kind }) => ({ passage, kind })),
      [{ passage: 'cot-gpt3', kind: 'passage' }],
    );
  });

  describe('in the chapter that comes with Marginalia', () => {
    let shown: Partial<Shown>;
    before(async () => {
      shown = await shippedChapter();
    });
    const found = (query: string, language: Language) =>
      findPassages(sceneOf(shown, language), query).map(({ kind, passage }) => `${kind} ${passage}`);

    for (const [query, first] of [
      ['RLHF', 'concept three-steps'],
      ['人类反馈', 'concept three-steps'],
      ['令牌', 'concept a-story-of-2022'],
      ['KV cache', 'concept weights-set-the-floor'],
      ['scratchpad', 'code parity-by-hand'],
      ['chain of thougt', 'concept steps-are-room'],
    ] as const) {
      it(`finds ${query} in either language, first of all at ${first}`, () => {
        for (const language of ['en', 'zh-CN'] as const)
          assert.equal(found(query, language)[0], first, language);
      });
    }

    it('says by which other words a concept was found', () => {
      const [hit] = findPassages(sceneOf(shown), 'rlhf');
      assert.deepEqual([hit?.match, hit?.also], ['', 'RLHF']);
      assert.equal(findPassages(sceneOf(shown), 'human feedback')[0]?.also, undefined);
    });

    it('finds what a paper is cited for, by its authors and by its title', () => {
      for (const query of ['Ouyang', 'Training language models to follow instructions']) {
        const hits = found(query, 'zh-CN');
        assert.ok(hits.length > 4 && hits.every(hit => hit.startsWith('note ')), hits.join());
      }
    });

    it('finds notes by their verdict, in words of either language, and by their figure', () => {
      const wrong = found('wrong', 'en').filter(hit => hit.startsWith('note '));
      assert.ok(wrong.includes('note curves-that-flatten') && wrong.length >= 3, wrong.join());
      for (const [query, language] of [
        ['错误', 'zh-CN'],
        ['错误', 'en'],
      ] as const)
        assert.ok(found(query, language).includes('note gpt-3-and-steps'), language);
      assert.equal(found('8.1 → 44.3', 'en')[0], 'note gpt-3-and-steps');
    });
  });
});
