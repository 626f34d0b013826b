import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import { Replay } from '../../../src/core/reasoning/replay';
import type { RunEvent, TimedEvent } from '../../../src/core/reasoning/run';
import { firstRun, runEvents } from '../../panel/fixtures';

const from = firstRun.startedAt;
const at = (ms: number, event: RunEvent): TimedEvent => ({ at: from + ms, event });
const step = (number: number): RunEvent => ({ type: 'step', step: { number, text: `${number}` } });
const log = {
  first: firstRun,
  events: [
    at(100, { type: 'thinking', text: 'hm' }),
    at(5_000, step(1)),
    at(5_200, { type: 'stepText', text: ' and more' }),
    at(9_000, step(2)),
    at(9_500, { type: 'done', reason: 'stop' }),
  ],
};

describe('a replay', () => {
  it('shows the run as it stood at each moment, forwards, backwards and at its end', () => {
    const replay = new Replay({ first: firstRun, events: runEvents });
    const moments = [0, 0.2, 0.9, 0.5, 1, 0.1].map(share => Math.round(replay.durationMs * share));
    for (const ms of moments) {
      const come = runEvents.filter(event => event.at - from <= ms);
      const expected = come.reduce(advance, firstRun);
      const { state, steps, thinking } = replay.at(ms);
      assert.deepEqual([state, steps, thinking], [expected.state, expected.steps, expected.thinking]);
    }
  });

  it('knows when more came, and when a step began', () => {
    const replay = new Replay(log);
    assert.equal(replay.durationMs, 9_500);
    assert.deepEqual(
      [0, 100, 9_500].map(ms => replay.nextAfter(ms)),
      [100, 5_000, undefined],
    );
    assert.deepEqual(
      [0, 5_000, 9_000].map(ms => replay.stepFrom(ms, 1)),
      [5_000, 9_000, undefined],
    );
    assert.deepEqual(
      [5_000, 9_400].map(ms => replay.stepFrom(ms, -1)),
      [undefined, 9_000],
    );
    assert.deepEqual(
      [0, 5_100, 5_300].map(ms => replay.at(ms).steps[0]?.text),
      [undefined, '1', '1 and more'],
    );
  });

  it('sends nobody back in time where a clock was set back, nor before the run began', () => {
    const odd = new Replay({ ...log, events: [at(-50, step(1)), at(300, step(2)), at(100, step(3))] });
    assert.equal(odd.durationMs, 300);
    assert.equal(odd.at(0).steps.length, 1);
    assert.equal(odd.at(299).steps.length, 1);
    assert.equal(odd.at(300).steps.length, 3);
  });

  it('is over at its end, also where a window closed in the middle; an empty one is over at once', () => {
    const cut = new Replay({ ...log, events: log.events.slice(0, 3) });
    assert.deepEqual([cut.at(5_199).state, cut.at(5_200).state], ['streaming', 'stopped']);
    const none = new Replay({ ...log, events: [] });
    assert.deepEqual([none.durationMs, none.at(0).state, none.nextAfter(0)], [0, 'stopped', undefined]);
  });
});
