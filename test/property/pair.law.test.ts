// What holds over any history of every feature (support/pairHistory.ts).
import fc from 'fast-check';
import { anyHistory, playHistory } from '../support/pairHistory';

describe('host and panel, over any history', () => {
  it('agree on what is so, settle every wish once, and keep what they said is kept', async function () {
    // A busy machine is no reason to fail.
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(anyHistory, async acts => void (await playHistory(acts))),
      { numRuns: 40 },
    );
  });
});
