// What is shown of what was told, and where the panel opens.
import assert from 'node:assert/strict';
import { type Held, nothingHeld, take } from '../../../src/core/wire/held';
import { topicName } from '../../../src/core/wire/topics';
import { startPlace } from '../../../src/panel/panelState';
import { shownAt } from '../../../src/panel/shown';
import { firstRun, own as ownNotes, snapshot } from '../../panel/fixtures';
import { topicsFrom } from '../../panel/topicsFrom';

const page = '00000000-0000-4000-8000-000000000000';

function heldOf(shown = snapshot, without: readonly string[] = []): Held {
  const topics = [...topicsFrom(shown, 0)].filter(([topic]) => !without.includes(topic));
  return topics.reduce(
    (held, [topic, value]) => take(held, { type: 'whole', page, topic, revision: 1, value }).held,
    nothingHeld,
  );
}

describe('shownAt', () => {
  it('puts together what was told', () => {
    const { editorial, own, kept, due } = snapshot;
    const searched = { editorial, own, kept, due };
    assert.deepEqual(shownAt(snapshot.place, heldOf()), { ...snapshot, searched });
  });

  it('waits for the chapter and for the notes of the concept', () => {
    const notes = topicName('notes', 'stage', 'chain-of-thought');
    assert.equal(shownAt(snapshot.place, heldOf(snapshot, [notes])), undefined);
    // A page on which nothing stands yet shows the text at once.
    const first = shownAt(snapshot.place, heldOf(snapshot, [notes]), { isFirst: true });
    assert.deepEqual([first?.chapter, first?.own], [snapshot.chapter, []]);
    assert.equal(shownAt(snapshot.place, heldOf(snapshot, [topicName('chapter', 'stage')])), undefined);
  });

  it('shows on a page on which nothing stands yet the words alone, where there are many notes, and few with them', () => {
    const noted = (count: number) =>
      heldOf({
        ...snapshot,
        own: Array.from({ length: count }, () => ownNotes[0]).filter(one => one !== undefined),
      });
    const first = shownAt(snapshot.place, noted(300), { isFirst: true });
    assert.deepEqual([first?.own, first?.editorial, first?.lacksNotes], [[], [], true]);
    assert.equal(shownAt(snapshot.place, noted(300))?.own.length, 300);
    assert.equal(shownAt(snapshot.place, noted(3), { isFirst: true })?.own.length, 3);
  });

  it('waits for the run that the place names, and says when there is none', () => {
    const place = { ...snapshot.place, view: 'reasoning' as const, run: 'run-9' };
    const held = heldOf();
    assert.equal(shownAt(place, held), undefined);
    const told = { type: 'whole', page, topic: topicName('run', 'run-9'), revision: 1, value: null } as const;
    assert.equal(shownAt(place, take(held, told).held)?.isRunGone, true);
  });

  it('shows of a run what is known of its code', () => {
    const place = { ...snapshot.place, view: 'reasoning' as const, run: firstRun.id };
    const shown = { ...snapshot, place, run: firstRun, staleLines: [3], caretLine: 4, savedSteps: [1] };
    const { run, staleLines, caretLine, savedSteps } = shownAt(place, heldOf(shown)) ?? snapshot;
    assert.deepEqual(
      { run, staleLines, caretLine, savedSteps },
      { run: firstRun, staleLines: [3], caretLine: 4, savedSteps: [1] },
    );
  });
});

describe('startPlace', () => {
  const fromHost = {
    view: 'chapter' as const,
    language: 'en' as const,
    concept: 'a',
    passage: 'p',
    offset: 0,
  };

  it('takes the finer offset of the same passage, else what the host says', () => {
    assert.equal(startPlace(fromHost, { ...fromHost, offset: 31 }).offset, 31);
    assert.equal(startPlace(fromHost, { ...fromHost, passage: 'q', offset: 31 }), fromHost);
    assert.equal(startPlace(fromHost, undefined), fromHost);
  });
});
