// Two chapters with the same passages: each shows its own notes, hits and cards.
import assert from 'node:assert/strict';
import { findPassages } from '../../../src/panel/search/search';
import { sourcesOf } from '../../../src/panel/ui/noteAbout';
import { plainOf } from '../../../src/panel/ui/plainOf';
import { notesBeside } from '../../../src/panel/views/chapter/placement';
import { cardFace } from '../../../src/panel/views/review/cardFace';
import { chapter, own, snapshot } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const copy = { ...snapshot, editorial: [], chapter: { ...chapter, key: 'workspace:stage' } };
const passage = 'cot-way-of-writing';
const plain = plainOf(chapter.passages.find(({ id }) => id === passage)?.text.en.markdown ?? '');
const ownBeside = (shown: typeof snapshot) =>
  notesBeside(shown, passage, 'en', plain).filter(note => note.isOwn);

describe('a note on a chapter', () => {
  it('does not stand beside the passage of that name in a copy of it', () => {
    assert.equal(ownBeside(snapshot).length, 2);
    assert.deepEqual(ownBeside(copy), []);
    assert.equal(ownBeside(snapshot).length, 2);
  });

  it('is no hit of a search in the copy', () => {
    const notes = (shown: typeof snapshot) =>
      findPassages(sceneOf(shown), 'explain nothing').filter(({ kind }) => kind === 'note');
    assert.equal(notes(snapshot).length, 1);
    assert.deepEqual(notes(copy), []);
  });

  it('comes back as a card with its own words, not with a passage of the copy', () => {
    const there = cardFace(own[1]!, snapshot, 'en');
    const here = cardFace(own[1]!, copy, 'en');
    assert.notEqual(there.from, '');
    assert.deepEqual([here.from, here.context?.before], ['', '']);
    assert.equal(here.context?.words, there.context?.words);
  });

  it('comes back with its own passage where its chapter is at hand beside the one that is shown', () => {
    const there = cardFace(own[1]!, snapshot, 'en');
    const beside = cardFace(own[1]!, { ...copy, otherChapters: [chapter] }, 'en');
    assert.deepEqual(beside, there);
  });

  it('names the sources of its own chapter, whichever is shown', () => {
    const [note] = snapshot.editorial.filter(one => one['marginalia:sources']?.length === 2);
    const without = { ...copy.chapter, sources: [] };
    const on = (shown: Partial<typeof snapshot>) => textOf(sourcesOf(sceneOf(shown), note!));
    const there = on({});
    assert.equal(there.split('<a ').length, 3);
    assert.equal(on({ chapter: without, otherChapters: [chapter] }), there);
    assert.equal(on({ chapter: { ...copy.chapter }, otherChapters: [] }).split('<a ').length, 1);
  });

  it('is still known by what it was addressed to before chapters had keys', () => {
    const former = { ...copy, chapter: { ...copy.chapter, key: 'workspace:renamed', formerKey: 'stage' } };
    assert.equal(ownBeside(former).length, 2);
  });
});
