// What a screen reader hears of a run, and how seldom.
import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import type { Run } from '../../../src/core/reasoning/run';
import { type Speech, silence, speak } from '../../../src/panel/views/reasoning/runSpeech';
import { wordsIn } from '../../../src/panel/words';
import { firstRun, runEvents } from '../../panel/fixtures';

const words = wordsIn('en');
const hear = (speech: Speech, run: Run, nowAt: number) => speak(speech, run, nowAt, words, text => text);

describe('speak', () => {
  it('speaks at most every ten seconds while a run goes on, and always at its end', () => {
    let run = firstRun;
    let speech = silence;
    const heard: { at: number; sentences: readonly string[] }[] = [];
    for (const [index, event] of runEvents.entries()) {
      run = advance(run, event);
      const at = 1_000_000 + index * 300;
      const next = hear(speech, run, at);
      speech = next.speech;
      if (next.sentences.length > 0) heard.push({ at, sentences: next.sentences });
    }
    const between = heard.slice(1, -1).map(({ at }, index) => at - (heard[index]?.at ?? 0));
    assert.ok(between.every(spanMs => spanMs >= 10_000));
    assert.match(heard.at(-1)?.sentences.join(' ') ?? '', /5 steps; 1 unanchored\.$/);
    const all = heard.flatMap(({ sentences }) => sentences).join(' ');
    for (const number of [1, 2, 3, 4, 5]) assert.equal(all.split(`Step ${number}.`).length, 2);
  });

  it('is silent about a run that was over before', () => {
    const done = runEvents.reduce(advance, firstRun);
    assert.deepEqual(hear(silence, done, 5).sentences, []);
  });

  it('reads the answer to a question out once, when it is whole', () => {
    const asked: Run = { ...firstRun, id: 'run-2', question: 'Why?', follows: 'run-1', thread: 'run-1' };
    const steps = [{ number: 1, text: 'Because it is so.' }];
    const begun = hear(silence, asked, 1_000_000);
    assert.deepEqual(begun.sentences, ['Connecting']);
    const growing = hear(begun.speech, { ...asked, state: 'streaming', steps, isWriting: true }, 1_020_000);
    assert.deepEqual(growing.sentences, ['Writing the answer']);
    const done = hear(growing.speech, { ...asked, state: 'done', steps }, 1_021_000);
    assert.deepEqual(done.sentences, ['Answer. Because it is so.']);
    assert.deepEqual(hear(done.speech, { ...asked, state: 'done', steps }, 1_050_000).sentences, []);
  });
});
