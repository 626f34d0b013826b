import assert from 'node:assert/strict';
import type { EndpointEvent } from '../../../src/core/endpoint/endpoint';
import { followUpMessages } from '../../../src/core/reasoning/prompt';
import { advance, newRun, type Run } from '../../../src/core/reasoning/run';
import { stepsFrom } from '../../../src/core/reasoning/steps';

const excerpt = {
  uri: 'file:///a.py',
  name: 'a.py',
  languageId: 'python',
  firstLine: 1,
  text: 'a = 1\nb = 2',
};

async function* played(...texts: readonly string[]): AsyncIterable<EndpointEvent> {
  for (const text of texts) yield { type: 'text', text };
  yield { type: 'done', reason: 'stop' };
}

async function runOf(events: AsyncIterable<EndpointEvent>): Promise<Run> {
  let run = newRun('r', 0, excerpt);
  for await (const event of stepsFrom(events, { first: 1, last: 2 })) run = advance(run, { at: 0, event });
  return run;
}

describe('a follow-up', () => {
  it('sends the answer back to the letter, so that the cached prefix holds', async () => {
    const answer = '1. **L1**: one\n\n- L2: two\n  and more\n';
    const run = await runOf(played(answer.slice(0, 7), answer.slice(7)));
    assert.equal(run.steps.length, 2);
    const messages = followUpMessages({ ...run, messages: [{ role: 'user', content: 'q' }] }, 'Why?');
    assert.deepEqual(messages, [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: answer },
      { role: 'user', content: 'Why?' },
    ]);
  });

  it('leaves out what turned out to be thinking', async () => {
    async function* rethought(): AsyncIterable<EndpointEvent> {
      yield { type: 'text', text: 'Hm, let me see.' };
      yield { type: 'rethink', text: 'Hm, let me see.' };
      yield* played('L1: one');
    }
    const run = await runOf(rethought());
    assert.equal(run.answer, 'L1: one');
    assert.equal(run.thinking, 'Hm, let me see.');
    assert.deepEqual(run.steps, [{ number: 1, lines: { first: 1, last: 1 }, text: 'one' }]);
  });
});
