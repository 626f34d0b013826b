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

  it('gives the same list as long as it says the same, whatever changes elsewhere', () => {
    const before = beside('cot-way-of-writing', 'en');
    const [elsewhere, here] = snapshot.own;
    assert.ok(elsewhere && here);
    const changed = (one: typeof here) => ({ ...one, modified: '2026-05-12T12:00:00Z' });
    const other = snapshot.own.map(note => (note === elsewhere ? changed(note) : note));
    assert.equal(beside('cot-way-of-writing', 'en', { ...snapshot, own: other }), before);
    const mine = snapshot.own.map(note => (note === here ? changed(note) : note));
    assert.notEqual(beside('cot-way-of-writing', 'en', { ...snapshot, own: mine }), before);
  });
});
