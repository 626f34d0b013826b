import assert from 'node:assert/strict';
import { fit as fitPrompt, joinKept, type NumberedLines } from '../../../src/core/endpoint/window/budget';
import { isPromptCut } from '../../../src/core/endpoint/window/promptCut';
import { estimateTokens, type TokenCounter } from '../../../src/core/endpoint/window/tokens';

/** One token a word, so that sums can be done in the head. */
const words: TokenCounter = {
  count: async text => text.split(/\s+/).filter(Boolean).length,
  isEstimate: false,
};

const lines = (firstLine: number, count: number, wordsEach = 10): NumberedLines => ({
  firstLine,
  lines: Array.from({ length: count }, (_, at) => `${firstLine + at}|${' w'.repeat(wordsEach - 1)}`),
});

const ask = (
  window: number | undefined,
  code: NumberedLines,
  before?: NumberedLines,
  after?: NumberedLines,
) =>
  fitPrompt({
    parts: { instructions: 'do it', question: 'why', code, before, after },
    window,
    answerTokens: 100,
    counter: words,
  });

describe('fitting a prompt to the window', () => {
  it('leaves nothing out when all fits', async () => {
    const fitted = await ask(1000, lines(11, 10), lines(1, 10), lines(21, 10));
    assert.ok(fitted.fits);
    assert.deepEqual(fitted.code, [{ first: 11, last: 20 }]);
    assert.deepEqual(fitted.budget, {
      instructions: 2,
      code: 100,
      surroundings: 200,
      question: 1,
      answer: 100,
      window: 1000,
      isEstimate: false,
      leftOut: [],
    });
  });

  it('asks a counter that is never content a few times, not once a line', async () => {
    let asked = 0;
    const counter: TokenCounter = {
      count: async text => {
        asked += 1;
        return text.length < 10 ? 1 : 1000;
      },
      isEstimate: false,
    };
    const parts = { instructions: 'do it', question: 'why', code: lines(1, 5000) };
    const fitted = await fitPrompt({ parts, window: 1000, answerTokens: 100, counter });
    assert.ok(!fitted.fits);
    assert.ok(asked < 40, `${asked} times`);
  });

  it('takes the farthest surroundings first, from both sides', async () => {
    const fitted = await ask(300, lines(11, 10), lines(1, 10), lines(21, 10));
    assert.ok(fitted.fits);
    assert.deepEqual(fitted.code, [{ first: 11, last: 20 }]);
    assert.deepEqual(fitted.budget.leftOut, [
      { first: 1, last: 6 },
      { first: 24, last: 30 },
    ]);
    assert.deepEqual([fitted.before, fitted.after], [[{ first: 7, last: 10 }], [{ first: 21, last: 23 }]]);
  });

  it('takes the middle of code that does not fit alone, and all surroundings', async () => {
    const fitted = await ask(450, lines(11, 100), lines(1, 10));
    assert.ok(fitted.fits);
    assert.deepEqual(fitted.before, []);
    const [head, tail] = fitted.code;
    assert.ok(head && tail && head.first === 11 && tail.last === 110);
    const [headLines, tailLines] = [head.last - head.first + 1, tail.last - tail.first + 1];
    assert.ok(headLines >= 2 * tailLines - 2 && headLines <= 2 * tailLines + 2);
    assert.deepEqual(fitted.budget.leftOut, [
      { first: 1, last: 10 },
      { first: head.last + 1, last: tail.first - 1 },
    ]);
  });

  it('never goes over the window', async () => {
    for (const window of [300, 331, 400, 555, 800, 1200]) {
      const fitted = await ask(window, lines(11, 60, 7), lines(1, 10, 13), lines(71, 40, 3));
      assert.ok(fitted.fits);
      const { instructions, code, surroundings, question, answer } = fitted.budget;
      assert.ok(instructions + code + surroundings + question + answer <= window);
    }
  });

  it('says too-long when too little code is left, with the numbers', async () => {
    const fitted = await ask(150, lines(1, 50));
    assert.ok(!fitted.fits);
    assert.deepEqual(fitted.problem, { code: 'too-long', tokens: 2 + 1 + 500 + 75 + 24, limit: 150 });
  });

  it('says too-long when the history alone leaves no room', async () => {
    const parts = { instructions: '', question: 'why', code: lines(1, 0), history: 'w '.repeat(400) };
    const fitted = await fitPrompt({ parts, window: 300, answerTokens: 100, counter: words });
    assert.ok(!fitted.fits && fitted.problem.code === 'too-long');
  });

  it('keeps at most half of a small window for the answer, and assumes one where none is told', async () => {
    const small = await ask(180, lines(1, 3));
    assert.ok(small.fits && small.budget.answer === 90);
    const unknown = await ask(undefined, lines(1, 3));
    assert.ok(unknown.fits && unknown.budget.window === 4096 && unknown.budget.isEstimate);
  });

  it('joins what stays, with a word in each gap', () => {
    const kept = [
      { first: 1, last: 1 },
      { first: 4, last: 5 },
    ];
    const text = joinKept(
      { firstLine: 1, lines: ['a', 'b', 'c', 'd', 'e'] },
      kept,
      gap => `(${gap.first}-${gap.last})`,
    );
    assert.equal(text, 'a\n(2-3)\nd\ne');
  });
});

describe('an estimate', () => {
  it('counts by kind: digits whole, letters by the third, ideographs apart, indentation not', () => {
    assert.equal(estimateTokens('求最大公约数'), 6);
    assert.equal(estimateTokens('2048'), 4);
    assert.equal(estimateTokens('word'.repeat(10)), 12);
    assert.equal(estimateTokens(`${' '.repeat(40)}x`), 1);
    assert.equal(estimateTokens(''), 0);
  });
});

describe('a prompt that the server cut', () => {
  const cases: readonly (readonly [string, number, number, number | undefined, boolean])[] = [
    ['half of the window and two', 4098, 9000, 8192, true],
    ['a window that is full', 8138, 12_000, 8192, true],
    ['far less than was sent', 900, 9000, undefined, true],
    ['all, by a rough estimate', 6000, 9000, 8192, false],
    ['all of a short one', 85, 110, 8192, false],
    ['half and two by chance', 4098, 4300, 8192, false],
    ['more than estimated', 8000, 7000, 8192, false],
  ];
  for (const [what, seenTokens, sentTokens, contextTokens, isCut] of cases) {
    it(`${isCut ? 'shows' : 'does not show'} in ${what}`, () => {
      assert.equal(isPromptCut({ seenTokens, sentTokens, contextTokens }), isCut);
    });
  }
});
