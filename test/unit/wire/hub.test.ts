// A topic that breaks when it is asked for its value: it costs itself, and is told once it is well.
import assert from 'node:assert/strict';
import type { Down } from '../../../src/core/wire/envelope';
import { Hub } from '../../../src/core/wire/hub';

describe('the hub', () => {
  it('opens a topic again whose value could not be made, and leaves nothing of the first behind', async () => {
    const log = { trace() {}, info() {}, warn() {}, error() {} };
    const sent: Down[] = [];
    let open = 0;
    let opened = 0;
    const hub = new Hub({
      sources: {
        due: () => {
          open += 1;
          opened += 1;
          const isBroken = opened < 3;
          return {
            value: () => {
              if (isBroken) throw new RangeError('Invalid time value');
              return { dueCount: 7 };
            },
            dispose: () => {
              open -= 1;
            },
          };
        },
      },
      grant: async () => undefined,
      send: message => sent.push(message),
      clock: { now: () => 0, sleep: async () => {} },
      log,
    });
    hub.receive({ type: 'watch', page: crypto.randomUUID(), topics: ['due'], isFresh: true });
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
    assert.deepEqual(
      sent.map(message => message.type === 'whole' && [message.revision, message.value]),
      [[1, { dueCount: 7 }]],
    );
    assert.deepEqual([opened, open], [3, 1]);
    hub.dispose();
    assert.equal(open, 0);
  });
});
