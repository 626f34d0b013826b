// What each key does where.
import assert from 'node:assert/strict';
import { commandFor, type KeyContext, type KeyPress } from '../../../src/panel/keys';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  hasModifier: false,
  hasShift: false,
  isInField: false,
  isOnControl: false,
  isInList: false,
  hasSelection: false,
  ...more,
});

const at = (view: KeyContext['view'], more: Partial<KeyContext> = {}): KeyContext => ({
  view,
  singleKeys: true,
  isAwaiting: false,
  isRevealed: false,
  hasCard: true,
  ...more,
});

describe('keys', () => {
  it('rate only a revealed card', () => {
    assert.equal(commandFor(press('3'), at('review')), undefined);
    assert.deepEqual(commandFor(press('3'), at('review', { isRevealed: true })), {
      do: 'rate',
      rating: 'good',
    });
    assert.equal(commandFor(press('3'), at('chapter', { isRevealed: true })), undefined);
  });

  it('leave Space to scrolling, buttons and fields', () => {
    assert.deepEqual(commandFor(press(' '), at('review')), { do: 'reveal' });
    assert.equal(commandFor(press(' '), at('chapter')), undefined);
    assert.equal(commandFor(press(' ', { isOnControl: true }), at('review')), undefined);
    assert.equal(commandFor(press(' ', { isInField: true }), at('review')), undefined);
  });

  it('go to a view after g alone', () => {
    assert.deepEqual(commandFor(press('g'), at('chapter')), { do: 'await' });
    assert.deepEqual(commandFor(press('v'), at('chapter', { isAwaiting: true })), {
      do: 'view',
      view: 'review',
    });
    assert.equal(commandFor(press('v'), at('chapter')), undefined);
  });

  it('walk by arrows only within a list', () => {
    assert.equal(commandFor(press('ArrowDown'), at('reasoning')), undefined);
    assert.deepEqual(commandFor(press('ArrowDown', { isInList: true }), at('reasoning')), {
      do: 'walk',
      by: 1,
    });
  });

  it('never fire with a modifier or in a field, but for Esc', () => {
    for (const key of ['j', 'k', '/', 'g', 's', '1', 'a', 'u']) {
      assert.equal(commandFor(press(key, { hasModifier: true }), at('reasoning')), undefined);
      assert.equal(commandFor(press(key, { isInField: true }), at('reasoning')), undefined);
    }
    assert.deepEqual(commandFor(press('Escape', { isInField: true }), at('reasoning')), { do: 'leaveField' });
  });

  it('can be turned off where they are single characters', () => {
    const off = { singleKeys: false, isRevealed: true };
    for (const key of ['j', 'k', '/', 'g', 's', '1', 'a', 'u', 'p', 'o']) {
      assert.equal(commandFor(press(key), at('review', off)), undefined);
    }
    assert.deepEqual(commandFor(press('Escape'), at('review', off)), { do: 'close' });
    assert.deepEqual(commandFor(press('ArrowUp', { isInList: true }), at('reasoning', off)), {
      do: 'walk',
      by: -1,
    });
  });
});
