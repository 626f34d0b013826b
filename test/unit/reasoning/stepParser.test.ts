import assert from 'node:assert/strict';
import { formatLines } from '../../../src/core/base/lines';
import type { Step } from '../../../src/core/reasoning/run';
import { type StepParser, stepParser } from '../../../src/core/reasoning/stepParser';

/** Steps of a text that arrives in these pieces, for code that stands in lines 10 to 20. */
const stepsOf = (...pieces: readonly string[]) => read(stepParser({ first: 10, last: 20 }), pieces);
const prose = (text: string) => read(stepParser({ first: 10, last: 20 }, { isProse: true }), [text]);

const at = (line: number) => ({ first: line, last: line });

function read(parser: StepParser, pieces: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  for (const event of [...pieces.flatMap(piece => parser.push(piece)), ...parser.end()]) {
    const open = steps.at(-1);
    if (event.type === 'step') steps.push(event.step);
    else if (open) steps[steps.length - 1] = { ...open, text: open.text + event.text };
  }
  return steps;
}

const only = (text: string) => stepsOf(text)[0];

describe('step parser', () => {
  it('reads one step a line with its lines', () => {
    assert.deepEqual(stepsOf('L10-12: Starts empty.\nL13: Adds a bit.\n'), [
      { number: 1, lines: { first: 10, last: 12 }, text: 'Starts empty.' },
      { number: 2, lines: { first: 13, last: 13 }, text: 'Adds a bit.' },
    ]);
  });

  for (const head of [
    'L11-12: ',
    'L11–12: ',
    'L11-L12: ',
    '**L11-12**: ',
    '**L11-12:** ',
    '- L11-12: ',
    '1. L11-12: ',
    '1. **L11-12**: ',
    '`L11-12`: ',
    '[L11-12] ',
    'Lines 11-12: ',
    'lines 11 to 12: ',
    'Step 1: L11-12: ',
    'Step 1 (L11-12): ',
    '### Step 1: L11-12: ',
    'L11至12：',
    '11-12: ',
    'L11...12: ',
    'L11\u201112: ',
    'L11\u221212: ',
    'L\u202f11\u201112\u202f\u2014 ',
    'Lines\u00a011\u201312: ',
    '`L11`-`L12`: ',
    '**L11**–**L12**: ',
    'L11; L12: ',
    'L11 or L12: ',
    'L11→L12: ',
    'L11-12 -> ',
    'L11-12 → ',
    '\ufeffL11-12: ',
    '🔹 L11-12: ',
    '① L11-12: ',
    '“L11-12”：',
    '第１１－１２行：',
    'Ｌ１１－１２：',
    '第十一至十二行：',
    '第十一行和第十二行：',
  ]) {
    it(`reads the head "${head}"`, () => {
      assert.deepEqual(only(`${head}Does it.`), {
        number: 1,
        lines: { first: 11, last: 12 },
        text: 'Does it.',
      });
    });
  }

  it('counts first and second without taking them for lines', () => {
    for (const text of ['第一，先读取。', '第十一步：读取。', '第12，读取。']) {
      assert.equal(only(text)?.lines, undefined, text);
      assert.equal(only(text)?.text, text);
    }
    assert.deepEqual(only('第11行，第二，读取。')?.lines, at(11));
    assert.deepEqual(only('第11、第12行：读取。')?.lines, { first: 11, last: 12 });
  });

  it('keeps marks whole that begin in a head and end in its text', () => {
    assert.equal(only('**L11-12: Checks it.** Then goes on.')?.text, '**Checks it.** Then goes on.');
    assert.equal(only('L11-12:**Checks it.** Then goes on.')?.text, '**Checks it.** Then goes on.');
    assert.equal(only('**L11-12:** Checks it.')?.text, 'Checks it.');
  });

  it('knows a fence that comes sign by sign', () => {
    for (const fence of ['~~~', '~~~~', '```', '````']) {
      assert.deepEqual(
        stepsOf(...`${fence}\nL11: Reads.\nL12: Writes.\n${fence}`),
        [
          { number: 1, lines: at(11), text: 'Reads.' },
          { number: 2, lines: at(12), text: 'Writes.' },
        ],
        fence,
      );
    }
  });

  it('opens a step without lines for a numbered sentence', () => {
    assert.deepEqual(only('1. Nothing is named here.'), { number: 1, text: 'Nothing is named here.' });
  });

  it('ties no step to lines that were not sent', () => {
    assert.deepEqual(only('L90-95: Elsewhere.'), { number: 1, text: 'Elsewhere.' });
  });

  it('clips a span that reaches out of the code', () => {
    assert.deepEqual(only('L18-99: To the end.')?.lines, { first: 18, last: 20 });
  });

  it('goes on with the open step on a line without a head', () => {
    assert.deepEqual(
      stepsOf('L10: First.\nAnd more.\nL11: Second.').map(step => step.text),
      ['First.\nAnd more.', 'Second.'],
    );
  });

  it('does not take a time or a ratio for lines', () => {
    assert.equal(stepsOf('L10: It runs.\n3:1 is the ratio.').length, 1);
  });

  it('does not look for heads inside a code fence', () => {
    assert.equal(stepsOf('L10: See:\n```\nL11: not a step\n```\nL12: A step.').length, 2);
  });

  for (const [head, lines] of [
    ['第11行：', '11'],
    ['第 11-12 行：', '11-12'],
    ['第11行到第12行：', '11-12'],
    ['第11～12行 - ', '11-12'],
    ['### L11-12\n', '11-12'],
    ['L11, L13: ', '11-13'],
    ['L11, 12 and 14: ', '11-14'],
    ['Lines 11, 12, and 14: ', '11-14'],
    ['L11, L99: ', '11'],
    ['L11..13: ', '11-13'],
    ['L11…13: ', '11-13'],
    ['**L11**: ', '11'],
    ['Line 11: ', '11'],
    ['Lines 11–13: ', '11-13'],
    ['L11-L13 ', '11-13'],
    ['- L11: ', '11'],
    ['> L11: ', '11'],
    ['(L11) ', '11'],
    ['【L11-12】', '11-12'],
    ['L<11>-<12>: ', '11-12'],
    ['L11 — ', '11'],
    ['步骤 2：第11行：', '11'],
    ['第 2 步：L11：', '11'],
    ['1.L11: ', '11'],
    ['L11/L12: ', '11-12'],
    ['Ln 11: ', '11'],
    ['On line 11: ', '11'],
    ['From line 11 to line 13: ', '11-13'],
    ['代码第11行：', '11'],
    ['行 11-12：', '11-12'],
    ['**Lines 11-12** — ', '11-12'],
    ['#### Step 1 (lines 11-12)\n', '11-12'],
    ['L011: ', '11'],
    ['L13-11: ', '11-13'],
  ] as const) {
    it(`reads "${head.trim()}" as lines ${lines}`, () => {
      const step = only(`${head}Does it.`);
      assert.deepEqual([step?.lines && formatLines(step.lines), step?.text], [lines, 'Does it.']);
    });
  }

  it('keeps the words of a head that is a sentence', () => {
    assert.deepEqual(only('Line 11 adds one.'), { number: 1, lines: at(11), text: 'Line 11 adds one.' });
    assert.deepEqual(only('- 第11行定义了它。'), { number: 1, lines: at(11), text: '第11行定义了它。' });
    assert.deepEqual(only('L12 `b += 1` adds.'), { number: 1, lines: at(12), text: '`b += 1` adds.' });
  });

  for (const text of [
    'L10n is a word.',
    'L11.5: no.',
    'Linear 11: no.',
    '12:30 is a time.',
    'Let L11: be.',
  ]) {
    it(`takes no lines from "${text}"`, () => assert.deepEqual(only(text), { number: 1, text }));
  }

  it('names no line that was left out', () => {
    const step = (text: string) => {
      const [event] = stepParser({ first: 10, last: 20 }, { leftOut: [{ first: 12, last: 17 }] }).push(text);
      return event?.type === 'step' ? event.step.lines : undefined;
    };
    assert.equal(step('L13-15: x'), undefined);
    assert.deepEqual(step('L10-15: x'), { first: 10, last: 11 });
    assert.deepEqual(step('L16-19: x'), { first: 18, last: 19 });
    assert.deepEqual(step('L10-20: x'), { first: 10, last: 11 });
    assert.deepEqual(step('L11, L18: x'), { first: 11, last: 11 });
    assert.deepEqual(step('L15, L18-19: x'), { first: 18, last: 19 });
  });

  it('looks through a fence around the whole answer', () => {
    const steps = [
      { number: 1, lines: at(13), text: 'reads.' },
      { number: 2, lines: at(16), text: 'writes.' },
    ];
    for (const [open, close] of [
      ['```', '```'],
      ['```text', '```'],
      ['~~~', '~~~'],
      ['````markdown', '````'],
    ]) {
      assert.deepEqual(stepsOf(`${open}\nL13: reads.\nL16: writes.\n${close}\n`), steps);
      assert.deepEqual(stepsOf(`${open}\n\nL13: reads.\nL16: writes.`), steps);
    }
    assert.deepEqual(stepsOf('```\nL13: reads.\n```\n\n```\nL16: writes.\n```'), steps);
  });

  it('lets a fenced step hold code of its own', () => {
    assert.deepEqual(stepsOf('```\nL13: See\n```py\nL14: no\n```\nL16: writes.\n```\nDone.'), [
      { number: 1, lines: at(13), text: 'See\n```py\nL14: no\n```' },
      { number: 2, lines: at(16), text: 'writes.\nDone.' },
    ]);
  });

  it('opens a fence right behind a head', () => {
    assert.deepEqual(stepsOf('L13-15: ```py\nfoo()\n```\nL16: calls bar.'), [
      { number: 1, lines: { first: 13, last: 15 }, text: '```py\nfoo()\n```' },
      { number: 2, lines: at(16), text: 'calls bar.' },
    ]);
  });

  for (const [what, fence] of [
    ['tildes', '~~~\nL14: no\n```\nL14: no\n~~~'],
    ['a longer fence', '````\n```\nL14: no\n```\n````'],
    ['a fence in a list', '    ```\n    L14: no\n    ```'],
    ['an info after what would close', '```\nL14: no\n```py\nL14: no\n```'],
    ['blank lines', '```\nL14: no\n\n\nL14: no\n```'],
  ] as const) {
    it(`reads a fence with ${what}`, () => {
      const steps = stepsOf(`L13: See:\n${fence}\nL16: writes.`);
      assert.deepEqual(
        steps.map(({ text }) => text),
        [`See:\n${fence}`, 'writes.'],
      );
    });
  }

  it('opens nothing for a span that is closed on its line', () => {
    assert.equal(stepsOf('L13: See:\n```print(x)```\nL16: writes.').length, 2);
    assert.equal(stepsOf('L13: ```print(x)```\nL16: writes.').length, 2);
    assert.equal(stepsOf('```print(x)```\nL16: writes.').length, 2);
  });

  it('shows code before the first step as code', () => {
    assert.deepEqual(stepsOf('```py\nfoo()\n```\nL16: calls.'), [
      { number: 1, text: '```py\nfoo()\n```' },
      { number: 2, lines: at(16), text: 'calls.' },
    ]);
  });

  it('keeps blank lines within a step, and none between two', () => {
    assert.deepEqual(stepsOf('L10: One.\r\n\r\nMore.\r\n\r\nL11: Two.\r\n\r\n'), [
      { number: 1, lines: at(10), text: 'One.\n\nMore.' },
      { number: 2, lines: at(11), text: 'Two.' },
    ]);
  });

  it('takes the answer to a free question as prose', () => {
    const text = 'Because:\n\n1. It reads.\n2. It adds.\n\nLine 12 is old, 13: no.';
    assert.deepEqual(prose(text), [{ number: 1, text }]);
    assert.deepEqual(prose('Yes.\nL12: adds.\n**Lines 13-14:** end.'), [
      { number: 1, text: 'Yes.' },
      { number: 2, lines: at(12), text: 'adds.' },
      { number: 3, lines: { first: 13, last: 14 }, text: 'end.' },
    ]);
  });

  it('keeps an answer that follows no form at all', () => {
    assert.deepEqual(stepsOf('The code adds bits.'), [{ number: 1, text: 'The code adds bits.' }]);
  });

  it('tells a head before the line is over', () => {
    const parser = stepParser({ first: 10, last: 20 });
    const events = [...parser.push('L10-'), ...parser.push('12: The')];
    assert.deepEqual(events, [
      { type: 'step', step: { number: 1, lines: { first: 10, last: 12 }, text: 'The' } },
    ]);
  });
});
