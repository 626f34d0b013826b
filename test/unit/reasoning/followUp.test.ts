import assert from 'node:assert/strict';
import type { EndpointEvent } from '../../../src/core/endpoint/endpoint';
import { advance } from '../../../src/core/reasoning/advance';
import { definitionTexts } from '../../../src/core/reasoning/definitions';
import {
  exchange,
  followUpQuestion,
  soleQuestion,
  withoutDefinitions,
  withoutEarlierQuestions,
} from '../../../src/core/reasoning/prompt';
import { newRun, type Run } from '../../../src/core/reasoning/run';
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
    const messages = [
      ...exchange({ ...run, messages: [{ role: 'user', content: 'q' }] }),
      { role: 'user', content: followUpQuestion('Why?') },
    ];
    assert.deepEqual(messages, [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: answer },
      { role: 'user', content: 'Why?' },
    ]);
  });

  it('leaves out what the reader asked before, and nothing that was asked for the explanation', () => {
    const asked = (content: string) => ({ role: 'user' as const, content });
    const said = { role: 'assistant' as const, content: 'b' };
    const piece = { lines: { first: 2, last: 2 }, quote: 'b = 2' };
    const { content } = soleQuestion(piece, { form: 'free', language: 'en', pieces: [piece] });
    const explained = [
      { role: 'system' as const, content: 's' },
      asked('The code'),
      said,
      asked(content),
      said,
    ];
    assert.equal(withoutEarlierQuestions(explained), undefined);
    assert.deepEqual(withoutEarlierQuestions([...explained, asked('Why?'), said]), explained);
  });

  it('takes no answer for that to a question that was not answered', async () => {
    const first = await runOf(played('L1: one'));
    const destination = {
      url: 'http://127.0.0.1:1',
      protocol: 'openai',
      server: 's',
      model: 'm',
      isLocal: true,
    } as const;
    const messages = ['q', 'a', 'q2'].map((content, at) => ({
      role: at === 1 ? ('assistant' as const) : ('user' as const),
      content,
    }));
    const begun: Run = { ...first, state: 'streaming' };
    const asked = advance(begun, { at: 1, event: { type: 'prepared', destination, messages } });
    assert.deepEqual(exchange(asked), messages.slice(0, -1));
    const step = { number: 2, lines: { first: 2, last: 2 }, text: 'two' };
    const cut = advance(asked, { at: 2, event: { type: 'step', step } });
    assert.deepEqual(exchange(cut).at(-1), { role: 'assistant', content: 'L2-2: two' });
  });

  it('keeps the steps of the questions before the one whose answer turned out to be thinking', async () => {
    const run: Run = { ...(await runOf(played('L1: one\nL2: two'))), state: 'streaming' };
    const stepsAfter = (keep?: number) =>
      advance(run, { at: 1, event: { type: 'rethink', text: 'Hm.', ...(keep ? { keep } : {}) } }).steps
        .length;
    assert.deepEqual([stepsAfter(), stepsAfter(1)], [0, 1]);
  });

  it('goes to another machine without what other files define', () => {
    const sent = [{ name: 'KEY', file: 'secrets.py', firstLine: 1, lastLine: 1, text: 'KEY = "$& s3"' }];
    const part = `Defined elsewhere, to be read only:\n\n${definitionTexts(sent).join('\n\n')}`;
    const content = `File: a.py (python)\n\n${part}\n\nThe code to explain:\n1| a = KEY`;
    const [message] = withoutDefinitions([{ role: 'user', content }], sent);
    assert.equal(message?.content, 'File: a.py (python)\n\nThe code to explain:\n1| a = KEY');
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
