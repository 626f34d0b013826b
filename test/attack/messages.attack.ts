// Messages between host and panel with every field wrong, one at a time: wishes are settled once, refused or within
// their bounds; facts never break the page, whatever they hold.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { Up } from '../../src/core/wire/envelope';
import { type Kind, type Patch, topicName } from '../../src/core/wire/topics';
import { Wish } from '../../src/core/wire/wish';
import { orFailed } from '../../src/panel/failedView';
import { head } from '../../src/panel/head';
import type { Scene } from '../../src/panel/scene';
import { type Shown, shownAt } from '../../src/panel/shown';
import { chapterView } from '../../src/panel/views/chapter/chapterView';
import { Training } from '../../src/panel/views/chapter/miniature/training';
import { reasoningView } from '../../src/panel/views/reasoning/reasoningView';
import { reviewView } from '../../src/panel/views/review/reviewView';
import { wordsIn } from '../../src/panel/words';
import { cards, firstRun, runEvents, snapshot, stageAt } from '../panel/fixtures';
import { runAfter } from '../panel/scenarios';
import { topicsFrom } from '../panel/topicsFrom';
import { MemoryLink } from '../support/memoryLink';
import { sceneOf } from '../unit/panel/scene';
import { textOf } from '../unit/panel/textOf';
import { report, rounds } from './rounds';

/** What no field should be. `undefined`: the field is missing. */
const odd: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 60,
  '',
  '__proto__',
  'constructor',
  '\ud800',
  '\u202e',
  'x'.repeat(30_000),
  [],
  [null],
  [[]],
  {},
  { toString: 1, valueOf: 1 },
  { __proto__: null },
  { length: 1e9 },
  new Date(Number.NaN),
  nested(2_000),
];

const full: Shown = {
  ...snapshot,
  place: { ...snapshot.place, run: firstRun.id },
  run: {
    ...runAfter(runEvents.length),
    usage: { promptTokens: 3, answerTokens: 4 },
    warnings: [
      { kind: 'quiet', forMs: 9000 },
      { kind: 'not-local', host: 'h' },
      { kind: 'prompt-cut', seenTokens: 1, sentTokens: 2 },
    ],
    question: 'why',
    questionLines: { first: 1, last: 2 },
    follows: 'run-0',
  },
  staleLines: [13],
  problems: [
    { code: 'damaged', lines: 1, kept: 2, journals: ['j'] },
    { code: 'file-too-large', name: 'n', bytes: 9, limitBytes: 8 },
    { code: 'no-endpoint', tried: [{ address: 'a', usually: 'u', outcome: 'refused' }] },
  ],
};

/** A patch of each kind of topic that has any. */
const patches: readonly (readonly [topic: string, patch: unknown])[] = [
  patchOf('progress', { read: ['a'] }, 'stage'),
  patchOf(
    'notes',
    { put: [...snapshot.own], removed: ['x'], kept: ['k'], due: ['d'] },
    'stage',
    'chain-of-thought',
  ),
  patchOf('run', { events: runEvents.slice(0, 8) }, firstRun.id),
  patchOf('runs', { put: [...snapshot.runs] }, '50'),
  patchOf('editor', { stale: [3], caret: 3, saved: [1] }, firstRun.id),
  patchOf('review', { dueCount: 3, due: [...cards] }),
  patchOf('problems', [{ code: 'empty-answer' }]),
  patchOf('set-up', { state: 'running', what: 'fetch', doneBytes: 1, totalBytes: 2 }),
];

function patchOf<K extends Kind>(
  kind: K,
  patch: Patch<K>,
  ...args: readonly string[]
): readonly [string, unknown] {
  return [topicName(kind, ...(args as never)), patch];
}

