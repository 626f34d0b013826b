import assert from 'node:assert/strict';
import { ServerWatch } from '../../../../src/host/models/serverWatch';
import { steppedClock } from '../../endpoint/steppedClock';

const minute = 60_000;

function watched(isThere: () => boolean) {
  const clock = steppedClock();
  const seen = { looks: 0, found: 0 };
  const watch = new ServerWatch(async () => {
    seen.looks += 1;
    return isThere();
  }, clock);
  const onFound = () => {
    seen.found += 1;
  };
  return { clock, seen, watch, onFound };
}

describe('the watch for a server', () => {
  it('sees one that appears after hours, and tells it once', async () => {
    let isThere = false;
    const { clock, seen, watch, onFound } = watched(() => isThere);
    watch.start(onFound);
    await clock.advance(180 * minute);
    assert.equal(seen.found, 0);
    isThere = true;
    await clock.advance(minute);
    assert.equal(seen.found, 1);
    const { looks } = seen;
    await clock.advance(10 * minute);
    assert.deepEqual(seen, { looks, found: 1 });
  });

  it('looks less often as time passes, and never stops by itself', async () => {
    const { clock, seen, watch, onFound } = watched(() => false);
    watch.start(onFound);
    const looksIn = async (minutes: number) => {
      const before = seen.looks;
      await clock.advance(minutes * minute);
      return seen.looks - before;
    };
    const [soon, later, late] = [await looksIn(10), await looksIn(50), await looksIn(60)];
    assert.ok(
      soon >= 190 && later >= 190 && later < 210 && late >= 58 && late <= 61,
      String([soon, later, late]),
    );
    watch.dispose();
    assert.equal(await looksIn(5), 0);
  });

  it('forgets the first when it is started again, and goes on after a look that failed', async () => {
    let times = 0;
    const { clock, seen, watch, onFound } = watched(() => {
      times += 1;
      if (times === 1) throw new Error('the network is away');
      return true;
    });
    watch.start(() => assert.fail('the first was forgotten'));
    watch.start(onFound);
    await clock.advance(minute);
    assert.deepEqual(seen, { looks: 2, found: 1 });
  });
});
