// The deck follows the store by patches. However it came to where it is, it is the deck of a fresh look at the same
// journals: the same cards, the same states, the same forecast.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Annotation } from '../../src/core/annotation/annotation';
import { AnnotationStore } from '../../src/core/annotation/journal';
import { daysIn } from '../../src/core/review/day';
import { Deck } from '../../src/core/review/deck';
import { makeScheduler } from '../../src/core/review/schedule';
import { countedIds, MemoryJournals } from '../support/memoryJournals';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const ids = ['a', 'b', 'c', 'x', 'y'] as const;
const note = (id: string, motivation = 'commenting'): Annotation => ({
  id,
  type: 'Annotation',
  motivation,
  created: '2026-01-01T00:00:00.000Z',
  body: [],
  target: [{ source: `marginalia:/c/en/${id}` }],
});
const chapters = [['x', 'y'], ['y'], []].map(list => list.map(id => note(id, 'assessing')));
const zone = daysIn('Europe/Paris');

const act = fc.record({
  what: fc.constantFrom(
    'put',
    'tag',
    'remove',
    'keep',
    'rate',
    'undo',
    'elsewhere',
    'ahead',
    'chapter',
    'look',
  ),
  id: fc.constantFrom(...ids),
  rating: fc.constantFrom('again', 'hard', 'good', 'easy' as const),
  pick: fc.nat({ max: 2 }),
  /** Now and then the clock is set back. */
  passes: fc.oneof(fc.integer({ min: 0, max: 20 * dayMs }), fc.integer({ min: -2 * dayMs, max: 0 })),
});

describe('law: deck', () => {
  it('is, after any acts, the deck of a fresh look', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async acts => {
        const clock = { at: Date.UTC(2026, 2, 1), now: () => clock.at };
        const journals = new MemoryJournals();
        const store = await AnnotationStore.open(journals.window('one'), clock, countedIds('one'));
        const other = await AnnotationStore.open(journals.window('two'), clock, countedIds('two'));
        const deck = new Deck(store, makeScheduler());
        let editorial = chapters[0] ?? [];
        deck.setEditorial(editorial);
        for (const { what, id, rating, pick, passes } of acts) {
          clock.at += passes;
          switch (what) {
            case 'put':
              await store.put(note(id));
              break;
            case 'tag':
              await store.put(note(id, 'tagging'));
              break;
            case 'remove':
              await store.remove(id);
              break;
            case 'keep':
              await store.toggleKept(id);
              break;
            case 'rate':
              await store.rate(id, rating);
              break;
            case 'undo':
              await store.decide(() => {
                const last = deck.lastRating(clock.at);
                return last ? [{ type: 'undone', rating: last.id }] : [];
              });
              break;
            case 'elsewhere':
              await other.rate(id, rating);
              await store.reload();
              break;
            case 'ahead':
              clock.at += 700 * dayMs;
              await other.rate(id, rating);
              clock.at -= 700 * dayMs;
              await store.reload();
              break;
            case 'chapter':
              editorial = chapters[pick] ?? [];
              deck.setEditorial(editorial);
              break;
            case 'look':
              deck.review(clock.at, zone);
              break;
          }
        }
        const fresh = new Deck(store, makeScheduler());
        fresh.setEditorial(editorial);
        assert.deepEqual(deck.review(clock.at, zone), fresh.review(clock.at, zone));
        assert.deepEqual(deck.lastRating(clock.at), fresh.lastRating(clock.at));
        for (const id of ids) assert.deepEqual(deck.card(id, clock.at), fresh.card(id, clock.at));
        const { due, dueCount, total, forecast } = deck.review(clock.at, zone);
        assert.equal(due.length, dueCount);
        assert.ok(forecast.reduce((sum, count) => sum + count, 0) <= total);
      }),
      { numRuns: 300 },
    );
  });
});
