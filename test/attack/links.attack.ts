// Links that anybody may write, and whatever a command may be called with: never an error, and never anywhere but at a
// place that is there. What leads nowhere is said once, and the reader stays where they are.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { addressOfLink, formatAddress, readAddress } from '../../src/core/address';
import type { Problem } from '../../src/core/base/problem';
import type { Chapter } from '../../src/core/chapter/chapter';
import { keptPlace, Place, type PlaceChange, placeToKeep } from '../../src/core/wire/place';
import { Bookmark } from '../../src/host/shell/bookmark';
import { Navigator } from '../../src/host/shell/navigator';
import { report, rounds } from './rounds';

const passages = [
  { id: 'pull', concept: 'moon' },
  { id: 'bay', concept: 'shore' },
];
const keys = ['built-in', 'workspace:tides', 'workspace:tides~2', 'workspace:My!20notes'];
const chapters = keys.map(
  key => ({ key, concepts: [{ id: 'moon' }, { id: 'shore' }], passages }) as unknown as Chapter,
);
const runs = ['2026-11-26T10-00-00-000Z-0123abcd', 'run-2'];
const first: Place = { view: 'chapter', language: 'en', chapter: 'built-in' };

const word = fc.oneof(
  fc.constantFrom(
    ...[
      'at',
      'chapter',
      'concept',
      'passage',
      'language',
      'view',
      'run',
      'mode',
      'moon',
      'shore',
      'pull',
      'bay',
    ],
    ...[
      ...keys,
      ...runs,
      'en',
      'zh-CN',
      'review',
      'reasoning',
      '__proto__',
      'constructor',
      'toString',
      '..',
      '.',
    ],
    ...[
      '',
      '%2e%2e',
      '%00',
      '\u202e',
      '\ud800',
      '$(zap)',
      '](command:x)',
      'marginalia.explainReasoning',
      'a'.repeat(70),
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
/** Now and then a good one, so that what is tried gets through the door, too. */
const named = fc.record(
  {
    chapter: fc.oneof(fc.constantFrom(...keys), word),
    concept: fc.oneof(fc.constantFrom('moon', 'shore'), word),
    passage: fc.oneof(fc.constantFrom('pull', 'bay'), word),
    language: fc.oneof(fc.constantFrom('en', 'zh-CN'), word),
    view: fc.oneof(fc.constantFrom('chapter', 'reasoning', 'review'), word),
    run: fc.oneof(fc.constantFrom(...runs), word),
  },
  { requiredKeys: [] },
);
const written = named.map(
  parts =>
    `/at${Object.entries(parts)
      .map(([name, value]) => `/${name}/${value}`)
      .join('')}`,
);
const path = fc.oneof(
  written,
  fc.array(word, { maxLength: 12 }).map(words => `/${words.join('/')}`),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const link = fc.record({
  path,
  query: fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.string() }),
  fragment: fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.string() }),
});

describe('attack: links', () => {
  it('lead to a place that is there, or nowhere with one sentence', async () => {
    const counts = { tried: 0, opened: 0, refused: 0 };
    const tried = fc.oneof(
      link.map(one => addressOfLink(one) as PlaceChange | undefined),
      fc.oneof(named, path, fc.anything()).map(one => readAddress(one) as PlaceChange | undefined),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(tried, { maxLength: 6 }), async wishes => {
        const { navigator, bookmark, told, back } = navigation();
        for (const wish of wishes) {
          const [before, said] = [bookmark.place, told.length];
          await navigator.openOrTell(wish);
          counts.tried += 1;
          assert.ok(isThere(bookmark.place), JSON.stringify(wish));
          if (told.length === said) counts.opened += 1;
          else {
            counts.refused += 1;
            assert.equal(told.length, said + 1);
            assert.deepEqual(bookmark.place, before);
          }
        }
        for (const _ of wishes) await back();
        assert.ok(isThere(bookmark.place));
      }),
      { numRuns: rounds(2_000), seed: 92 },
    );
    assert.ok(counts.opened > 500 && counts.refused > 500, JSON.stringify(counts));
    report('links', counts);
  });

  it('of what was kept, however it was spoilt, are places', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          named,
          path.map(at => ({ at, offset: 3 })),
          fc.anything(),
        ),
        kept => {
          const place = { ...first, ...keptPlace(kept) };
          assert.ok(v.is(Place, place), JSON.stringify(place));
          assert.deepEqual(keptPlace(placeToKeep(place)), place);
          assert.equal(formatAddress(keptPlace(placeToKeep(place))), formatAddress(place));
        },
      ),
      { numRuns: rounds(2_000), seed: 92 },
    );
  });
});

function navigation() {
  const memento = { keys: () => [], get: () => undefined as never, update: async () => {} };
  const bookmark = new Bookmark(memento, first);
  const told: Problem[] = [];
  const navigator = new Navigator({
    bookmark,
    show: () => undefined,
    places: {
      chapter: async name => chapters.find(({ key }) => key === name),
      hasRun: async id => runs.includes(id),
    },
    tell: problem => void told.push(problem),
  });
  return {
    navigator,
    bookmark,
    told,
    back: async () => navigator.feature.commands?.['marginalia.goBack']?.(),
  };
}

function isThere({ chapter, concept, passage, run, ...rest }: Place): boolean {
  const found = passages.find(({ id }) => id === passage);
  return (
    v.is(Place, rest) &&
    keys.includes(chapter ?? '') &&
    (concept === undefined || concept === 'moon' || concept === 'shore') &&
    (passage === undefined || found?.concept === concept) &&
    (run === undefined || runs.includes(run))
  );
}
