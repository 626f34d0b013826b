// A closer look as the page draws it: how it ended, who wrote it, what it left out, and what a press on its number asks.
import assert from 'node:assert/strict';
import { advance } from '../../../src/core/reasoning/advance';
import type { Run } from '../../../src/core/reasoning/run';
import type { Wish } from '../../../src/core/wire/wish';
import { firstUi, type Scene, type Ui } from '../../../src/panel/scene';
import { closerNumber, closerSteps } from '../../../src/panel/views/reasoning/closer';
import { firstRun, runEvents, stageAt } from '../../panel/fixtures';
import { sceneOf } from './scene';
import { textOf } from './textOf';

const run = runEvents.reduce(advance, firstRun);
const [outer = assert.fail('no step')] = run.steps;
const done: Run = {
  ...run,
  id: 'look-1',
  follows: run.id,
  inside: { first: run.excerpt.firstLine, last: run.excerpt.firstLine + 1 },
  steps: [
    { number: 1, lines: { first: run.excerpt.firstLine, last: run.excerpt.firstLine }, text: 'Begins it.' },
    { number: 2, text: 'Then it' },
  ],
  warnings: [],
  state: 'done',
  isWriting: false,
  endedAt: stageAt,
  reason: 'stop',
};
const drawn = (look: Run, language: 'en' | 'zh-CN' = 'en') =>
  textOf(closerSteps(sceneOf({ run, looks: [look] }, language), run, outer, { look, isOpen: true }));

describe('a closer look on the page', () => {
  it('says how it ended, and where it breaks off', () => {
    const whole = drawn(done);
    assert.match(whole, /class="now">2 steps, 0 s/);
    assert.doesNotMatch(whole, /breaks off here|look-again/);
    const stopped: Run = { ...done, state: 'stopped', reason: 'stopped' };
    const page = drawn(stopped);
    assert.match(page, /Stopped by you in the middle of step 2\./);
    assert.match(page, /data-inner=1\.2[\s\S]*… breaks off here[\s\S]*data-action=look-again/);
    assert.equal(page.match(/breaks off here/g)?.length, 1);
    assert.match(drawn(stopped, 'zh-CN'), /在第 2 步中间由你停止。/);
    assert.match(
      drawn({ ...done, reason: 'length' }),
      /reached its limit in mid-sentence\.[\s\S]*look-again/,
    );
    assert.match(drawn({ ...done, reason: 'cut' }), /went on without end[\s\S]*look-again/);
  });

  it('has one button that asks again, beside a problem too', () => {
    const failed = (problem: NonNullable<Run['problem']>) => drawn({ ...done, state: 'failed', problem });
    const busy = failed({ code: 'cut-short' });
    assert.match(busy, /data-action=explainAgain/);
    assert.doesNotMatch(busy, /look-again/);
    assert.match(failed({ code: 'no-model', tried: [] } as never), /look-again/);
  });

  it('warns, and names the lines that none of its steps is about', () => {
    const { firstLine } = run.excerpt;
    const pieces = [0, 1].map(at => ({ lines: { first: firstLine + at, last: firstLine + at }, quote: 'x' }));
    const page = drawn({ ...done, pieces, warnings: [{ kind: 'prompt-cut', seenTokens: 5, sentTokens: 9 }] });
    assert.match(page, new RegExp(`data-unexplained="?${firstLine + 1}`));
    assert.match(page, /data-notice=prompt-cut/);
  });

  it('says who wrote it where another model did than wrote the explanation', () => {
    assert.doesNotMatch(drawn(done), /Written by/);
    const { destination = assert.fail('sent nowhere') } = run;
    assert.match(
      drawn({ ...done, destination: { ...destination, model: 'other:1b' } }),
      /Written by .?other:1b/,
    );
  });

  describe('when its number is pressed', () => {
    /** A number that was drawn once, and is pressed later. */
    function number(look: Run, closedLooks: readonly string[]) {
      const wishes: Wish[] = [];
      let ui: Ui = { ...firstUi, closedLooks };
      const scene: Scene = {
        ...sceneOf({ run, looks: [look] }),
        wish: wish => wishes.push(wish),
        change: change => {
          ui = { ...ui, closedLooks: change.closedLooks ?? ui.closedLooks };
        },
      };
      Object.defineProperty(scene, 'ui', { get: () => ui });
      const isOpen = !closedLooks.includes(look.id);
      const template = closerNumber(scene, run, outer, { look, isOpen }, 0);
      const press = template.values.find(value => typeof value === 'function') as (event: unknown) => void;
      return {
        wishes,
        closed: () => ui.closedLooks,
        scene,
        press: () => press({ stopPropagation() {} }),
      };
    }

    it('is asked for again where it is unfinished and closed, and opened where it is whole or goes on', () => {
      const again = { type: 'lookCloser', run: run.id, step: outer.number };
      for (const look of [
        { ...done, state: 'stopped' as const },
        { ...done, reason: 'length' },
        { ...done, reason: 'cut' },
      ]) {
        const { press, wishes } = number(look, [look.id]);
        press();
        assert.deepEqual(wishes, [again]);
      }
      for (const look of [done, { ...done, state: 'streaming' as const }]) {
        const { press, wishes, closed } = number(look, [look.id]);
        press();
        assert.deepEqual([wishes, closed()], [[], []]);
      }
    });

    it('forgets no other look that was closed since it was drawn', () => {
      const { press, scene, closed } = number(done, []);
      scene.change({ closedLooks: ['look-0'] });
      press();
      assert.deepEqual(closed(), ['look-0', 'look-1']);
    });
  });
});
