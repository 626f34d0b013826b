import assert from 'node:assert/strict';
import * as v from 'valibot';
import { fit } from '../../../src/core/endpoint/window/budget';
import { Definitions, headOf, sentOf } from '../../../src/core/reasoning/definitions';
import { type Asking, explainQuestions, promptToFit } from '../../../src/core/reasoning/prompt';
import { usedNames } from '../../../src/core/reasoning/usedNames';

const excerptOf = (text: string, languageId = 'typescript', symbol?: string) => ({
  uri: 'file:///a.ts',
  name: 'a.ts',
  languageId,
  firstLine: 11,
  text,
  ...(symbol === undefined ? {} : { symbol }),
});

describe('the names that code uses', () => {
  const names = (...parts: Parameters<typeof excerptOf>) =>
    usedNames(excerptOf(...parts)).map(({ name, line, character }) => `${name} ${line}:${character}`);

  it('are those that are called, and types, each where it stands first', () => {
    const code = 'function f(a: Shape) {\n  if (a) help(a);\n  return help(Shape.of(a));\n}';
    assert.deepEqual(names(code, 'typescript', 'f'), ['Shape 11:14', 'help 12:9', 'of 13:20']);
  });

  it('are none in strings and comments', () => {
    assert.deepEqual(names('x = "call(me)"  # Or(me)', 'python'), []);
  });

  it('are not more than a reader waits for', () => {
    const many = Array.from({ length: 100 }, (_, at) => `f${at}()`).join('\n');
    assert.equal(names(many).length, 12);
  });
});

describe('definitions of what code uses', () => {
  const code = 'help(1);';
  const found = [1, 2, 3].map(at => ({
    name: `n${at}`,
    file: 'b.ts',
    ...headOf(`const n${at} = ${at};`, at),
  }));
  const words = {
    count: async (text: string) => text.split(/\s+/).filter(Boolean).length,
    isEstimate: false,
  };
  const prompted = async (window: number) => {
    const pieces = [{ lines: { first: 11, last: 11 }, quote: code }];
    const asking: Asking = { language: 'en', form: 'grammar', pieces, definitions: found };
    const parts = promptToFit(excerptOf(code), asking);
    const fitted = await fit({ parts, window, answerTokens: 10, counter: words });
    assert.ok(fitted.fits);
    const [question] = explainQuestions(excerptOf(code), asking, fitted);
    return { fitted, text: question?.content ?? '' };
  };

  it('stand before the code, in the order in which it uses them, and bear no number that a step could take', async () => {
    const { fitted, text } = await prompted(4000);
    assert.match(
      text,
      /Defined elsewhere[\s\S]*b\.ts, line 1:\nconst n1[\s\S]*n2[\s\S]*n3[\s\S]*The code to explain/,
    );
    assert.equal(fitted.definitions, 3);
    assert.equal(fitted.budget.definitions, 21);
  });

  it('stay whole or not at all, in a quarter of what the code leaves, the first ones first', async () => {
    const all = (await prompted(4000)).fitted.budget;
    const taken = all.instructions + all.code + all.question + 10 + 3 * 8;
    const { fitted, text } = await prompted(taken + 4 * 15);
    assert.equal(fitted.definitions, 2);
    assert.match(text, /n2/);
    assert.doesNotMatch(text, /n3/);
    const kept = sentOf({ found, outside: ['map'], isLate: true }, fitted.definitions);
    assert.deepEqual([kept.sent.length, kept.noRoom, kept.outside, kept.isLate], [2, ['n3'], ['map'], true]);
    assert.ok(v.is(Definitions, kept));
  });

  it('are the same text for the same code, so that the cached prefix holds', async () => {
    assert.equal((await prompted(4000)).text, (await prompted(4000)).text);
  });

  it('are cut to their heads, and say up to which line', () => {
    const long = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');
    const head = headOf(long, 5);
    assert.deepEqual([head.firstLine, head.lastLine], [5, 10]);
    assert.match(head.text, /line 5\n…$/);
    assert.equal(headOf('x'.repeat(1_000_000), 1).text.length, 402);
    assert.deepEqual(headOf('a\nb', 3), { firstLine: 3, lastLine: 4, text: 'a\nb' });
  });
});
