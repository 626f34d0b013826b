// The two laws of the wire, over any history: what the panel holds is what the host would tell now, and every wish is
// settled once. The page may be hidden, thrown away and loaded again at any moment, and messages may be slow.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { heldValue } from '../../src/core/wire/held';
import type { OpenTopic, Teller, TopicSource } from '../../src/core/wire/hub';
import type { SetUp } from '../../src/core/wire/models';
import { type Kind, type Patch, reducers, topicName, type Value } from '../../src/core/wire/topics';
import { MemoryLink } from '../support/memoryLink';

/** A topic's owner: a value that changes, told to whoever has it open. */
class Owner<K extends Kind> {
  readonly #kind: K;
  readonly #open = new Set<Teller<Patch<K>>>();
  value: Value<K>;
  /** How often opening fails from now on. */
  failures = 0;

  constructor(kind: K, value: Value<K>) {
    this.#kind = kind;
    this.value = value;
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  change(patch: Patch<K>): void {
    this.value = reducers[this.#kind](this.value, patch);
    for (const tell of this.#open) tell.patch(patch);
  }

  replace(value: Value<K>): void {
    this.value = value;
    for (const tell of this.#open) tell.again();
  }

  readonly source: TopicSource<K> = (_args, tell) => {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('held by another program');
    }
    this.#open.add(tell);
    const open: OpenTopic<Value<K>> = {
      value: () => this.value,
      dispose: () => void this.#open.delete(tell),
    };
    return open;
  };

  /** The same, but only once the disk has answered. */
  readonly slow: TopicSource<K> = async (args, tell) => {
    await new Promise(resolve => setImmediate(resolve));
    return this.source(args, tell);
  };
}

const progress = topicName('progress', 'c');
const setUp = topicName('set-up');
const topics = [progress, setUp];

type Act =
  | { readonly do: 'read'; readonly passage: string }
  | { readonly do: 'reread'; readonly passages: readonly string[] }
  | { readonly do: 'setUp'; readonly state: SetUp['state'] }
  | { readonly do: 'watch'; readonly topics: readonly string[] }
  | { readonly do: 'hide' | 'load' | 'again' | 'toPanel' | 'toHost' | 'fail' | 'pause' }
  | { readonly do: 'wish'; readonly outcome: 'granted' | 'refused' | 'thrown' };

const passage = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('read' as const), passage }),
  fc.record({ do: fc.constant('reread' as const), passages: fc.uniqueArray(passage) }),
  fc.record({
    do: fc.constant('setUp' as const),
    state: fc.constantFrom<SetUp['state']>('idle', 'running', 'failed', 'installed'),
  }),
  fc.record({ do: fc.constant('watch' as const), topics: fc.subarray(topics) }),
  fc.record({
    do: fc.constantFrom<'hide' | 'load' | 'again' | 'toPanel' | 'toHost' | 'fail' | 'pause'>(
      'hide',
      'load',
      'again',
      'toPanel',
      'toPanel',
      'toHost',
      'toHost',
      'fail',
      'pause',
    ),
  }),
  fc.record({
    do: fc.constant('wish' as const),
    outcome: fc.constantFrom<'granted' | 'refused' | 'thrown'>('granted', 'refused', 'thrown'),
  }),
);

class World {
  readonly progress = new Owner<'progress'>('progress', []);
  readonly setUp = new Owner<'set-up'>('set-up', { state: 'idle' });
  /** How often each wish of a page that is still there was settled. */
  readonly settled = new Map<number, number>();
  readonly link = new MemoryLink({
    sources: { progress: this.progress.slow, 'set-up': this.setUp.source },
    foresee: () => [setUp],
    grant: async wish => {
      if (wish.type !== 'panelFailed') return undefined;
      await new Promise(resolve => setImmediate(resolve));
      if (wish.detail === 'thrown') throw new Error('broken');
      return wish.detail === 'refused' ? { code: 'internal', detail: 'no' } : undefined;
    },
  });
  #isLoaded = false;
  #wished = 0;
  watched: readonly string[] = [];

