// Which notes stand beside a passage, and what became of their words.
import assert from 'node:assert/strict';
import type { Language } from '../../../src/core/chapter/chapter';
import { plainOf } from '../../../src/panel/ui/plainOf';
import { notesBeside } from '../../../src/panel/views/chapter/placement';
import { chapter, editorial, snapshot } from '../../panel/fixtures';

function beside(passage: string, language: Language, shown = snapshot) {
  const text = chapter.passages.find(({ id }) => id === passage)?.text;
  const plain = plainOf((text?.[language] ?? text?.en)?.markdown ?? '');
  return notesBeside(shown, passage, language, plain);
}

describe('notesBeside', () => {
  it('finds the words, in their order, and keeps a lost note at the end', () => {
    const notes = beside('cot-way-of-writing', 'en');
    assert.deepEqual(
      notes.map(({ found, isOwn }) => [found, isOwn]),
      [
        ['exact', true],
        ['exact', false],
        ['orphan', true],
      ],
    );
    assert.equal(notes[2]?.range, undefined);
    assert.match(notes[2]?.quote ?? '', /^A sentence that was taken out/);
  });

  it('says of a note on the other language where it was made', () => {
    const notes = beside('cot-way-of-writing', 'zh-CN').filter(({ isOwn }) => isOwn);
    assert.deepEqual(
      notes.map(({ found }) => found),
      ['elsewhere', 'elsewhere'],
    );
  });

  it('shows an annotation once that is both editorial and among the own', () => {
    const twice = { ...snapshot, own: [editorial[1]!] };
    assert.equal(beside('cot-gpt3', 'en', twice).length, 2);
  });
});
