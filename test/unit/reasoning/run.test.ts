import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { EndpointEvent } from '../../../src/core/endpoint/endpoint';
import { advance, mostSteps } from '../../../src/core/reasoning/advance';
import { newRun, Run, type RunEvent } from '../../../src/core/reasoning/run';
import { stepsFrom } from '../../../src/core/reasoning/steps';
import { play } from '../../conformance/play';

const excerpt = {
  uri: 'file:///a.ts',
  name: 'a.ts',
  languageId: 'typescript',
  firstLine: 1,
  text: 'a\nb\nc',
};

function grow(events: readonly RunEvent[]): Run {
  const run = events.reduce((before, event, at) => advance(before, { at, event }), newRun('r', 0, excerpt));
  return v.parse(Run, run);
}

async function runOf(events: readonly EndpointEvent[]): Promise<Run> {
  const told: RunEvent[] = [];
  const stream = (async function* () {
    yield* events;
  })();
  for await (const event of stepsFrom(stream, { first: 1, last: 3 })) told.push(event);
  return grow(told);
}

describe('a run', () => {
  it('says the same warning once, and few in all', () => {
    const quiet = (forMs: number): RunEvent => ({ type: 'warning', warning: { kind: 'quiet', forMs } });
    assert.equal(grow([quiet(1), quiet(1), quiet(1)]).warnings.length, 1);
    assert.equal(grow(Array.from({ length: 100 }, (_, at) => quiet(at))).warnings.length, 8);
  });

  it('takes no more steps than it has room for, whoever tells them', () => {
    const step = (number: number): RunEvent => ({ type: 'step', step: { number, text: 'a' } });
    const run = grow([
      ...Array.from({ length: mostSteps + 1 }, (_, at) => step(at + 1)),
      { type: 'stepText', text: 'b' },
    ]);
    assert.equal(run.steps.length, mostSteps);
    assert.equal(run.steps.at(-1)?.text, 'a');
  });

  it('is cut, and says so, where an answer goes on past them', async () => {
    const text = 'L1: reads.\n'.repeat(mostSteps + 5);
    const run = await runOf([
      { type: 'text', text },
      { type: 'done', reason: 'stop' },
    ]);
    assert.deepEqual([run.state, run.reason, run.steps.length], ['done', 'cut', mostSteps]);
    assert.equal(run.answer, text);
  });

  const frame = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
  const streams = {
    'raw in the content': frame({ content: '<think>\nit has a `</think>` block\n</think>\nL1: reads.' }),
    'torn by llama-server':
      frame({ reasoning_content: 'it has a `' }) + frame({ content: '` block\n</think>\nL1: reads.' }),
  };
  for (const [how, stream] of Object.entries(streams)) {
    it(`has its thoughts whole and one step where they quote a tag, ${how}`, async () => {
      const bytes = new TextEncoder().encode(`${stream}data: [DONE]\n\n`);
      for (let cut = 0; cut < bytes.length; cut += 1) {
        const run = await runOf(play('openai', [bytes.subarray(0, cut), bytes.subarray(cut)]));
        assert.equal(run.thinking, 'it has a `</think>` block\n');
        assert.deepEqual(run.steps, [{ number: 1, lines: { first: 1, last: 1 }, text: 'reads.' }]);
        assert.equal(run.answer, 'L1: reads.');
      }
    });
  }

  it('sends no mark back in a follow-up that it did not show', async () => {
    const text = 'L1: adds.<|im_end|>\n<|im_start|>user';
    const run = await runOf(
      play('openai', [new TextEncoder().encode(`${frame({ content: text })}data: [DONE]\n\n`)]),
    );
    assert.equal(run.answer, 'L1: adds.');
    assert.equal(run.steps[0]?.text, 'adds.');
  });
});
