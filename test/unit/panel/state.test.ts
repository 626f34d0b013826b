// What the panel shows after each fact, and what it does with facts out of order.
import assert from 'node:assert/strict';
import type { Fact } from '../../../src/core/protocol';
import { isFromEditor, order } from '../../../src/panel/link';
import { startPlace } from '../../../src/panel/panelState';
import { placeAfter, reduce, type Shown } from '../../../src/panel/state';
import { firstRun, runEvents, snapshot } from '../../panel/fixtures';

const shownAfter = (shown: Shown | undefined, ...facts: readonly Fact[]) => facts.reduce(reduce, shown);

describe('reduce', () => {
  it('changes nothing before the first snapshot', () => {
    assert.equal(shownAfter(undefined, { type: 'problemsChanged', sequence: 4, problems: [] }), undefined);
  });

  it('advances the run that is shown, and no other', () => {
    const start = { ...snapshot, run: firstRun };
    const events = runEvents.slice(0, 9);
    assert.equal(
      shownAfter(start, { type: 'runAdvanced', sequence: 1, run: firstRun.id, events })?.run?.steps.length,
      1,
    );
    assert.equal(
      shownAfter(start, { type: 'runAdvanced', sequence: 1, run: 'run-9', events })?.run,
      firstRun,
    );
  });

  it('forgets what was known of the code when another run is shown', () => {
    const start = { ...snapshot, run: firstRun, staleLines: [3], caretLine: 4 };
    const other = shownAfter(start, {
      type: 'runShown',
      sequence: 1,
      run: { ...firstRun, id: 'run-9' },
      runs: [],
    });
    assert.equal(other?.staleLines, undefined);
    assert.equal(other?.caretLine, undefined);
    const same = shownAfter(start, { type: 'runShown', sequence: 1, run: firstRun, runs: [] });
    assert.deepEqual(same?.staleLines, [3]);
  });

  it('keeps the reader where they are when a snapshot comes again', () => {
    const place = { ...snapshot.place, passage: 'cot-gpt3', offset: 12 };
    const again: Fact = { type: 'snapshot', sequence: 9, snapshot };
    assert.deepEqual(shownAfter({ ...snapshot, place }, again)?.place, place);
    const elsewhere = { ...snapshot.place, view: 'review' as const };
    assert.deepEqual(shownAfter({ ...snapshot, place: elsewhere }, again)?.place, snapshot.place);
  });
});

describe('placeAfter', () => {
  const place = { view: 'chapter' as const, language: 'en' as const, concept: 'a', passage: 'p', offset: 40 };

  it('keeps passage and scroll over a change of language or view', () => {
    assert.deepEqual(placeAfter(place, { language: 'zh-CN' }), { ...place, language: 'zh-CN' });
    assert.deepEqual(placeAfter(place, { view: 'review' }), { ...place, view: 'review' });
  });

  it('opens another concept at its beginning, another passage at its top', () => {
    assert.deepEqual(placeAfter(place, { concept: 'b' }), { view: 'chapter', language: 'en', concept: 'b' });
    assert.deepEqual(placeAfter(place, { passage: 'q' }).offset, undefined);
  });
});

describe('order of facts', () => {
  it('takes the next one, asks after a gap, drops an old one', () => {
    assert.equal(order(4, { type: 'goTo', sequence: 5 }), 'next');
    assert.equal(order(4, { type: 'goTo', sequence: 7 }), 'gap');
    assert.equal(order(4, { type: 'goTo', sequence: 4 }), 'old');
  });

  it('waits for the snapshot that it asked for, whatever its number', () => {
    assert.equal(order(undefined, { type: 'goTo', sequence: 1 }), 'waiting');
    assert.equal(order(undefined, { type: 'snapshot', sequence: 0 }), 'next');
    assert.equal(order(9, { type: 'snapshot', sequence: 3 }), 'next');
  });
});

describe('a message', () => {
  const ours = 'vscode-webview://0a1b';
  const from = (origin: string, isTrusted = true) => isFromEditor({ origin, isTrusted }, ours);

  it('is taken from the frame around this one, which has its origin', () => {
    assert.ok(from(ours));
  });

  it('is not taken from a page, another webview or a frame without an origin', () => {
    for (const origin of [
      'https://example.com',
      'http://127.0.0.1:8000',
      'vscode-webview://ffff',
      'null',
      '',
    ]) {
      assert.ok(!from(origin), origin);
    }
    assert.ok(!isFromEditor({ origin: 'null', isTrusted: true }, 'null'));
    assert.ok(!from(ours, false));
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