const annotation = 'urn:uuid:00000000-0000-4000-8000-000000000000';
const wishes: readonly Wish[] = [
  { type: 'placeChanged', place: { view: 'chapter', language: 'en', offset: 3 } },
  { type: 'markRead', chapter: 'c', passages: ['a'] },
  { type: 'openCode', chapter: 'c', region: 'r' },
  { type: 'openLink', url: 'https://a.example/' },
  {
    type: 'annotatePassage',
    annotation,
    chapter: 'c',
    passage: 'p',
    language: 'en',
    start: 0,
    end: 3,
    note: 'n',
  },
  { type: 'editNote', annotation: 'a', note: 'n' },
  { type: 'removeAnnotation', annotation: 'a' },
  { type: 'keepNote', annotation: 'a', keep: true },
  { type: 'explainAgain', run: 'r' },
  { type: 'explainHere' },
  { type: 'stopRun', run: 'r' },
  { type: 'ask', run: 'r', question: 'q', step: 1 },
  { type: 'skipThoughts', run: 'r' },
  { type: 'showLines', run: 'r', step: 1, line: 3, reveal: true },
  { type: 'saveStep', run: 'r', step: 1 },
  { type: 'explainRan', run: 'r' },
  { type: 'expectRan', run: 'r' },
  { type: 'beginPredicting', run: 'r' },
  { type: 'endPredicting', run: 'r' },
  { type: 'predict', run: 'r', question: 'q', said: '7' },
  { type: 'keepMiss', run: 'r', question: 'q', keep: true },
  { type: 'explainOtherwise', run: 'r', language: 'en', question: 'q', choosesModel: false },
  { type: 'exportRun', run: 'r', format: 'json' },
  { type: 'nameRun', run: 'r', name: 'n' },
  { type: 'pinRun', run: 'r', isPinned: true },
  { type: 'deleteRun', run: 'r' },
  { type: 'restoreRun', run: 'r' },
  { type: 'tryAgain', run: 'r' },
  { type: 'rateCard', card: 'c', rating: 'good' },
  { type: 'openTarget', annotation: 'a' },
  { type: 'panelFailed', detail: 'd' },
];

describe('a message with a field wrong', function () {
  this.timeout(600_000);

  it('breaks no page', () => {
    const counts = { messages: 0, drawn: 0, 'not put together': 0, 'views that said so': 0 };
    const topics = topicsFrom(full, 0);
    const told = [
      ...[...topics].map(([topic, value]) => ({ topic, value, patch: undefined })),
      ...patches.map(([topic, patch]) => ({ topic, value: topics.get(topic), patch })),
    ];
    // Every way into what is told, and so many of the odd values at each as there is time for.
    for (const { topic, value, patch } of told) {
      for (const [place, way] of waysInto(patch ?? value).entries()) {
        for (let turn = 0; turn < rounds(1, odd.length); turn++) {
          const wrong = changed(patch ?? value, way, odd[(place * 7 + turn * 5) % odd.length]);
          counts.messages += 1;
          const link = new MemoryLink({ sources: {}, grant: async () => undefined });
          const page = link.load();
          for (const [name, whole] of topics)
            page.receive(wholeOf(page, name, name === topic ? value : whole));
          page.receive(patch ? patchTo(page, topic, wrong) : wholeOf(page, topic, wrong, 2));
          const shown = putTogether(page);
          if (shown === 'refused') counts['not put together'] += 1;
          if (shown === undefined || shown === 'refused') continue;
          counts.drawn += 1;
          counts['views that said so'] += draw(shown);
        }
      }
    }
    assert.ok(counts.drawn > counts.messages / 2);
    report('facts with a field wrong', counts);
  });

  it('is refused as a wish, or keeps its bounds, and is settled once', async () => {
    const counts = { wishes: 0, refused: 0, granted: 0, settled: 0 };
    const link = new MemoryLink({
      sources: {},
      grant: async wish => {
        counts.granted += 1;
        assert.ok(JSON.stringify(wish).length < 4_100_000);
        return undefined;
      },
    });
    link.load();
    for (const wish of wishes) {
      for (const way of waysInto(wish)) {
        for (const value of odd) {
          counts.wishes += 1;
          link.wish(changed(wish, way, value) as Wish, problem => {
            counts.settled += 1;
            if (problem) counts.refused += 1;
          });
        }
      }
      await link.quiet();
    }
    assert.equal(counts.settled, counts.wishes);
    assert.equal(counts.refused + counts.granted, counts.wishes);
    assert.ok(counts.refused > 0 && counts.granted > 0);
    report('wishes with a field wrong', counts);
  });

  it('is nothing at all where the envelope is not one', () => {
    const link = new MemoryLink({ sources: {}, grant: async () => undefined });
    const page = link.load();
    for (const value of odd) {
      assert.ok(!v.is(Up, value) && !v.is(Wish, value));
      page.receive(value);
      page.receive({ type: value, page: 'x' });
      link.hub.receive(value);
      link.hub.receive({ type: 'watch', page: value, topics: value, isFresh: value });
    }
    assert.equal(page.held.size, 0);
  });

  it('is not heard from another page', () => {
    const link = new MemoryLink({ sources: {}, grant: async () => undefined });
    const page = link.load();
    const other = '00000000-0000-4000-8000-00000000ffff';
    page.receive({ type: 'whole', page: other, topic: 'place', revision: 1, value: {} });
    assert.equal(page.held.size, 0);
  });
});

