// What a reader is asked of a run before it is shown, and how an answer is graded: by the run.
import assert from 'node:assert/strict';
import { keptText, readKept } from '../../../src/core/trace/kept';
import { grade, isGradable, longestGuess } from '../../../src/core/trace/predict/grade';
import {
  answerTo,
  type PredictionEvent,
  predictionLine,
  questionNow,
  readPredictions,
  tallyOf,
} from '../../../src/core/trace/predict/predictions';
import { mostQuestions, type Question, questionsOf } from '../../../src/core/trace/predict/questions';
import { seenRun } from '../../../src/core/trace/seen';
import { traced } from '../../support/traced';

async function asked(ending: string, text: string, call: string): Promise<readonly Question[]> {
  const { text: told } = await traced(ending, text, { call });
  const kept = readKept(keptText({ at: 5, stands: [], isUnchanged: true }, told));
  assert.ok(kept);
  const seen = seenRun({ ...kept, lineOf: line => line });
  return questionsOf(seen, { text, firstLine: 1 });
}
const inShort = (questions: readonly Question[]) =>
  questions.map(({ kind, line, name, seen, before }) =>
    [
      kind,
      line,
      ...(name === undefined ? [] : [name]),
      `→ ${seen}`,
      before.map(one => `${one.name}=${one.text}`),
    ].join(' '),
  );

