// Calls that a reader gives, and those that are proposed.
import assert from 'node:assert/strict';
import { parseCall } from '../../../src/core/trace/input/call';
import { callsIn, callsInDoc } from '../../../src/core/trace/input/proposals';
import type { InputLanguage } from '../../../src/core/trace/input/scan';

const judged = (text: string, language: InputLanguage) => {
  const parsed = parseCall(text, language);
  return parsed.ok ? parsed.call.names.join(' ') : parsed.fault.code;
};

describe('a call that is given', () => {
  const python: readonly (readonly [string, string])[] = [
    ['f()', 'f'],
    [' f(1, [2, 3], x="a") ', 'f'],
    ['Stack(3).push(4)', 'Stack push'],
    ['a.b["c"](1)', 'a b'],
    ['f(")", \'(\', """a"b""")', 'f'],
    ['f(\n  1,  # one )\n  2,\n)', 'f'],
    ['await f(1)', 'await f'],
    ['f(lambda x: x == 1, y=2)', 'f'],
    ['', 'empty'],
    ['f', 'no-call'],
    ['1 + f()', 'no-call'],
    ['f() + 1', 'no-call'],
    ['f(1) f(2)', 'no-call'],
    ['(1, 2)', 'no-call'],
    ['f(1', 'open-bracket'],
    ['f(1))', 'stray-bracket'],
    ['f(1]', 'stray-bracket'],
    ['f("a)', 'open-quote'],
    ['x = f(1)', 'assignment'],
    ['f(1); g(2)', 'more'],
    ['f(1)\ng(2)', 'more'],
    [`f(${'1,'.repeat(6_000)})`, 'too-long'],
  ];
  for (const [text, expected] of python) {
    it(`in Python: ${JSON.stringify(text.slice(0, 40))} is ${expected}`, () =>
      assert.equal(judged(text, 'python'), expected));
  }

  const script: readonly (readonly [string, string])[] = [
    ['f({ a: 1 }, n => n * 2, `x)`)', 'f'],
    ['new Box(1).add(2)', 'new Box add'],
    ['f(1 /* ) */, // (\n2)', 'f'],
    ['f(a => { a = 1; })', 'f'],
    ['const x = f(1)', 'assignment'],
    ['f(1);', 'more'],
  ];
  for (const [text, expected] of script) {
    it(`in JavaScript: ${JSON.stringify(text)} is ${expected}`, () =>
      assert.equal(judged(text, 'javascript'), expected));
  }
});

const texts = (calls: ReturnType<typeof callsIn>) =>
  calls.map(({ text, isComplete }) => `${text}${isComplete ? '' : ' ?'}`);

describe('a call that is proposed', () => {
  it('is found in a test, complete ones first, each once', () => {
    const test =
      'from m import add\n\ndef add(a, b): pass\n\ndef test_add():\n    n = 3\n    assert add(n, 2) == 5\n    assert add(1, 2) == 3  # not add(7, 7)\n    self.assertEqual(add(1, 2), 3)\n    assert add([1], b={"x": None}) is True\n    "add(9, 9)"\n    other.add(4)\n';
    assert.deepEqual(texts(callsIn(test, 'add', 'python')), [
      'add(1, 2)',
      'add([1], b={"x": None})',
      'add(n, 2) ?',
      'add(4) ?',
    ]);
    assert.equal(callsIn(test, 'add', 'python')[0]?.line, 8);
  });

  it('is found at a call site of JavaScript, regular expressions and definitions aside', () => {
    const text =
      'function f(a) { return /["\']/.test(a); }\nclass C { f(a) { return 1; } }\nexpect(f("x", { y: 1 })).toBe(true);\nconst g = () => f(z);\nf(`a${1}`, [1, -2]);\n';
    assert.deepEqual(texts(callsIn(text, 'f', 'javascript')), [
      'f("x", { y: 1 })',
      'f(`a${1}`, [1, -2])',
      'f(z) ?',
    ]);
  });

  it('is found in a doc example, with what comes out', () => {
    const doc =
      '"""Adds.\n\n    >>> add(1, 2)\n    3\n    >>> add(\n    ...     4,\n    ...     5,\n    ... )\n    9\n    >>> print(add(6, 7))\n    13\n    add(0, 0) is no example\n"""';
    assert.deepEqual(callsInDoc(doc, 'add', 'python'), [
      { text: 'add(1, 2)', isComplete: true, line: 3, expected: '3' },
      { text: 'add(\n    4,\n    5,\n)', isComplete: true, line: 5, expected: '9' },
      { text: 'add(6, 7)', isComplete: true, line: 10 },
    ]);
    const js =
      '/**\n * Adds; add(9, 9) is none.\n * @example\n * add(1, 2); // 3\n * add(3, 4)\n * @param a add(8, 8)\n */';
    assert.deepEqual(texts(callsInDoc(js, 'add', 'javascript')), ['add(1, 2)', 'add(3, 4)']);
  });

  it('is looked for in any text in time', () => {
    for (const text of [
      'f('.repeat(50_000),
      '"""'.repeat(50_000),
      '/*'.repeat(50_000),
      '`'.repeat(50_001),
      `${'f'.repeat(100_000)}(`,
    ]) {
      for (const language of ['python', 'javascript'] as const) {
        assert.ok(callsIn(text, 'f', language).length <= 20);
        assert.ok(callsInDoc(text, 'f', language).length <= 20);
      }
    }
  });
});
