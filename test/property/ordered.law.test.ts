import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Ordered } from '../../src/core/base/ordered';

interface Item {
  readonly key: number;
}

describe('law: ordered list', () => {
  it('holds what came and has not gone, in order, whenever it is looked at', () => {
    const act = fc.tuple(fc.constantFrom('add', 'delete', 'look'), fc.nat({ max: 30 }));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), acts => {
        const list = new Ordered<Item>((one, other) => one.key - other.key);
        const there = new Map<number, Item>();
        for (const [what, key] of acts) {
          const present = there.get(key);
          if (what === 'look') assert.equal(list.items.length, there.size);
          else if (what === 'delete' && present) {
            list.delete(present);
            there.delete(key);
          } else if (what === 'add') {
            // What stands in its place goes first, as when a card is replaced.
            if (present) list.delete(present);
            const item = { key };
            list.add(item);
            there.set(key, item);
          }
        }
        const expected = [...there.values()].sort((one, other) => one.key - other.key);
        assert.deepEqual(list.items, expected);
        list.items.forEach((item, at) => {
          assert.equal(item, expected[at]);
        });
        for (const key of [-1, 0, 15, 31]) {
          assert.equal(
            list.countBefore(item => item.key < key),
            expected.filter(item => item.key < key).length,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes many at once with few comparisons', () => {
    let comparisons = 0;
    const list = new Ordered<Item>((one, other) => {
      comparisons += 1;
      return one.key - other.key;
    });
    const items = Array.from({ length: 10_000 }, (_, index) => ({ key: (index * 7919) % 10_007 }));
    for (const item of items) list.add(item);
    for (const item of items.slice(0, 5_000)) list.delete(item);
    assert.equal(list.items.length, 5_000);
    assert.ok(comparisons < 200_000, `${comparisons} comparisons`);
  });
});
