import assert from 'node:assert/strict';
import type { Rating } from '../../../src/core/review/card';
import { makeScheduler, type SchedulerParameters } from '../../../src/core/review/schedule';

const { preview, replay } = makeScheduler();

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const start = Date.UTC(2026, 0, 1, 12);

/** Days until the card is due after each rating, when it is rated whenever it is due. */
function intervalsDays(ratings: readonly Rating[]): readonly number[] {
  const history: { rating: Rating; at: number }[] = [];
  let at = start;
  return ratings.map(rating => {
    history.push({ rating, at });
    const { dueAt } = replay(history);
    const days = (dueAt - at) / dayMs;
    at = dueAt;
    return Math.round(days * 1000) / 1000;
  });
}

describe('schedule', () => {
  it('knows a card that was never rated as new', () => {
    assert.deepEqual([replay([]).isNew, replay([]).dueAt], [true, 0]);
  });

  it('takes a card that is always good ever further away', () => {
    assert.deepEqual(intervalsDays(['good', 'good', 'good', 'good', 'good']), [0.007, 2, 11, 46, 163]);
  });

  it('brings a forgotten card back within minutes, then sooner than before', () => {
    const days = intervalsDays(['good', 'good', 'good', 'again', 'good', 'good']);
    assert.equal(days[3], 0.007);
    assert.ok((days[4] ?? 99) < (days[2] ?? 0), `${days}`);
  });

  it('previews for each rating what rating it does', () => {
    const history = [
      { rating: 'good', at: start },
      { rating: 'good', at: start + 10 * minuteMs },
    ] as const;
    const now = start + 3 * dayMs;
    const intervals = preview(replay(history), now);
    for (const rating of ['again', 'hard', 'good', 'easy'] as const) {
      assert.equal(replay([...history, { rating, at: now }]).dueAt - now, intervals[rating], rating);
    }
    assert.ok(
      intervals.again < intervals.hard && intervals.hard < intervals.good && intervals.good < intervals.easy,
    );
  });

  it('is the same at every hour: no midnight, of any zone, makes a day of a quarter of an hour', () => {
    const intervals = Array.from({ length: 24 }, (_, hour) => {
      const first = start + hour * 60 * minuteMs - 7 * minuteMs;
      const ratings = [0, 15 * minuteMs, 2 * dayMs].map(since => ({
        rating: 'good' as const,
        at: first + since,
      }));
      return ratings.map((_rated, index) => replay(ratings.slice(0, index + 1)).dueAt - first);
    });
    for (const one of intervals) assert.deepEqual(one, intervals[0]);
  });

  it('counts days of 24 hours between two ratings', () => {
    const dueAfter = (hours: number) => {
      const at = start + hours * 60 * minuteMs;
      return replay([...learnt, { rating: 'good', at }]).dueAt - at;
    };
    const learnt = [{ rating: 'easy', at: start } as const];
    assert.equal(dueAfter(24 * 8), dueAfter(24 * 9 - 1));
    assert.ok(dueAfter(24 * 8) < dueAfter(24 * 9));
  });

  it('is made from its parameters', () => {
    const days = (parameters: SchedulerParameters) => {
      const history = [{ rating: 'easy', at: start } as const];
      return (makeScheduler(parameters).replay(history).dueAt - start) / dayMs;
    };
    assert.equal(days({}), 8);
    assert.ok(days({ retention: 0.97 }) < 8 && days({ retention: 0.8 }) > 8);
    assert.equal(days({ longestIntervalDays: 3 }), 3);
  });

  it('does not mind a clock that goes back', () => {
    const history = [
      { rating: 'good', at: start },
      { rating: 'easy', at: start - 40 * dayMs },
    ] as const;
    assert.deepEqual(replay(history), replay([history[0], { rating: 'easy', at: start }]));
    assert.ok(preview(replay(history), start - 90 * dayMs).good > 0);
  });
});
