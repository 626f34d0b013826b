// The small model of the chapter: its slopes are right, a seed gives one course, and what was recorded of it is what it does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as miniature from '../../../content/how-chatgpt-came-to-be/code/miniature.js';
import * as course from '../../../content/how-chatgpt-came-to-be/code/miniature_course.js';
import * as inPanel from '../../../src/panel/miniature';
import { recordedFile, recordedMiniature } from '../../support/miniature';

const folder = 'content/how-chatgpt-came-to-be/code';
const small = {
  vocabulary: 'abcdefgh',
  width: 8,
  heads: 2,
  layers: 2,
  window: 12,
  seed: 3,
  Floats: Float64Array,
};
const text = miniature.encode('abcadefghabcb', small.vocabulary);

describe('the miniature', () => {
  describe('has slopes as they are measured', () => {
    /** Nothing before the third character is learnt, as in tuning. */
    const first = 2;
    const model = miniature.build(small);
    const reach = 1e-5;

    for (const { name, values, slopes } of model.tensors) {
      it(`of every weight in ${name}`, () => {
        miniature.slopes(model, text, first);
        const written = slopes.slice();
        const measured = values.map((weight: number, place: number) => {
          const lossAt = (moved: number) => {
            values[place] = moved;
            return miniature.slopes(model, text, first);
          };
          const slope = (lossAt(weight + reach) - lossAt(weight - reach)) / (2 * reach);
          values[place] = weight;
          return slope;
        });
        const length = Math.hypot(...measured);
        const apart = Math.hypot(...measured.map((slope: number, place: number) => slope - written[place]));
        assert.ok(length > 1e-3, `nothing depends on ${name}`);
        assert.ok(apart / length <= 1e-5, `${name}: ${apart / length}`);
      });
    }
  });

  it('takes powers and logarithms as the mathematics has them', () => {
    for (let x = -24.9; x <= 0; x += 0.0837) {
      assert.ok(Math.abs(miniature.exp(x) / Math.exp(x) - 1) < 1e-12, `exp ${x}`);
    }
    for (let x = 1; x > 1e-26; x *= 0.713) {
      assert.ok(Math.abs(miniature.log(x) - Math.log(x)) < 1e-12 * (1 - Math.log(x)), `log ${x}`);
    }
  });

  it('looks at nothing that comes later', () => {
    const model = miniature.build(small);
    const symbols = small.vocabulary.length;
    const before = miniature.forward(model, text.slice(0, 10)).slice(0, 5 * symbols);
    const other = [...text.slice(0, 5), ...text.slice(0, 5).reverse()];
    assert.deepEqual(miniature.forward(model, other).slice(0, 5 * symbols), before);
    assert.notDeepEqual(miniature.forward(model, text.slice(1, 11)).slice(0, 5 * symbols), before);
  });

  it('draws by chance as often as it says', () => {
    const model = miniature.build(small);
    const share = miniature.forward(model, miniature.encode('abc', small.vocabulary)).slice(2 * 8, 3 * 8);
    const random = miniature.chance(5);
    const times = 4000;
    const counts = new Map<string, number>();
    for (let time = 0; time < times; time += 1) {
      const drawn = miniature.continueText(model, 'abc', { most: 1, end: undefined, random });
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    for (const [place, character] of [...small.vocabulary].entries()) {
      const found = (counts.get(character) ?? 0) / times;
      assert.ok(Math.abs(found - share[place]) < 0.03, `${character}: ${found}, not ${share[place]}`);
    }
  });

  it('gives one course by one seed, and another by another', () => {
    const losses = (seed: number) => {
      const begun = course.begin(seed);
      return Array.from({ length: 12 }, () => course.step(begun));
    };
    assert.deepEqual(losses(4), losses(4));
    assert.notDeepEqual(losses(4), losses(5));
  });

  it('learns: what it reads costs it less, by far less than guessing', () => {
    const { base, tuned } = recordedMiniature();
    assert.ok((base.losses[0] ?? 0) > 4 * (base.losses.at(-1) ?? Infinity));
    assert.ok((tuned.losses[0] ?? 0) > 4 * (tuned.losses.at(-1) ?? Infinity));
  });

  it('answers no question before it is tuned, and says the same over and over', () => {
    const { base, tuned } = recordedMiniature();
    assert.equal(base.exam.taught + base.exam.untaught, 0);
    assert.match(base.samples.at(-1)?.question ?? '', /^ what colour is the .*\? what colour/);
    assert.equal(tuned.samples.at(-1)?.question, ' blue.\n');
    assert.ok(tuned.exam.untaught > base.exam.untaught);
  });

  it('has few weights, and room for each lesson', () => {
    const { model } = course.begin(1);
    assert.ok(model.weights.length <= 30_000);
    for (const { thing, colour } of course.facts) {
      assert.ok(`what colour is the ${thing}? ${colour}.\n`.length <= model.window + 1, thing);
    }
  });

  it('is short enough to be read', () => {
    assert.ok(readFileSync(`${folder}/miniature.js`, 'utf8').split('\n').length <= 300);
  });

  it('does what was recorded, to the last digit', function () {
    this.timeout(180_000);
    const told = execFileSync(process.execPath, [`${folder}/miniature_run.js`, '1', '--json'], {
      encoding: 'utf8',
    });
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(recordedFile, told);
    assert.deepEqual(JSON.parse(told), recordedMiniature());
  });

  it('prints the numbers that the chapter quotes', () => {
    const told = recordedMiniature();
    const printed = course.linesOf(told);
    for (const [name, value] of Object.entries(course.figures(told))) {
      assert.ok(printed.includes(`${name}: ${value}`), name);
    }
    assert.ok(printed.includes(` 2000  ${told.base.losses.at(-1)?.toFixed(3)}`));
  });

  it('is known to the panel by its own numbers', () => {
    assert.deepEqual(
      Object.entries(inPanel.phases).map(([phase, { steps, every, sampleEvery }]) => [
        phase,
        steps,
        every,
        sampleEvery,
      ]),
      Object.entries(course.phases).map(([phase, { steps, every, sampleEvery }]) => [
        phase,
        steps,
        every,
        sampleEvery,
      ]),
    );
    assert.deepEqual(inPanel.prompts, course.prompts);
    assert.deepEqual(inPanel.examined, {
      facts: course.facts.length,
      taught: course.taught.length,
      untaught: course.untaught.length,
    });
  });
});
