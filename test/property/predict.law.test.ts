// Laws of what is predicted: what was seen is always a hit, another value never, and no question gives a later one away.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grade, isGradable } from '../../src/core/trace/predict/grade';
import {
  type Answer,
  predictionLine,
  predictionsAfter,
  readPredictions,
} from '../../src/core/trace/predict/predictions';
import { mostQuestions, questionsOf } from '../../src/core/trace/predict/questions';
import type { Moment, SeenRun } from '../../src/core/trace/seen';

const word = fc.stringMatching(/^[a-z][a-z ]{0,8}$/);
type Made = number | string | boolean | null | Made[];
const { made } = fc.letrec<{ made: Made }>(tie => ({
  made: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: -999, max: 999 }),
    word,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('made'), { maxLength: 3 }),
  ),
}));

function inPython(value: Made): string {
  if (Array.isArray(value)) return `[${value.map(inPython).join(', ')}]`;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? 'None' : String(value);
}

const inJavaScript = (value: Made): string => JSON.stringify(value);

/** Numbers alone have no second reading. */
const numbers = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 4 });

describe('law: predictions', () => {
  it('are hits where they say what was seen, in whichever notation', () => {
    fc.assert(
      fc.property(made, value => {
        const seen = inPython(value);
        if (seen.length > 200) return;
        assert.ok(isGradable(seen));
        assert.equal(grade('value', seen, seen), 'hit');
        const graded = grade('value', seen, inJavaScript(value));
        assert.ok(graded === 'hit' || (graded === 'unclear' && seen.includes('None')), `${seen}: ${graded}`);
      }),
    );
  });

  it('are misses where a number of it is another one', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.integer({ min: 1, max: 9 }), (all, at, more) => {
        const other = all.map((one, index) => (index === at % all.length ? one + more : one));
        assert.equal(grade('value', inPython(all), inPython(other)), 'miss');
        assert.equal(grade('value', inPython(all), inPython([...all, 0])), 'miss');
      }),
    );
  });

  it('never throw, whatever is said and was seen', () => {
    const any = fc.oneof(fc.string({ maxLength: 60 }), fc.stringMatching(/^[[\](){},:'"1a -]{0,40}$/));
    fc.assert(
      fc.property(
        any,
        any,
        fc.constantFrom('value', 'result', 'output', 'line', 'branch'),
        (seen, said, kind) => {
          assert.ok(['hit', 'miss', 'unclear', 'unread'].includes(grade(kind, seen, said)));
        },
      ),
    );
  });

  it('are asked so that what is told with a question was decided before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 5 }), fc.nat({ max: 99 })), { maxLength: 60 }),
        acts => {
          const seen = madeRun(acts);
          const questions = questionsOf(seen, {
            text: seen.moments.map(() => 'x = f(y)').join('\n'),
            firstLine: 1,
          });
          assert.ok(questions.length <= mostQuestions);
          assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
          for (const [index, { at, before, kind }] of questions.entries()) {
            // Each value is written once, so that it says which moment has set it.
            for (const { text } of before) {
              const by = seen.moments.findIndex(({ values }) => values.some(one => one.text === text));
              assert.ok(kind === 'line' ? by <= at : by < at);
              const asked = questions.findIndex(one => one.kind === 'value' && one.at === by);
              assert.ok(asked < index, `${text} is told before it is asked`);
            }
          }
        },
      ),
    );
  });

  it('are the same read from their lines as they were told, wherever the file ends', () => {
    const answer = fc
      .tuple(word, fc.constantFrom('value', 'branch'), fc.nat(), fc.constantFrom('hit', 'miss', 'shown'))
      .map(([question, kind, line, graded]): Answer => ({ question, kind, line, seen: question, graded }));
    const event = fc.oneof(
      answer.map(one => ({ e: 'answer' as const, answer: one })),
      fc.nat().map(at => ({ e: 'begin' as const, at })),
      fc.constant({ e: 'end' as const }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.nat({ max: 30 }), (events, cut) => {
        const told = events.slice(0, cut);
        const text = told.map(predictionLine).join('');
        const cutOff = predictionLine({ e: 'end' }).slice(0, 8);
        const spoilt = told.map(one => cutOff + predictionLine(one)).join('');
        assert.deepEqual(readPredictions(spoilt), told.reduce(predictionsAfter, null));
        assert.deepEqual(readPredictions(`${text}{"e":"ans`), told.reduce(predictionsAfter, null));
      }),
    );
  });
});

/** Calls that begin and end at random; each moment sets a value that nothing else sets. */
function madeRun(acts: readonly (readonly [number, number, number])[]): SeenRun {
  const open = [1];
  let calls = 1;
  const moments: Moment[] = acts.map(([turn, line, value], at) => {
    if (turn === 0 && open.length < 5) {
      calls += 1;
      open.push(calls);
    } else if (turn === 1 && open.length > 1) open.pop();
    return {
      line: line + 1,
      call: open.at(-1) ?? 1,
      depth: open.length - 1,
      values: [{ name: `v${value % 3}`, text: String(1000 + at), isSet: true }],
      gone: [],
      unlisted: 0,
    };
  });
  return {
    at: 1,
    expression: 'f()',
    language: 'python',
    runtime: '3',
    end: { reason: 'finished' },
    isWhole: true,
    isUnchanged: true,
    lines: [],
    ever: [],
    moments,
    momentCount: moments.length,
    printed: '',
    unprinted: 0,
  };
}
