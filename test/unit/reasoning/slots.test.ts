import assert from 'node:assert/strict';
import { type Asker, type ServerSlots, Slots } from '../../../src/core/reasoning/slots';

const never = new AbortController().signal;
const settled = () => new Promise(resolve => setImmediate(resolve));

/** Asks in this order; who is in, in the order of entering, and how each leaves. */
function askers(slots: Slots) {
  const inside: string[] = [];
  const leaving = new Map<string, () => void>();
  const ask = (name: string, wanted: ServerSlots, asker: Asker = 'background', signal = never) => {
    void slots.enter(wanted, asker, signal).then(leave => {
      if (!leave) return;
      inside.push(name);
      leaving.set(name, leave);
    });
  };
  return { inside, ask, leave: (name: string) => leaving.get(name)?.() };
}

const one = () => ({ server: 'http://a', slots: 1 });

describe('slots of a server', () => {
  it('let in as many as there are, in the order of asking', async () => {
    const { inside, ask, leave } = askers(new Slots());
    const two = () => ({ server: 'http://a', slots: 2 });
    for (const name of ['a', 'b', 'c', 'd']) ask(name, two());
    await settled();
    assert.deepEqual(inside, ['a', 'b']);
    leave('a');
    await settled();
    assert.deepEqual(inside, ['a', 'b', 'c']);
  });

  it('let the reader in before anything that waits', async () => {
    const { inside, ask, leave } = askers(new Slots());
    for (const name of ['a', 'b', 'c']) ask(name, one());
    ask('reader', one(), 'reader');
    await settled();
    leave('a');
    leave('a');
    await settled();
    assert.deepEqual(inside, ['a', 'reader']);
  });

  it('say that all are taken, also where others wait or another model is in', async () => {
    const slots = new Slots();
    const { ask, leave } = askers(slots);
    assert.equal(slots.isFull(one()), false);
    ask('a', one());
    await settled();
    assert.deepEqual([slots.isFull(one()), slots.isFull({ server: 'http://b', slots: 1 })], [true, false]);
    assert.equal(slots.isFull({ server: 'http://a', slots: 2 }), false);
    assert.equal(slots.isFull({ server: 'http://a', slots: 2, onlyModel: 'm' }), true);
    leave('a');
    assert.equal(slots.isFull(one()), false);
  });

  it('are of one server each', async () => {
    const { inside, ask } = askers(new Slots());
    ask('a', one());
    ask('b', { server: 'http://b', slots: 1 });
    await settled();
    assert.deepEqual(inside, ['a', 'b']);
  });

  it('forget who was stopped while waiting', async () => {
    const { inside, ask, leave } = askers(new Slots());
    const abort = new AbortController();
    ask('a', one());
    ask('b', one(), 'reader', abort.signal);
    ask('c', one());
    abort.abort();
    ask('d', one(), 'reader', abort.signal);
    leave('a');
    await settled();
    leave('a');
    await settled();
    assert.deepEqual(inside, ['a', 'c']);
  });

  it('keep a model until nobody uses it, whoever wants another', async () => {
    const { inside, ask, leave } = askers(new Slots());
    const own = (onlyModel: string) => ({ server: 'own', slots: 2, onlyModel });
    ask('a', own('small'));
    ask('b', own('small'));
    ask('c', own('large'));
    ask('d', own('small'));
    await settled();
    assert.deepEqual(inside, ['a', 'b']);
    leave('a');
    await settled();
    assert.deepEqual(inside, ['a', 'b']);
    leave('b');
    await settled();
    assert.deepEqual(inside, ['a', 'b', 'c']);
  });
});
