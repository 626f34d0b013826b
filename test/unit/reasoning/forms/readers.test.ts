import assert from 'node:assert/strict';
import { keyOf } from '../../../../src/core/reasoning/forms/pieceHead';
import { pieceSchema } from '../../../../src/core/reasoning/forms/pieceSchema';
import { code, pieces, runOf, stepsOf } from './pieces';

const [head, start, decision] = pieces.map(({ lines }) => lines);

describe('the schema of pieces', () => {
  it('requires the sentence on the whole and all pieces in order, and nothing else', () => {
    const keys = ['summary', 'L10 def f(a):', 'L11-12 total = 0', 'L13-15 if a > 3:'];
    const schema = JSON.parse(JSON.stringify(pieceSchema(pieces)));
    assert.deepEqual(Object.keys(schema.properties), keys);
    assert.deepEqual(schema.required, keys);
    assert.equal(schema.additionalProperties, false);
    assert.deepEqual(schema.properties['L10 def f(a):'], { type: 'string', minLength: 1, maxLength: 480 });
  });
});

describe('an answer in JSON', () => {
  const answer = JSON.stringify({
    summary: 'Adds.',
    [keyOf(pieces[0] ?? { lines: { first: 1, last: 1 }, quote: '' })]: 'Takes `a`.',
    'L11-12 total = 0': 'Begins at 0.\nTwo "lines" 😀.',
    'L13-15 if a > 3:': 'Adds `seen_at`.',
  });

  it('becomes a step for each piece', () => {
    const { summary, steps } = stepsOf('schema', [answer]);
    assert.equal(summary, 'Adds.');
    assert.deepEqual(steps, [
      { number: 1, lines: head, text: 'Takes `a`.' },
      { number: 2, lines: start, text: 'Begins at 0.\nTwo "lines" 😀.' },
      { number: 3, lines: decision, text: 'Adds `seen_at`.' },
    ]);
  });

  it('is read in a fence, with words before it and after it', () => {
    const fenced = stepsOf('schema', [`Here it is:\n\`\`\`json\n${answer}\n\`\`\`\nDone.`]);
    assert.deepEqual(fenced, stepsOf('schema', [answer]));
  });

  it('shows the words of a piece while they are written', () => {
    const { summary, steps } = runOf('schema', ['{"summary": "Adds."', ', "L10 def f(a):": "Takes what']);
    assert.equal(summary, 'Adds.');
    assert.deepEqual(steps, [{ number: 1, lines: head, text: 'Takes what' }]);
  });

  it('takes a key once, and passes over keys and values that are none of ours', () => {
    const odd =
      '{"other": {"L10 def f(a):": "no", "x": [1, "]"]}, "L10 def f(a):": "Takes.", "L10 def f(a):": "Again.", "L11-12 total = 0": 7, "summary": "S", "summary": "T"}';
    const { summary, steps } = stepsOf('schema', [odd]);
    assert.equal(summary, 'S');
    assert.deepEqual(
      steps.map(({ text }) => text),
      ['Takes.', ''],
    );
  });

  it('is read as text where the server was not held after all', () => {
    const { steps } = stepsOf('schema', ['Adds two.\nL10: Takes it.\nL13-15: Decides it.']);
    assert.deepEqual(
      steps.map(({ lines }) => lines),
      [head, decision],
    );
  });

  it('keeps escapes that are cut, halves of pairs, and escapes that are none', () => {
    const said = (text: string, end = '"}') => stepsOf('schema', [...`{"summary": "${text}${end}`]).summary;
    assert.equal(said('a\\u4e2d\\n\\"\\\\\\/'), 'a中\n"\\/');
    assert.equal(said('\\ud83d\\ude00'), '😀');
    assert.equal(said('a\\q'), 'aq');
    assert.equal(said('a\\u4e'), 'a');
    assert.equal(said('half \\ud83d', ''), 'half ');
  });
});

describe('an answer in text', () => {
  const steps = (text: string) => stepsOf('free', [text]).steps;

  it('has a sentence on the whole before its first step', () => {
    const { summary, steps: told } = stepsOf('free', ['Adds two numbers.\n\nL10: Takes `a`.']);
    assert.equal(summary, 'Adds two numbers.');
    assert.deepEqual(told, [{ number: 1, lines: head, text: 'Takes `a`.' }]);
  });

  it('is no sentence on the whole where it goes on without heads', () => {
    const { summary, steps: told } = stepsOf('free', ['Adds.\nIt takes `a` first.']);
    assert.equal(summary, 'Adds.');
    assert.deepEqual(told, [{ number: 1, text: 'It takes `a` first.' }]);
  });

  it('wears the lines of the piece that it names', () => {
    assert.deepEqual(steps('L11-12: Begins.'), [{ number: 1, lines: start, text: 'Begins.' }]);
  });

  it('is about the piece that its names stand in, and keeps the lines that were given', () => {
    const named = { first: 12, last: 13 };
    assert.deepEqual(steps('L12-13: Sets `total_cost` and `last_one`.'), [
      { number: 1, lines: decision, named, text: 'Sets `total_cost` and `last_one`.' },
    ]);
  });

  it('is moved away from a piece only by two names that stand in another', () => {
    const [moved] = steps('L11-12: Sets `total_cost` and `last_one`.');
    assert.deepEqual([moved?.lines, moved?.named], [decision, start]);
    const [kept] = steps('L11-12: Leads to `total_cost`.');
    assert.deepEqual([kept?.lines, kept?.named], [start, undefined]);
  });

  it('is moved nowhere where its lines were written by the form', () => {
    const { steps: told } = stepsOf('grammar', ['S.\nL11-12: Sets `total_cost` and `last_one`.']);
    assert.deepEqual([told[0]?.lines, told[0]?.named], [start, undefined]);
  });

  it('is about no piece where neither lines nor names are sure', () => {
    assert.deepEqual(steps('L11-14: Does its work.'), [
      { number: 1, named: { first: 11, last: 14 }, text: 'Does its work.' },
    ]);
  });

  it('is about the one piece that its lines lie in', () => {
    const [inside] = steps('L14: Adds what was seen.');
    assert.deepEqual([inside?.lines, inside?.named], [decision, { first: 14, last: 14 }]);
    assert.ok(code.text.includes('seen_at'));
  });
});

describe('a sentence that is said twice', () => {
  const long = 'Adds the value to what was seen.';

  it('is told once, and what follows it is told', () => {
    const [step] = stepsOf('grammar', [`S.\nL10: ${long} ${long} And ends.`]).steps;
    assert.equal(step?.text, `${long} And ends.`);
  });

  it('makes no step in a free answer where it is all that there is', () => {
    const { steps } = stepsOf('free', [`S.\nL10: ${long}\nL11-12: ${long}\nL13-15: Ends.`]);
    assert.deepEqual(
      steps.map(({ number, text }) => [number, text]),
      [
        [1, long],
        [2, 'Ends.'],
      ],
    );
  });

  it('may be said of two pieces where each must have its words', () => {
    const { steps } = stepsOf('grammar', [`S.\nL10: ${long}\nL11-12: ${long}`]);
    assert.deepEqual(
      steps.map(({ text }) => text),
      [long, long],
    );
  });

  it('is told where it goes on in another way, and where it is short', () => {
    const other = `${long.slice(0, -1)} and heard.`;
    const { steps } = stepsOf('free', [`S.\nL10: ${long} Ends. Ends.\nL11-12: ${other}`]);
    assert.deepEqual(
      steps.map(({ text }) => text),
      [`${long} Ends. Ends.`, other],
    );
  });
});