  async play({ ...act }: Act): Promise<void> {
    switch (act.do) {
      case 'read':
        return this.progress.change({ read: [act.passage] });
      case 'reread':
        return this.progress.replace(act.passages);
      case 'setUp':
        return this.setUp.change({ state: act.state });
      case 'fail':
        this.progress.failures += 1;
        return undefined;
      case 'load':
        return this.load();
      case 'hide':
        if (this.#isLoaded) this.link.hide();
        this.#isLoaded = false;
        return undefined;
      case 'watch':
        if (!this.#isLoaded) return undefined;
        this.watched = act.topics;
        return this.link.page.watch(act.topics);
      case 'again':
        return this.#isLoaded ? this.link.page.watchAgain() : undefined;
      case 'toPanel':
        return this.link.deliver('panel');
      case 'toHost':
        return this.link.deliver('host');
      case 'pause':
        await new Promise(resolve => setImmediate(resolve));
        return undefined;
      case 'wish': {
        if (!this.#isLoaded) return undefined;
        const number = ++this.#wished;
        this.settled.set(number, 0);
        return this.link.wish({ type: 'panelFailed', detail: act.outcome }, problem => {
          this.settled.set(number, (this.settled.get(number) ?? 0) + 1);
          assert.equal(problem !== undefined, act.outcome !== 'granted');
        });
      }
    }
  }

  load(): void {
    this.link.load();
    this.#isLoaded = true;
    this.watched = [];
    // A page that is gone waits for nothing.
    this.settled.clear();
  }
}

describe('the wire, over any history', () => {
  it('leads the panel to what the host would tell now, and settles every wish once', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async acts => {
        const world = new World();
        world.load();
        for (const one of acts) await world.play(one);
        await world.play({ do: 'load' });
        world.link.page.watch(topics);
        await world.link.quiet();
        assert.deepEqual(heldValue(world.link.held, 'progress', 'c'), world.progress.value);
        assert.deepEqual(heldValue(world.link.held, 'set-up'), world.setUp.value);
        for (const one of acts.filter(({ do: what }) => what !== 'load' && what !== 'hide'))
          await world.play(one);
        await world.link.quiet();
        for (const topic of world.watched) {
          const [now, held] =
            topic === progress
              ? [world.progress.value, heldValue(world.link.held, 'progress', 'c')]
              : [world.setUp.value, heldValue(world.link.held, 'set-up')];
          assert.deepEqual(held, now, topic);
        }
        assert.ok([...world.settled.values()].every(count => count === 1));
        assert.deepEqual(world.link.page.underWay, []);
        told += world.link.told.length;
      }),
      { numRuns: 150 },
    );
    assert.ok(told > 500);
  });

  it('opens nothing that is not shown', async () => {
    const world = new World();
    world.load();
    world.link.page.watch(topics);
    await world.link.quiet();
    assert.deepEqual([world.progress.isOpen, world.setUp.isOpen], [true, true]);
    world.link.page.watch([setUp]);
    await world.link.quiet();
    assert.deepEqual([world.progress.isOpen, world.setUp.isOpen], [false, true]);
    world.link.hide();
    assert.deepEqual([world.progress.isOpen, world.setUp.isOpen], [false, false]);
    const before = world.link.told.length;
    for (let index = 0; index < 100_000; index++) world.setUp.change({ state: 'running', doneBytes: index });
    assert.equal(world.link.told.length, before);
  });

  it('grants what a page wished before it was hidden, and watches nothing for it', async () => {
    const world = new World();
    world.load();
    world.link.page.watch(topics);
    world.link.wish({ type: 'panelFailed', detail: 'granted' });
    world.link.deliver('host', false);
    world.link.deliver('host', false);
    await world.link.quiet();
    assert.deepEqual([world.progress.isOpen, world.setUp.isOpen], [false, false]);
    assert.deepEqual(
      world.link.told.map(text => JSON.parse(text).type),
      ['settled'],
    );
  });
});
