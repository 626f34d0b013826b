// What of a kept log a run grows from again: never into one that its own schema refuses.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { Run } from '../../../src/core/reasoning/run';
import { readLog, replay } from '../../../src/core/reasoning/runLog';
import { firstRun, runEvents } from '../../panel/fixtures';

describe('the log of a run', () => {
  for (const [type, change] of [
    ['prepared', { grammar: 5 }],
    ['done', { detail: 7 }],
  ] as const) {
    it(`passes over a damaged "${type}"`, () => {
      const lines = runEvents.map(({ at, event }) => ({
        at,
        event: event.type === type ? { ...event, ...change } : event,
      }));
      assert.ok(lines.some(({ event }) => event.type === type));
      const text = [{ v: 2, run: firstRun }, ...lines].map(line => JSON.stringify(line)).join('\n');
      const read = readLog(text);
      assert.ok(read);
      assert.equal(read.events.length, runEvents.length - 1);
      assert.ok(v.is(Run, replay(read)));
    });
  }
});
