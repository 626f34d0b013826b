import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Annotation } from '../../src/core/annotation/annotation';
import { AnnotationStore } from '../../src/core/annotation/journal';
import type { Notes } from '../../src/core/annotation/ledger';
import type { Rated } from '../../src/core/annotation/rated';
import { makeScheduler } from '../../src/core/review/schedule';
import { countedIds, MemoryJournals } from '../support/memoryJournals';
import { reviewOf as reviewOver } from '../support/review';

const { preview, replay } = makeScheduler();

const dayMs = 24 * 60 * 60_000;
const rating = fc.constantFrom('again', 'hard', 'good', 'easy' as const);
const cardId = fc.constantFrom('a', 'b', 'c', 'd');
/** What happens: a card is rated after some hours. */
const acts = fc.array(fc.tuple(cardId, rating, fc.integer({ min: 0, max: 30 * 24 })), { maxLength: 25 });

const annotations: Annotation[] = ['a', 'b', 'c'].map(id => ({
  id,
  type: 'Annotation',
  body: [],
  target: [{ source: 's' }],
}));
const reviewOf = ({ ratings }: Pick<Notes, 'ratings'>, now: number) =>
  reviewOver({ own: annotations, ratings }, now, 'Asia/Shanghai');

function rated(list: readonly (readonly [string, Rated['rating'], number])[]): {
  ratings: Rated[];
  now: number;
} {
  let now = Date.UTC(2026, 0, 1);
  const ratings = list.map(([card, given, hours], index) => {
    now += hours * 60 * 60_000 + 1;
    return { id: `r${index}`, card, rating: given, at: now };
  });
  return { ratings, now: now + 1 };
}

describe('law: review', () => {
  it('rating and undoing, of any card at any time, is the review before', async () => {
    await fc.assert(
      fc.asyncProperty(
        acts,
        cardId,
        rating,
        fc.integer({ min: 1, max: 100 }),
        async (before, card, given, days) => {
          const clock = { at: Date.UTC(2026, 0, 1), now: () => clock.at };
          const journals = new MemoryJournals();
          const store = await AnnotationStore.open(journals.window('one'), clock, countedIds());
          for (const [target, one, hours] of before) {
            clock.at += hours * 60 * 60_000;
            await store.rate(target, one);
          }
          clock.at += days * dayMs;
          const expected = reviewOf(store.notes, clock.at);
          await store.undo((await store.rate(card, given)).id);
          assert.deepEqual(reviewOf(store.notes, clock.at), expected);
          await store.reload();
          assert.deepEqual(reviewOf(store.notes, clock.at), expected);
        },
      ),
    );
  });

  it('replay is the same every time, and changes nothing that it is given', () => {
    fc.assert(
      fc.property(acts, list => {
        const { ratings } = rated(list);
        const copy = structuredClone(ratings);
        assert.deepEqual(replay(ratings), replay(copy));
        assert.deepEqual(ratings, copy);
      }),
    );
  });

  it('a scheduler that has seen many cards says of each what a new one says', () => {
    fc.assert(
      fc.property(acts, list => {
        const { ratings, now } = rated(list.map(([, given, hours]) => ['a', given, hours]));
        const fresh = makeScheduler();
        const [one, other] = [replay(ratings), fresh.replay(ratings)];
        assert.equal(one.dueAt, other.dueAt);
        assert.deepEqual(preview(one, now), fresh.preview(other, now));
      }),
    );
  });

  it('each rating leads where its preview said', () => {
    fc.assert(
      fc.property(acts, rating, (list, given) => {
        const { ratings, now } = rated(list);
        const interval = preview(replay(ratings), now)[given];
        assert.equal(replay([...ratings, { rating: given, at: now }]).dueAt, now + interval);
      }),
    );
  });

  it('a better rating never brings a card back sooner', () => {
    fc.assert(
      fc.property(acts, list => {
        const { ratings, now } = rated(list);
        const { again, hard, good, easy } = preview(replay(ratings), now);
        assert.ok(0 < again && again <= hard && hard <= good && good <= easy, `${[again, hard, good, easy]}`);
      }),
      { numRuns: 500 },
    );
  });

  it('every card is due, to come in the forecast, or after it', () => {
    fc.assert(
      fc.property(acts, list => {
        const { ratings, now } = rated(list);
        const review = reviewOf({ ratings }, now);
        const forecast = review.forecast.reduce((sum, count) => sum + count, 0);
        assert.ok(review.due.length <= forecast && forecast <= review.total);
        assert.equal(review.total, annotations.length);
        assert.ok(review.retention.recalled <= review.retention.rated);
        assert.ok(review.due.every(({ isNew, dueAt }) => isNew || dueAt <= now));
        assert.equal(review.nextDueAt === undefined, review.due.length > 0);
      }),
    );
  });

  it('ratings of other cards do not matter', () => {
    fc.assert(
      fc.property(acts, list => {
        const { ratings, now } = rated(list);
        const known = ratings.filter(({ card }) => card !== 'd');
        assert.deepEqual(reviewOf({ ratings }, now), reviewOf({ ratings: known }, now));
      }),
    );
  });
});
