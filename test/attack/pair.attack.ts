// Many long histories of host and panel, with kills, a bad disk and a page that comes and goes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anyHistory, type HistoryCounts, playHistory } from '../support/pairHistory';
import { report, rounds } from './rounds';

describe('histories of host and panel', () => {
  it('lose nothing and show nothing that is not so', async function () {
    this.timeout(300_000);
    const sums = { crossed: 0, kills: 0, granted: 0, refused: 0 };
    const add = (counts: HistoryCounts) => {
      for (const name of ['crossed', 'kills', 'granted', 'refused'] as const) sums[name] += counts[name];
    };
    const numRuns = rounds(60);
    await fc.assert(
      fc.asyncProperty(anyHistory, async acts => add(await playHistory(acts))),
      { numRuns, seed: 9 },
    );
    report('host and panel', { histories: numRuns, ...sums });
    assert.ok(sums.granted > numRuns && sums.refused > 0 && sums.kills >= numRuns);
  });
});
