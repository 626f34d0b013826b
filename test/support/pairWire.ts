// What crossed the wire of a pair, against its two rules: each wish is settled once, and nothing is told that nobody watches.
import assert from 'node:assert/strict';
import type { Pair } from './pair';

/** Throws for a wish that is settled twice, or never, and for a fact that nobody watches. */
export function checkWire(pair: Pair): void {
  const settled = new Map<string, number>();
  const gone = new Set<string>();
  let isHidden = false;
  let watched:
    | { readonly page: string; readonly topics: ReadonlySet<string>; readonly isFresh: boolean }
    | undefined;
  for (const crossed of pair.crossed) {
    if (typeof crossed === 'string') {
      // Of a panel that is closed nobody waits for anything.
      if (crossed === 'closed' || crossed === 'killed') for (const name of settled.keys()) gone.add(name);
      // The page before a new one is watching until that one does.
      if (crossed !== 'shown') watched = undefined;
      isHidden = crossed === 'hidden';
      continue;
    }
    if ('up' in crossed) {
      const { up } = crossed;
      if (up.type === 'wish') settled.set(`${up.page} ${up.id}`, 0);
      if (up.type === 'watch' && !isHidden) {
        const isFresh = up.isFresh || up.page !== watched?.page;
        watched = { page: up.page, topics: new Set(up.topics), isFresh };
      }
      continue;
    }
    const { down } = crossed;
    if (down.type === 'settled') {
      const name = `${down.page} ${down.wish}`;
      settled.set(name, (settled.get(name) ?? Number.NaN) + 1);
      continue;
    }
    assert.equal(down.page, watched?.page, `told to nobody: ${down.topic}`);
    // What a page that opens now will ask for is told before it does.
    assert.ok(watched?.isFresh || watched?.topics.has(down.topic), `told, and not watched: ${down.topic}`);
  }
  for (const [name, times] of settled) {
    assert.ok(times === 1 || (times === 0 && gone.has(name)), `${name} was settled ${times} times`);
  }
}
