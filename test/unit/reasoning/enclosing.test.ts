import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { enclosingBlock } from '../../../src/core/reasoning/enclosing';

const python = `import random

def first(a):
    b = a

    return b

class Box:
    def open(self,
             key):
        if key:
            return 1

        return 0

print(first(1))`;

const typescript = `export function outer(a: number) {
  const inner = (b: number) => {
    return b;
  };
  if (a) {
    return inner(a);
  }
}

const x = 1;`;

const java = `class A {
    public int add(int a, int b) {
        for (int i = 0; i < a; i++) {
            b++;
        }
        return b;
    }
}`;

/** One text a language; its caret is a ¶. */
const samples = samplesOf(readFileSync('test/unit/reasoning/enclosing.samples.txt', 'utf8'));

const rows: readonly [string, string, number, string | undefined, string | undefined][] = [
  ['a Python function from its body', python, 4, '3-6', 'first'],
  ['a Python function from its blank line', python, 5, '3-6', 'first'],
  ['a Python function from its head', python, 3, '3-6', 'first'],
  ['a method, not its class', python, 12, '9-14', 'open'],
  ['a class from its head', python, 8, '8-14', 'Box'],
  ['nothing on a top-level line', python, 16, undefined, undefined],
  ['an arrow function', typescript, 3, '2-4', 'inner'],
  ['the outer function past the inner one', typescript, 6, '1-8', 'outer'],
  ['a closing brace belongs to its function', typescript, 8, '1-8', 'outer'],
  ['a Java method through a loop', java, 4, '2-7', 'add'],
];

describe('enclosing block', () => {
  for (const [what, text, line, span, symbol] of rows) {
    it(`finds ${what}`, () => {
      const found = enclosingBlock(text, line);
      assert.equal(found && `${found.span.first}-${found.span.last}`, span);
      assert.equal(found?.symbol, symbol);
    });
  }

  for (const { language, what, text, caret, span, symbol } of samples) {
    it(`finds the function in ${language}: ${what}`, () => {
      const found = enclosingBlock(text, caret, language);
      assert.equal(found && `${found.span.first}-${found.span.last}`, span);
      assert.equal(found?.symbol, symbol);
    });
  }

  it('does not take what it is unsure of for a whole function', () => {
    const unclosed = 'int f(int a)\n{\n  if (a) {\n    b();\n  c();\n}\n\nint g() {\n}';
    const found = enclosingBlock(unclosed, 4, 'c');
    assert.equal(found?.symbol, undefined);
    assert.ok((found?.span.last ?? 0) >= 6);
    assert.equal(enclosingBlock('function f() {\n  a(`\n  }\n', 2, 'javascript')?.symbol, undefined);
  });
});

/** `=== language: what | span symbol`, and below it the text. */
function samplesOf(file: string) {
  return file
    .split(/^=== /m)
    .slice(1)
    .map(part => {
      const [head = '', ...lines] = part.split('\n');
      const [name = '', found = ''] = head.split(' | ');
      const [language = '', what = ''] = name.split(': ');
      const [span, symbol] = found === 'nothing' ? [] : found.split(' ');
      const caret = lines.findIndex(line => line.includes('¶')) + 1;
      return { language, what, text: lines.join('\n').replace('¶', ''), caret, span, symbol };
    });
}