describe('a prediction', () => {
  it('is asked of branches, values, rounds and what is given back, with what is known by then', async () => {
    const text =
      'def mean(xs):\n    total = 0\n    for x in xs:\n        total = total + x\n    if total > 9:\n        print(total * 2)\n    return total / len(xs)\n';
    assert.deepEqual(inShort(await asked('py', text, 'mean([3, 4, 5])')), [
      'value 4 total → 3 xs=[3, 4, 5],total=0,x=3',
      'branch 3 → yes xs=[3, 4, 5],total=3,x=3',
      'value 4 total → 7 xs=[3, 4, 5],total=3,x=4',
      'branch 3 → no xs=[3, 4, 5],total=12,x=5',
      'branch 5 → yes xs=[3, 4, 5],total=12,x=5',
      'output 6 → 24 xs=[3, 4, 5],total=12,x=5',
      'result 7 → 4.0 xs=[3, 4, 5],total=12,x=5',
    ]);
  });

  it('is asked of calls from the inside out, so that none gives another away', async () => {
    const text = 'def fact(n):\n    if n < 2:\n        return 1\n    return n * fact(n - 1)\n';
    assert.deepEqual(inShort(await asked('py', text, 'fact(4)')), [
      'branch 2 → no n=4',
      'branch 2 → yes n=1',
      'result 4 → 2 n=2',
      'result 4 → 24 n=4',
    ]);
  });

  it('is asked of where a run goes on after a jump, in JavaScript', async () => {
    const text =
      'export function first(xs) {\n  for (const x of xs) {\n    if (x < 0) {\n      continue;\n    }\n    return "found " + x;\n  }\n  return null;\n}\n';
    assert.deepEqual(inShort(await asked('mjs', text, 'first([-1, 2])')), [
      'branch 3 → yes xs=[-1, 2],x=-1',
      'line 4 → 2 xs=[-1, 2],x=-1',
      'branch 2 → yes xs=[-1, 2],x=-1',
      'branch 3 → no xs=[-1, 2],x=2',
      'result 6 → "found 2" xs=[-1, 2],x=2',
    ]);
  });

  it('is not asked of what stands in the code, of a loop without a condition, of what cannot be written', async () => {
    const text =
      'def f(a):\n    x = 5\n    while True:\n        y = object()\n        break\n    s = "ab" * 40\n    print("done")\n    return a\n';
    assert.deepEqual(inShort(await asked('py', text, 'f(1)')), []);
  });

  it('is asked a bounded number of times, and not of code that had changed', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `    v${at} = a + ${at}`);
    const text = `def f(a):\n${lines.join('\n')}\n    return a * 7\n`;
    const questions = await asked('py', text, 'f(2)');
    assert.equal(questions.length, mostQuestions);
    assert.deepEqual([questions[0]?.name, questions.at(-1)?.kind], ['v0', 'result']);
    const { text: told } = await traced('py', text, { call: 'f(2)' });
    const kept = readKept(keptText({ at: 5, stands: [], isUnchanged: false }, told));
    assert.ok(kept);
    const seen = seenRun({ ...kept, lineOf: line => line });
    assert.deepEqual(questionsOf(seen, { text, firstLine: 1 }), []);
  });

  it('is graded by the run', () => {
    const graded: readonly (readonly [seen: string, said: string, grade: string])[] = [
      ['3', '3', 'hit'],
      ['3.0', '3', 'hit'],
      ['0.30000000000000004', '0.3', 'hit'],
      ['0.34', '0.3', 'hit'],
      ['3', '4', 'miss'],
      ['True', 'true', 'hit'],
      ['True', '1', 'unclear'],
      ['True', 'false', 'miss'],
      ['null', 'None', 'unclear'],
      ["'ab'", '"ab"', 'hit'],
      ["'ab'", 'ab', 'hit'],
      ["'ab'", 'abc', 'miss'],
      ["'3'", '3', 'hit'],
      ['3', '"3"', 'unclear'],
      ['3', 'many', 'miss'],
      ['3', '1 + 2', 'unread'],
      ['3', '', 'unread'],
      ['[1, 2]', '[1,2]', 'hit'],
      ['[1, 2]', '[1, 3]', 'miss'],
      ['[1, 2]', '(1, 2)', 'unclear'],
      ['(1,)', '(1,)', 'hit'],
      ["{'a': 1, 'b': [2]}", '{"b": [2], "a": 1}', 'hit'],
      ["{'a': 1}", "{'a': 2}", 'miss'],
      ['{a: 1, b: "x"}', "{b: 'x', a: 1}", 'hit'],
      ['{1, 2}', '{2, 1}', 'hit'],
      ['[]', '[]', 'hit'],
      ['[]', '[1]', 'miss'],
      ['[[1], []]', '[[1], []]', 'hit'],
    ];
    for (const [seen, said, wanted] of graded)
      assert.equal(grade('value', seen, said), wanted, `${seen} ${said}`);
    assert.equal(grade('branch', 'yes', 'no'), 'miss');
    assert.equal(grade('branch', 'yes', 'perhaps'), 'unread');
    assert.equal(grade('line', '12', ' 12 '), 'hit');
    assert.equal(grade('line', '12', 'twelve'), 'unread');
    assert.equal(grade('output', 'sum  12', 'sum 12'), 'hit');
    assert.equal(grade('output', 'sum 12', '"sum 12"'), 'hit');
    assert.equal(grade('output', '2.50', '2.5'), 'hit');
    assert.equal(grade('output', 'sum 12', 'sum 13'), 'miss');
    assert.equal(grade('value', '3', '3'.repeat(longestGuess + 1)), 'unread');
    for (const seen of ['<Random>', '[1, … 9 more]', 'foo', '[1', "'a\\n'", '{[1]: 2'])
      assert.equal(isGradable(seen), false, seen);
  });

  it('is kept line by line, each question once, and read again without what is damaged', () => {
    const question: Question = {
      id: 'value 1 x',
      kind: 'value',
      at: 1,
      line: 3,
      name: 'x',
      before: [],
      seen: '3',
    };
    const events: readonly PredictionEvent[] = [
      { e: 'begin', at: 7 },
      { e: 'answer', answer: answerTo(question, 'miss', '4') },
      { e: 'answer', answer: answerTo(question, 'hit', '3') },
      { e: 'answer', answer: answerTo({ ...question, id: 'value 2 x' }, 'shown') },
    ];
    const text = events.map(predictionLine).join('');
    const read = readPredictions(`${text}{"e":"answer","ans\nnull\n{"e":"what"}\n`);
    assert.deepEqual(
      read?.answers.map(({ graded, said }) => [graded, said]),
      [
        ['miss', '4'],
        ['shown', undefined],
      ],
    );
    assert.deepEqual(tallyOf(read?.answers ?? []), { hits: 0, misses: 1, others: 1 });
    const questions = [question, { ...question, id: 'value 3 x' }];
    assert.equal(questionNow(questions, read, 7)?.id, 'value 3 x');
    // What was seen later is not what was asked about.
    assert.equal(questionNow(questions, read, 8), undefined);
    assert.equal(questionNow(questions, readPredictions(`${text}{"e":"end"}\n`), 7), undefined);
    assert.deepEqual(readPredictions(`${text}{"e":"begin","at":9}\n`), {
      at: 9,
      isAsking: true,
      answers: [],
    });
    assert.equal(readPredictions(predictionLine({ e: 'end' })), null);
  });
}).timeout(60_000);
