import assert from 'node:assert/strict';
import { linesOf } from '../../../src/core/base/lines';
import { excerptNow, excerptOf, excerptOfAll, type Source } from '../../../src/core/reasoning/excerpt';
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

describe('the code that a caret means where it stands in no function', () => {
  const small = 'import x\n\nif x:\n    a()\n    b()\n\nprint(x)\n';
  const kindOf = (excerpt: ReturnType<typeof excerptOf>) => {
    const { kind, firstLine, text } = made(excerpt);
    return `${kind} ${firstLine}-${firstLine + linesOf(text).length - 1}`;
  };
  const block = { span: { first: 3, last: 5 }, kind: 'block' } as const;
  const line = { span: { first: 7, last: 7 }, kind: 'statement' } as const;

  it('is the block that it stands in', () => {
    assert.equal(kindOf(excerptOf(file(small), caret(4), block)), 'block 3-5');
  });

  it('is all of a small file, between its parts and on a line that says little alone', () => {
    assert.equal(kindOf(excerptOf(file(`\n${small}`), caret(3))), 'file 2-8');
    assert.equal(kindOf(excerptOf(file(small), caret(7), line)), 'file 1-7');
    assert.equal(kindOf(excerptOf({ ...file(small), cell: 3 }, caret(2))), 'cell 1-7');
  });

  it('is that line in a long file, or one with long lines', () => {
    const long = `${small}${'x = 1\n'.repeat(40)}`;
    assert.equal(kindOf(excerptOf(file(long), caret(7), line)), 'statement 7-7');
    assert.equal(kindOf(excerptOf(file(`${small}# ${'x'.repeat(5000)}`), caret(7), line)), 'statement 7-7');
  });

  it('is nothing in an empty file, and that is said apart from a place with nothing around', () => {
    assert.deepEqual(excerptOf(file(' \n\n'), caret(1)), { code: 'empty-selection', why: 'empty-file' });
    const far = excerptOf(file('\n'.repeat(50) + 'x = 1\n'.repeat(50)), caret(1));
    assert.deepEqual(far, { code: 'empty-selection', why: 'nothing-around' });
  });

  it('is all of the file again when it is explained again, however it grew', () => {
    const before = made(excerptOf(file(small), caret(2)));
    assert.equal(kindOf(excerptNow(before, file(`${small}end()\n`))), 'file 1-8');
  });

  it('is the same statement again where that stands as it did', () => {
    const long = `${small}${'x = 1\n'.repeat(40)}`;
    const before = made(excerptOf(file(long), caret(4), block));
    assert.equal(kindOf(excerptNow(before, file(`# new\n${long}`))), 'block 4-6');
    assert.equal(kindOf(excerptNow(before, file(long.replace('    b()', '    c()')))), 'undefined 3-5');
  });
});

describe('the code of several selections', () => {
  const text = Array.from({ length: 300 }, (_, at) => `x${at + 1} = 1`).join('\n');
  const all = (...spans: readonly (readonly [number, number])[]) => {
    const [first = caret(1), ...others] = spans.map(([from, to]) => lines(from, to));
    return excerptOfAll(file(text), [first, ...others]);
  };

  it('goes from the first to the last of them, and says which lines are meant', () => {
    const { firstLine, text: code, meant } = made(all([9, 10], [3, 4]));
    assert.deepEqual([firstLine, linesOf(code).length], [3, 8]);
    assert.deepEqual(meant, [
      { first: 3, last: 4 },
      { first: 9, last: 10 },
    ]);
  });

  it('is one selection where they touch, or only one takes in anything', () => {
    assert.equal(made(all([3, 4], [5, 6])).meant, undefined);
    assert.equal(named(all([5, 6], [3, 4])), '3-6 undefined');
    const withCaret = excerptOfAll(file(text), [caret(20), lines(3, 4)]);
    assert.equal(named(withCaret), '3-4 undefined');
    assert.equal(named(excerptOfAll(file(python), [caret(4), caret(7)])), '3-5 foo');
  });

  it('is none where they stand far apart', () => {
    assert.deepEqual(all([1, 2], [299, 300]), { code: 'selections-far-apart', lines: 300, limit: 240 });
  });

  it('moves with its lines when it is explained again', () => {
    const before = made(all([3, 4], [9, 10]));
    const now = made(excerptNow(before, file(`new = 1\n${text}`)));
    assert.deepEqual(now.meant?.[1], { first: 10, last: 11 });
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
