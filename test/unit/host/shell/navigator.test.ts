// The way to a place that may not be there: it is found, or said once, and then the reader stays where they are.
import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/core/base/problem';
import type { Chapter } from '../../../../src/core/chapter/chapter';
import type { Place, PlaceChange } from '../../../../src/core/wire/place';
import { Bookmark } from '../../../../src/host/shell/bookmark';
import { Navigator } from '../../../../src/host/shell/navigator';

const chapterOf = (key: string, formerKey?: string) =>
  ({
    key,
    ...(formerKey === undefined ? {} : { formerKey }),
    concepts: [{ id: 'moon' }, { id: 'shore' }],
    passages: [
      { id: 'pull', concept: 'moon' },
      { id: 'bay', concept: 'shore' },
    ],
  }) as unknown as Chapter;

const chapters = [chapterOf('built-in'), chapterOf('workspace:tides', 'tides')];
const first: Place = { view: 'chapter', language: 'en', chapter: 'built-in', concept: 'moon' };

function navigation() {
  const memento = { keys: () => [], get: () => undefined as never, update: async () => {} };
  const bookmark = new Bookmark(memento, first);
  const told: Problem[] = [];
  const shown: boolean[] = [];
  const gone = new Set<string>();
  const navigator = new Navigator({
    bookmark,
    show: preserveFocus => void shown.push(preserveFocus),
    places: {
      chapter: async name =>
        chapters.find(({ key, formerKey }) => !gone.has(key) && (key === name || formerKey === name)),
      hasRun: async id => id === 'run-1',
    },
    tell: problem => void told.push(problem),
  });
  return { navigator, bookmark, told, shown, gone };
}

describe('the navigator', () => {
  for (const [what, wanted, place] of [
    ['a passage alone', { passage: 'bay' }, { concept: 'shore', passage: 'bay' }],
    [
      'a passage of another chapter',
      { chapter: 'workspace:tides', passage: 'bay' },
      { chapter: 'workspace:tides', concept: 'shore', passage: 'bay' },
    ],
    [
      'a chapter by its former name',
      { chapter: 'tides', passage: 'pull' },
      { chapter: 'workspace:tides', passage: 'pull' },
    ],
    [
      'a passage whose concept was told wrong',
      { concept: 'moon', passage: 'bay' },
      { concept: 'shore', passage: 'bay' },
    ],
    ['a run', { run: 'run-1' }, { view: 'reasoning', run: 'run-1' }],
    ['a view', { view: 'review' }, { view: 'review' }],
    ['a language', { language: 'zh-CN' }, { language: 'zh-CN' }],
  ] as readonly (readonly [string, PlaceChange, PlaceChange])[]) {
    it(`opens ${what}`, async () => {
      const { navigator, bookmark, told, shown } = navigation();
      await navigator.openOrTell(wanted);
      assert.deepEqual(bookmark.place, { ...first, ...place });
      assert.deepEqual([told, shown], [[], [false]]);
    });
  }

  for (const [wanted, problem] of [
    [{ chapter: 'workspace:gone' }, { code: 'unknown-chapter', chapter: 'workspace:gone' }],
    [
      { chapter: 'workspace:gone', passage: 'pull' },
      { code: 'unknown-chapter', chapter: 'workspace:gone' },
    ],
    [{ passage: 'gone' }, { code: 'unknown-passage', passage: 'gone' }],
    [{ concept: 'gone' }, { code: 'unknown-concept', concept: 'gone' }],
    [{ run: 'gone', passage: 'pull' }, { code: 'run-gone' }],
    [undefined, { code: 'bad-link' }],
  ] as readonly (readonly [PlaceChange | undefined, Problem])[]) {
    it(`stays and says once that ${JSON.stringify(wanted)} is not there`, async () => {
      const { navigator, bookmark, told, shown } = navigation();
      await navigator.openOrTell(wanted);
      assert.deepEqual([bookmark.place, told, shown], [first, [problem], []]);
      // And nothing was left that one could come back to.
      await navigator.feature.commands?.['marginalia.goBack']?.();
      assert.deepEqual([bookmark.place, shown], [first, []]);
    });
  }

  it('says it too where the way back leads to a chapter that has gone', async () => {
    const { navigator, bookmark, told, gone } = navigation();
    await navigator.open({ chapter: 'workspace:tides', passage: 'bay' });
    await navigator.open({ chapter: 'built-in', passage: 'pull' });
    gone.add('workspace:tides');
    const here = bookmark.place;
    const back = () => navigator.feature.commands?.['marginalia.goBack']?.();
    await back();
    assert.deepEqual(
      [bookmark.place, told],
      [here, [{ code: 'unknown-chapter', chapter: 'workspace:tides' }]],
    );
    await back();
    assert.deepEqual(bookmark.place, first);
  });

  it('leads out of a chapter that is not there, to where the reader came from, else to the first', async () => {
    const { navigator, bookmark, told } = navigation();
    await navigator.goTo({ chapter: 'workspace:gone' });
    await navigator.goTo({ chapter: 'workspace:gone', concept: 'moon' });
    await navigator.leaveChapter('workspace:gone', 'built-in');
    assert.deepEqual(bookmark.place, first);
    await bookmark.moveTo({ ...first, chapter: 'workspace:gone' });
    await navigator.leaveChapter('workspace:gone', 'built-in');
    assert.equal(bookmark.place.chapter, 'built-in');
    assert.deepEqual(
      told.map(({ code }) => code),
      ['unknown-chapter', 'unknown-chapter'],
    );
  });
});
