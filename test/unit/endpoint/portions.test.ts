import assert from 'node:assert/strict';
import { inPortions } from '../../../src/core/endpoint/answer/portions';
import type { EndpointEvent } from '../../../src/core/endpoint/endpoint';

describe('words in portions', () => {
  it('are told at once in an honest answer, and in larger pieces in one without end', () => {
    const events: EndpointEvent[] = [];
    const portions = inPortions(event => events.push(event));
    for (let at = 0; at < 400_000; at += 1) {
      portions.tell({ type: at % 2 === 0 ? 'text' : 'thinking', text: 'a' });
      if (at === 9999) assert.equal(events.length, 10_000);
    }
    portions.flush();
    assert.ok(events.length < 40_000, `${events.length} events`);
    const length = (type: string) =>
      events.reduce(
        (sum, event) => sum + (event.type === type && 'text' in event ? event.text.length : 0),
        0,
      );
    assert.deepEqual([length('text'), length('thinking')], [200_000, 200_000]);
  });

  it('keep their place before every other event', () => {
    const events: EndpointEvent[] = [];
    const portions = inPortions(event => events.push(event));
    for (let at = 0; at < 30_001; at += 1) portions.tell({ type: 'text', text: 'a' });
    portions.tell({ type: 'rethink', text: '' });
    assert.deepEqual(events.slice(-2), [
      { type: 'text', text: 'a' },
      { type: 'rethink', text: '' },
    ]);
  });
});
