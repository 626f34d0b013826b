import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Annotation } from '../../../src/core/annotation/annotation';
import { type Rating, Review } from '../../../src/core/review/card';
import { type Cards, deckOver, reviewOf } from '../../support/review';

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
function deckOf(ids: string, ...ratings: readonly string[]): Cards {
  return {
    own: ids
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
  };
}
const lastRating = (cards: Cards) => deckOver(cards).lastRating(now);
const makeReview = (cards: Cards, at = now) => reviewOf(cards, at);
const dueIds = (cards: Cards) => makeReview(cards).due.map(({ id }) => id);

describe('cards', () => {
  it('are the highlights, notes and saved steps of the reader, and what was kept', () => {
    const own = ['highlighting', 'commenting', 'describing', 'tagging', 'linking'].map(word =>
      note(word, word),
    );
    const editorial = [note('claim', 'assessing'), note('other claim', 'assessing')];
    assert.deepEqual(dueIds({ own, editorial, kept: new Set(['claim', 'gone']), ratings: [] }), [
      'commenting',
      'describing',
      'highlighting',
      'claim',
    ]);
  });

  it('are made of a note that says not why it was made, or says several things', () => {
    const { motivation: _none, ...bare } = note('bare');
    const own = [bare, note('both', ['tagging', 'highlighting'])];
    assert.equal(makeReview({ own, ratings: [] }).total, 2);
  });

  it('are made once, of the own note, where an editorial one has the same id', () => {
    const editorial = [note('x', 'assessing')];
    const { due } = makeReview({ own: [note('x')], editorial, kept: new Set(['x']), ratings: [] });
    assert.deepEqual(
      due.map(({ annotation }) => annotation.motivation),
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
    assert.ok(!('nextDueAt' in makeReview(deck, now + 40 * dayMs)));
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
    const at = (timeZone: string, shiftMs: number) => {
      const ratings = deck.ratings.map(rated => ({ ...rated, at: rated.at + shiftMs }));
      return reviewOf({ ...deck, ratings }, now + shiftMs, timeZone).forecast.slice(0, 3);
    };
    assert.deepEqual(at('UTC', 0), [2, 0, 0]);
    assert.deepEqual(at('Pacific/Auckland', 0), [2, 0, 0]);
    assert.deepEqual(at('Pacific/Auckland', -hourMs - 5 * 60_000), [1, 1, 0]);
    assert.deepEqual(at('Pacific/Pago_Pago', -hourMs - 5 * 60_000), [1, 1, 0]);
  });

  it('forecasts across a change of the clocks by the days of the reader', () => {
    const at = Date.parse('2026-10-21T22:55Z');
    const ratings = [{ id: 'r', card: 'a', rating: 'easy' as const, at }];
    const { forecast } = reviewOf(
      { own: [note('a')], ratings },
      Date.parse('2026-10-22T10:00Z'),
      'Europe/Paris',
    );
    assert.equal(forecast.indexOf(1), 7);
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

  it('hides no card for ratings from the future, until their time has come', () => {
    const deck = deckOf('a b', 'b good -40', 'b good -39', 'b easy 730', 'a again 300', 'a good 301');
    const review = makeReview(deck);
    assert.deepEqual([review.due.length, review.newCount, review.retention.rated], [2, 1, 0]);
    assert.deepEqual(dueIds(deck), ['b', 'a']);
    assert.equal(makeReview(deck, now + 301.5 * dayMs).newCount, 0);
  });

  it('counts a rating of a clock that is minutes ahead', () => {
    assert.deepEqual(dueIds(deckOf('a', 'a easy 0.002')), []);
  });
});
