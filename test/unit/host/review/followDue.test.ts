// What is due changes by itself: the side bar and the status bar are told when the time of the next card has come.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Emitter } from '../../../../src/core/base/emitter';
import { followDue } from '../../../../src/host/review/followDue';

describe('followDue', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  function followed(dueAt: number) {
    const patches = new Emitter<unknown>();
    const states = new Emitter<void>();
    let now = 0;
    let told = 0;
    const cards = {
      onPatch: patches.on,
      onState: states.on,
      get due() {
        return now >= dueAt ? { dueCount: 1 } : { dueCount: 0, nextDueAt: dueAt };
      },
    };
    const following = followDue(cards, { now: () => now }, () => {
      told += 1;
    });
    states.fire();
    return {
      following,
      patches,
      told: () => told,
      pass: (ms: number) => {
        now += ms;
        mock.timers.tick(ms);
      },
    };
  }

  it('tells when a card comes, and when its time has come', () => {
    const { told, pass, patches } = followed(30_000);
    assert.equal(told(), 1);
    patches.fire({});
    assert.equal(told(), 2);
    pass(29_000);
    assert.equal(told(), 2);
    pass(1_000);
    assert.equal(told(), 3);
  });

  it('looks now and then, and tells nothing where nothing is different', () => {
    const { told, pass } = followed(200_000);
    for (const _ of [1, 2, 3]) pass(60_000);
    assert.equal(told(), 1);
    pass(60_000);
    assert.equal(told(), 2);
  });

  it('is quiet once it is let go', () => {
    const { told, pass, patches, following } = followed(30_000);
    following.dispose();
    patches.fire({});
    pass(60_000);
    assert.equal(told(), 1);
  });
});
