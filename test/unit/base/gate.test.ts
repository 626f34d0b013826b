import assert from 'node:assert/strict';
import { gate } from '../../../src/core/base/gate';

describe('a gate', () => {
  it('lets so many pass at once, in the order of asking, and goes on after a failure', async () => {
    const { pass } = gate(3);
    let inside = 0;
    let most = 0;
    const begun: number[] = [];
    const work = async (number: number) => {
      begun.push(number);
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
      if (number % 5 === 0) throw new Error('no');
      return number;
    };
    const numbers = Array.from({ length: 40 }, (_, number) => number);
    const results = await Promise.allSettled(numbers.map(number => pass(() => work(number))));
    assert.equal(most, 3);
    assert.deepEqual(begun, numbers);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 32);
    assert.equal(await pass(async () => 'still open'), 'still open');
  });
});
