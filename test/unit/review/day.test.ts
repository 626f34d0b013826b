import assert from 'node:assert/strict';
import { daysIn } from '../../../src/core/review/day';

describe('days', () => {
  const hourMs = 60 * 60_000;
  const at = (text: string) => Date.parse(text);

  for (const [zone, midnight] of [
    ['UTC', '2026-03-29T00:00Z'],
    ['Asia/Shanghai', '2026-03-28T16:00Z'],
    ['Asia/Kathmandu', '2026-03-28T18:15Z'],
    ['Europe/Paris', '2026-10-24T22:00Z'],
    // One day of 25 hours later.
    ['Europe/Paris', '2026-10-25T23:00Z'],
    ['America/New_York', '2026-11-01T04:00Z'],
    ['Pacific/Kiritimati', '2025-12-31T10:00Z'],
  ] as const) {
    it(`begin in ${zone} at ${midnight}`, () => {
      const dayOf = daysIn(zone);
      assert.equal(dayOf(at(midnight)) - dayOf(at(midnight) - 1), 1);
      assert.equal(dayOf(at(midnight)), dayOf(at(midnight) + 22 * hourMs));
    });
  }

  it('are those of the machine where the zone is not known', () => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const zone of [undefined, '', 'Mars/Olympus_Mons', own]) {
      assert.equal(daysIn(zone)(at('2026-07-01T23:30Z')), daysIn(own)(at('2026-07-01T23:30Z')));
    }
  });
});