/** As the panel does it, which then leaves the page as it was. */
function putTogether(page: Page): Shown | undefined | 'refused' {
  try {
    return shownAt(full.place, page.held);
  } catch {
    return 'refused';
  }
}

type Page = ReturnType<MemoryLink['load']>;

/** The first page that a memory link loads bears this name. */
const pageName = '00000000-0000-4000-8000-000000000001';

function wholeOf(_page: Page, topic: string, value: unknown, revision = 1): unknown {
  return { type: 'whole', page: pageName, topic, revision, value };
}

function patchTo(page: Page, topic: string, patch: unknown): unknown {
  return { type: 'patch', page: pageName, topic, to: (page.held.get(topic)?.revision ?? 0) + 1, patch };
}

type Way = readonly (string | number)[];

/** Every place in a message, itself not. */
function waysInto(value: unknown, way: Way = []): readonly Way[] {
  if (typeof value !== 'object' || value === null) return way.length === 0 ? [] : [way];
  const inside = Object.entries(value).flatMap(([name, member]) =>
    waysInto(member, [...way, Array.isArray(value) ? Number(name) : name]),
  );
  return way.length === 0 ? inside : [way, ...inside];
}

function changed(value: unknown, [first, ...rest]: Way, to: unknown): unknown {
  if (first === undefined) return to;
  if (Array.isArray(value)) {
    return value.map((member, index) => (index === first ? changed(member, rest, to) : member));
  }
  const members = Object.entries(Object(value)).map(([name, member]) => [
    name,
    name === first ? changed(member, rest, to) : member,
  ]);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** How many of the views could not be made. */
function draw(shown: Shown): number {
  let failed = 0;
  const chapter = (scene: Scene) => chapterView(scene, new Training(() => undefined), () => {});
  for (const view of [chapter, reasoningView, reviewView]) {
    const scene = {
      ...sceneOf(shown),
      ui: { ...sceneOf(shown).ui, revealed: cards[0]?.id ?? '' },
      words: wordsIn('en'),
      nowAt: stageAt,
      wish: () => {
        failed += 1;
      },
    };
    // The same fault is told once; here each counts.
    const drawn = orFailed(scene, () => {
      try {
        const template = view(scene);
        // Lists draw their items later, in the page inside the same net.
        textOf(template);
        return template;
      } catch (error) {
        throw new Error(`${Math.random()}`, { cause: error });
      }
    });
    textOf(drawn);
    textOf(head(scene));
  }
  return failed;
}

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}
