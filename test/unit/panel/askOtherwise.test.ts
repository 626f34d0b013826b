// What the reader's field asks of a run: its own question, words of theirs, or the usual one again.
import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import { usualQuestion } from '../../../src/core/reasoning/prompt';
import type { Run } from '../../../src/core/reasoning/run';
import type { firstUi } from '../../../src/panel/scene';
import { questionWished, startAsking } from '../../../src/panel/views/reasoning/askOtherwise';
import { firstRun, runEvents } from '../../panel/fixtures';
import { sceneOf } from './scene';

const done: Run = { ...runEvents.reduce(advance, firstRun), messages: [] };
const brief = usualQuestion(done.excerpt, 'brief');
const usual = usualQuestion(done.excerpt);

function fieldOf(run: Run): string | undefined {
  let asking: typeof firstUi.asking;
  startAsking({ ...sceneOf({ run }), change: ui => (asking = ui.asking) }, run);
  return asking?.text;
}

describe('asking otherwise', () => {
  it('shows the question as it was asked, and the usual one where that is not known', () => {
    const asked: Run = { ...done, messages: [{ role: 'user', content: `code\n${brief} In JSON.` }] };
    assert.equal(fieldOf(asked), brief);
    assert.deepEqual(questionWished(asked, brief), {});
    assert.equal(fieldOf(done), usual);
    assert.deepEqual(questionWished(done, usual), {});
  });

  it('asks in the words of the reader, and in the usual ones again where they are put back', () => {
    assert.deepEqual(questionWished(done, 'Why?'), { question: 'Why?' });
    const own: Run = { ...done, variation: { question: 'Why?' } };
    assert.equal(fieldOf(own), 'Why?');
    assert.deepEqual(questionWished(own, 'Why?'), { question: 'Why?' });
    assert.deepEqual(questionWished(own, usual), { question: null });
    assert.deepEqual(questionWished(own, brief), { question: null });
    assert.deepEqual(questionWished(own, ''), { question: null });
    assert.deepEqual(questionWished({ ...own, question: 'And then?' }, ''), {});
  });
});
