import assert from 'node:assert/strict';
import { linesOf } from '../../../src/core/base/lines';
import { excerptNow, excerptOf, type Source } from '../../../src/core/reasoning/excerpt';
import type { Excerpt } from '../../../src/core/reasoning/run';

const file = (text: string, languageId = 'python'): Source => ({
  uri: 'file:///a',
  name: 'a',
  languageId,
  text,
});

const python = `import x

def foo(a):
    b = a
    return b

def bar():
    pass
`;

const caret = (line: number) => ({
  firstLine: line - 1,
  lastLine: line - 1,
  lastCharacter: 0,
  isEmpty: true,
});
const lines = (first: number, last: number) => ({
  firstLine: first - 1,
  lastLine: last - 1,
  lastCharacter: 1,
  isEmpty: false,
});

function made(excerpt: ReturnType<typeof excerptOf>): Excerpt {
  if ('code' in excerpt) throw new Error(excerpt.code);
  return excerpt;
}

const named = (excerpt: ReturnType<typeof excerptOf>) => {
  const { firstLine, text, symbol } = made(excerpt);
  return `${firstLine}-${firstLine + linesOf(text).length - 1} ${symbol}`;
};

describe('the code to explain', () => {
  it('is the function around the caret', () => {
    assert.equal(named(excerptOf(file(python), caret(4))), '3-5 foo');
  });

  it('is what the editor knows to be around it', () => {
    const known = { span: { first: 3, last: 4 }, symbol: 'known' };
    assert.equal(named(excerptOf(file(python), caret(4), known)), '3-4 known');
  });

  it('bears the name of a function only when that is whole', () => {
    assert.equal(named(excerptOf(file(python), lines(3, 5))), '3-5 foo');
    assert.equal(named(excerptOf(file(python), lines(3, 8))), '3-8 foo');
    assert.equal(named(excerptOf(file(python), lines(3, 4))), '3-4 undefined');
  });

  it('keeps the line ends of its file', () => {
    assert.equal(made(excerptOf(file('a\r\nb\r\nc'), lines(1, 2))).text, 'a\r\nb');
  });

  it('is none on an empty line, in bytes, or where it is too much', () => {
    const code = (text: string, selection = lines(1, 1)) => {
      const found = excerptOf(file(text), selection);
      return 'code' in found ? found.code : undefined;
    };
    assert.equal(code('\n\n'), 'empty-selection');
    assert.equal(code('x\0'), 'binary-file');
    assert.equal(code('\0', caret(1)), 'binary-file');
    assert.equal(code('x'.repeat(300_000)), 'selection-too-large');
  });
});

describe('the code of an earlier run as it is now', () => {
  const foo = made(excerptOf(file(python), caret(4)));
  const some = made(excerptOf(file(python), lines(4, 5)));
  const now = (excerpt: Excerpt, text: string) => named(excerptNow(excerpt, file(text)));

  it('is where it was, or where it has moved to', () => {
    assert.equal(now(foo, python), '3-5 foo');
    assert.equal(now(foo, `# new\n\n${python}`), '5-7 foo');
    assert.equal(now(some, `# new\n${python}`), '5-6 undefined');
  });

  it('is nothing where the function has gone, and not what stands there instead', () => {
    for (const text of ['def bar():\n    return secret\n', 'import y\n\nkey = 1\nother = 2\n', '\n\n}\n']) {
      assert.deepEqual(excerptNow(foo, file(text)), { code: 'empty-selection' }, text);
    }
    // Renamed, it is still there.
    assert.equal(now(foo, python.replace('foo', 'bar')), '3-5 bar');
  });

  it('takes in the lines by which a function has grown, wherever they are', () => {
    assert.equal(now(foo, python.replace('    return b', '    c = b\n    return c\n\n    # end')), '3-8 foo');
    assert.equal(now(foo, python.replace('    return b\n', '    return b\n    x()\n')), '3-6 foo');
    assert.equal(now(foo, `# new\n${python.replace('(a):', '(a, z):\n    """Says."""')}`), '4-7 foo');
    assert.equal(now(foo, python.replace('    b = a\n', '')), '3-4 foo');
  });

  it('takes in what was written between its first line and its last', () => {
    assert.equal(
      now(some, python.replace('    return b', '    c()\n    d()\n    return b')),
      '4-7 undefined',
    );
  });

  it('is what stands in its lines where its own are gone', () => {
    assert.equal(now(some, 'a\nb\nc\nd\ne\nf'), '4-5 undefined');
    assert.equal(now(some, 'a\nb'), '2-2 undefined');
  });

  it('does not follow a name to another function', () => {
    assert.equal(now(foo, python.replace('def foo', 'def other')).endsWith('foo'), false);
  });
});
