import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Annotation } from '../../../src/core/annotation/annotation';
import { type Rating, Review } from '../../../src/core/review/card';
import { cardsOf, type Deck, lastRating, makeReview } from '../../../src/core/review/deck';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const now = Date.UTC(2026, 2, 10, 12);

const note = (id: string, motivation: Annotation['motivation'] = 'commenting'): Annotation => ({
  id,
  type: 'Annotation',
  motivation,
  body: [],
  target: [{ source: 'marginalia:/c/en/p' }],
});

/** "b good -40": card b was rated good 40 days ago. */
function deckOf(ids: string, ...ratings: readonly string[]): Deck {
  return {
    annotations: ids
      .split(' ')
      .filter(Boolean)
      .map(id => note(id)),
    ratings: ratings
      .map(line => line.split(' '))
      .map(([card = '', rating, days], index) => ({
        id: `r${index}`,
        card,
        rating: rating as Rating,
        at: now + Number(days) * dayMs,
      }))
      .sort((a, b) => a.at - b.at),
    now,
    utcOffsetMinutes: 0,
  };
}
const dueIds = (deck: Deck) => makeReview(deck).due.map(({ id }) => id);

describe('cards', () => {
  it('are the highlights, notes and saved steps of the reader, and what was kept', () => {
    const own = ['highlighting', 'commenting', 'describing', 'tagging', 'linking'].map(word =>
      note(word, word),
    );
    const editorial = [note('claim', 'assessing'), note('other claim', 'assessing')];
    assert.deepEqual(
      cardsOf({ own, editorial, kept: new Set(['claim', 'gone']) }).map(({ id }) => id),
      ['highlighting', 'commenting', 'describing', 'claim'],
    );
  });

  it('are made of a note that says not why it was made, or says several things', () => {
    const { motivation: _none, ...bare } = note('bare');
    const own = [bare, note('both', ['tagging', 'highlighting'])];
    assert.equal(cardsOf({ own, editorial: [], kept: new Set() }).length, 2);
  });

  it('are made once, of the own note, where an editorial one has the same id', () => {
    const cards = cardsOf({ own: [note('x')], editorial: [note('x', 'assessing')], kept: new Set(['x']) });
    assert.deepEqual(
      cards.map(({ motivation }) => motivation),
      ['commenting'],
    );
  });
});

describe('review', () => {
  it('counts all that is due and carries the next ones only', () => {
    const ids = Array.from({ length: 50 }, (_, index) => `c${index}`).join(' ');
    const { due, dueCount } = makeReview(deckOf(ids));
    assert.deepEqual([due.length, dueCount], [20, 50]);
  });

  it('is empty without cards', () => {
    assert.deepEqual(makeReview(deckOf('')), {
      due: [],
      dueCount: 0,
      total: 0,
      newCount: 0,
      forecast: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      retention: { recalled: 0, rated: 0 },
      canUndo: false,
    });
  });

  it('fits the message that it travels in', () => {
    const review = makeReview(deckOf('a b', 'a good -5', 'a good -4.9'));
    assert.deepEqual(v.parse(Review, review), review);
  });

  it('shows the most overdue card first and new ones last, in their order', () => {
    const deck = deckOf('new1 late new2 later away', 'late again -5', 'later again -9', 'away easy -1');
    assert.deepEqual(dueIds(deck), ['later', 'late', 'new1', 'new2']);
  });

  it('counts what is there and what is new', () => {
    const { total, newCount } = makeReview(deckOf('a b c', 'b easy -1'));
    assert.deepEqual([total, newCount], [3, 2]);
  });

  it('says when the next card comes back, if none is due', () => {
    const deck = deckOf('a b', 'a easy -0.5', 'b good -0.001');
    const { due, nextDueAt } = makeReview(deck);
    assert.deepEqual(due, []);
    assert.ok(nextDueAt !== undefined && nextDueAt > now && nextDueAt < now + hourMs);
    assert.ok(!('nextDueAt' in makeReview({ ...deck, now: now + 40 * dayMs })));
  });

  it('gives a card the interval of each rating', () => {
    const [card] = makeReview(deckOf('a')).due;
    assert.ok(card?.isNew && card.dueAt === now);
    assert.ok(
      card.intervalsMs.again < card.intervalsMs.good && card.intervalsMs.good < card.intervalsMs.easy,
    );
  });

  it('forecasts by the days of the reader', () => {
    // At noon UTC a card is due in 10 minutes; in Auckland (UTC+13) that is after midnight, tomorrow's first hour.
    const deck = deckOf('new soon', 'soon good -0.0001');
    const at = (utcOffsetMinutes: number, shiftMs: number) =>
      makeReview({
        ...deck,
        utcOffsetMinutes,
        now: now + shiftMs,
        ratings: deck.ratings.map(rated => ({ ...rated, at: rated.at + shiftMs })),
      }).forecast.slice(0, 3);
    assert.deepEqual(at(0, 0), [2, 0, 0]);
    assert.deepEqual(at(13 * 60, 0), [2, 0, 0]);
    assert.deepEqual(at(13 * 60, -hourMs - 5 * 60_000), [1, 1, 0]);
    assert.deepEqual(at(-13 * 60, hourMs - 5 * 60_000), [1, 1, 0]);
  });

  it('forecasts every card once, within 14 days', () => {
    const deck = deckOf('a b c d', 'a easy -1', 'b good -1', 'c again -1');
    const { forecast, due } = makeReview(deck);
    assert.equal(forecast.length, 14);
    assert.equal(forecast[0], due.length);
    assert.equal(
      forecast.reduce((sum, count) => sum + count, 0),
      4,
    );
  });

  it('counts recall of the last 30 days, without first ratings', () => {
    const deck = deckOf(
      'a b',
      'a good -40',
      'a good -31',
      'a again -20',
      'a good -10',
      'b again -5',
      'gone good -4',
      'gone good -3',
    );
    assert.deepEqual(makeReview(deck).retention, { recalled: 1, rated: 2 });
  });

  it('ignores ratings of cards that are not there, and has them again when the card is', () => {
    const ratings = ['a easy -1', 'b easy -1'];
    assert.deepEqual(dueIds(deckOf('a', ...ratings)), []);
    assert.deepEqual(makeReview(deckOf('a', ...ratings)), makeReview(deckOf('a', 'a easy -1')));
    assert.equal(makeReview(deckOf('a b', ...ratings)).newCount, 0);
  });

  it('takes back the last rating of a card that is there', () => {
    assert.equal(lastRating(deckOf('a b', 'a good -3', 'b good -2', 'gone good -1'))?.card, 'b');
    assert.equal(makeReview(deckOf('a', 'gone good -1')).canUndo, false);
    assert.equal(lastRating(deckOf('a b', 'a good -3', 'b good 300'))?.card, 'a');
  });

  it('survives ratings from the future', () => {
    const review = makeReview(deckOf('a', 'a again 300', 'a good 301'));
    assert.deepEqual([review.due.length, review.retention.rated], [0, 0]);
  });
});
