// Messages between host and panel with every field wrong, one at a time: wishes are refused or harmless, facts lose
// the bad part and nothing else, and every view can still be made of what is left.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { readFact } from '../../src/core/factReading';
import { Fact, type Snapshot, Wish } from '../../src/core/protocol';
import { chapterView } from '../../src/panel/chapterView';
import { orFailed } from '../../src/panel/failedView';
import { head } from '../../src/panel/head';
import { labsView } from '../../src/panel/labsView';
import { reasoningView } from '../../src/panel/reasoningView';
import { reviewView } from '../../src/panel/reviewView';
import { reduce, type Shown } from '../../src/panel/state';
import { wordsIn } from '../../src/panel/words';
import { cards, firstRun, runEvents, snapshot, stageAt } from '../panel/fixtures';
import { runAfter } from '../panel/scenarios';
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
  nested(20_000),
];

const full: Snapshot = {
  ...snapshot,
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

const facts: readonly Fact[] = [
  { type: 'snapshot', sequence: 1, snapshot: full },
  { type: 'runAdvanced', sequence: 1, run: firstRun.id, events: [...runEvents.slice(0, 8)] },
  { type: 'runShown', sequence: 1, run: runAfter(9), runs: [...snapshot.runs] },
  { type: 'codeChanged', sequence: 1, run: firstRun.id, staleLines: [3] },
  { type: 'annotationsChanged', sequence: 1, own: [...snapshot.own], kept: ['k'], review: snapshot.review },
  { type: 'problemsChanged', sequence: 1, problems: [{ code: 'empty-answer' }] },
  {
    type: 'setUpChanged',
    sequence: 1,
    setUp: { state: 'running', what: 'fetch', doneBytes: 1, totalBytes: 2 },
  },
  { type: 'goTo', sequence: 1, place: { view: 'chapter', passage: 'p', offset: 1 } },
  { type: 'caretMoved', sequence: 1, run: firstRun.id, line: 3 },
];

const wishes: readonly Wish[] = [
  { type: 'ready' },
  { type: 'placeChanged', place: { view: 'chapter', language: 'en', offset: 3 }, chapter: 'c', read: ['a'] },
  { type: 'openCode', region: 'r' },
  { type: 'openLink', url: 'https://a.example/' },
  { type: 'annotatePassage', passage: 'p', language: 'en', start: 0, end: 3, note: 'n' },
  { type: 'editNote', annotation: 'a', note: 'n' },
  { type: 'removeAnnotation', annotation: 'a' },
  { type: 'keepNote', annotation: 'a' },
  { type: 'explainAgain', run: 'r' },
  { type: 'ask', run: 'r', question: 'q', step: 1 },
  { type: 'showRun', run: 'r' },
  { type: 'showLines', run: 'r', step: 1, reveal: true },
  { type: 'saveStep', run: 'r', step: 1 },
  { type: 'rateCard', card: 'c', rating: 'good' },
  { type: 'openTarget', annotation: 'a' },
  { type: 'panelFailed', detail: 'd' },
];

describe('a message with a field wrong', function () {
  this.timeout(600_000);

  it('takes only that part away from the panel', () => {
    const counts = { messages: 0, whole: 0, 'with a part left out': 0, refused: 0, 'views that failed': 0 };
    // Every way of every fact, and so many of the odd values at each as there is time for.
    for (const fact of facts) {
      for (const [place, way] of waysInto(fact).entries()) {
        for (let turn = 0; turn < rounds(1, odd.length); turn++) {
          const wrong = changed(fact, way, odd[(place * 7 + turn * 5) % odd.length]);
          counts.messages += 1;
          const read = readFact(wrong);
          if (!read) {
            counts.refused += 1;
            assert.ok(way.length < 2 || fact.type !== 'snapshot', `refused for ${way.join('.')}`);
            continue;
          }
          assert.ok(v.is(Fact, read.fact), way.join('.'));
          counts[read.leftOut.length > 0 ? 'with a part left out' : 'whole'] += 1;
          if (read.fact.type === 'snapshot' && way.length > 1) keepsTheRest(read.fact.snapshot, way);
          const shown = reduce(full, read.fact);
          assert.ok(shown);
          const failed = draw(shown);
          counts['views that failed'] += failed;
          // The chapter is the loader's own work and is not looked into: there a page says that it went wrong.
          assert.ok(failed === 0 || way.includes('chapter'), `${way.join('.')} broke a view`);
        }
      }
    }
    report('facts with a field wrong', counts);
  });

  it('is refused as a wish, or keeps its bounds', () => {
    const counts = { messages: 0, refused: 0, granted: 0 };
    for (const wish of wishes) {
      for (const way of waysInto(wish)) {
        for (const value of odd) {
          counts.messages += 1;
          const read = v.safeParse(Wish, changed(wish, way, value));
          counts[read.success ? 'granted' : 'refused'] += 1;
          if (!read.success) continue;
          const text = JSON.stringify(read.output);
          assert.ok(text.length < 25_000, `${wish.type}.${way.join('.')}`);
        }
      }
    }
    for (const value of odd) assert.ok(!v.is(Wish, value));
    report('wishes with a field wrong', counts);
  });

  it('is no fact at all where the envelope is not one', () => {
    for (const value of odd) {
      assert.equal(readFact(value), undefined);
      assert.equal(readFact({ type: value, sequence: 1 }), undefined);
    }
    assert.equal(readFact({ type: 'snapshot', sequence: -1, snapshot: full }), undefined);
  });

  it('costs one bad note of thousands itself alone', () => {
    const own = Array.from({ length: rounds(2_000, 5) }, (_, index) => ({
      ...snapshot.own[0],
      id: `urn:uuid:${index}`,
    }));
    const wrong = {
      type: 'snapshot',
      sequence: 1,
      snapshot: { ...full, own: own.with(77, { id: '' } as never) },
    };
    const read = readFact(wrong);
    assert.ok(read?.fact.type === 'snapshot');
    assert.equal(read.fact.snapshot.own.length, own.length - 1);
    const all = { ...wrong, snapshot: { ...full, own: own.map(note => ({ ...note, type: 'odd' })) } };
    const none = readFact(all);
    assert.ok(none?.fact.type === 'snapshot');
    assert.equal(none.fact.snapshot.own.length, 0);
    assert.equal(none.fact.snapshot.editorial.length, full.editorial.length);
  });
});

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

/** Lists lose at most the entry that was changed, others nothing. */
function keepsTheRest(left: Snapshot, way: Way): void {
  for (const name of ['editorial', 'own', 'runs', 'read', 'kept'] as const) {
    const isHere = way[1] === name;
    const least = isHere && way.length === 2 ? 0 : full[name].length - (isHere ? 1 : 0);
    assert.ok(left[name].length >= least, `${way.join('.')}: ${name} has ${left[name].length}`);
  }
  if (way[1] !== 'run') assert.ok(left.run, way.join('.'));
  if (way[1] !== 'chapter') assert.equal(left.chapter.passages.length, full.chapter.passages.length);
}

/** How many of the views could not be made. */
function draw(shown: Shown): number {
  let failed = 0;
  for (const view of [chapterView, reasoningView, reviewView, labsView]) {
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
        return view(scene);
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
