import assert from 'node:assert/strict';
import { enclosingNode } from '../../../src/core/reasoning/enclosingNode';
import { packedGrammars } from '../../support/grammars';

const parser = packedGrammars();

/** What each line of a text stands in. */
async function around(languageId: string, text: string): Promise<readonly string[]> {
  const tree = await parser.parse(text, languageId);
  assert.ok(tree);
  return text.split('\n').map((_, at) => {
    const found = enclosingNode(text, tree, at + 1);
    return found ? `${found.kind} ${found.name ?? '-'} ${found.span.first}-${found.span.last}` : '';
  });
}

describe('the enclosing node', () => {
  after(() => parser.dispose());

  it('is the innermost function, method or class with a name', async () => {
    assert.deepEqual(
      await around(
        'typescript',
        'export class A {\n  x = 1;\n  f() {\n    each(y => {\n      y();\n    });\n  }\n}\nexport const g = () => {\n  h();\n};',
      ),
      [
        'class A 1-8',
        'class A 1-8',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
        'class A 1-8',
        'function g 9-11',
        'function g 9-11',
        'function g 9-11',
      ],
    );
    assert.deepEqual(
      await around(
        'python',
        'class A:\n    @dec\n    def f(self):\n        """Says.\n\n        More."""\n        return 1',
      ),
      [
        'class A 1-7',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
        'method f 3-7',
      ],
    );
    assert.deepEqual(await around('cpp', 'int N::f(int a)\n{\n  return a;\n}'), [
      'function N::f 1-4',
      'function N::f 1-4',
      'function N::f 1-4',
      'function N::f 1-4',
    ]);
    assert.equal(
      (await around('go', 'package a\n\nfunc (s *S) Get() int {\n\treturn 1\n}'))[3],
      'method Get 3-5',
    );
    assert.equal((await around('rust', 'impl A {\n  fn f() {\n    g();\n  }\n}'))[2], 'method f 2-4');
    assert.equal((await around('java', 'class A {\n  int f() {\n    return 1;\n  }\n}'))[2], 'method f 2-4');
    assert.equal((await around('ruby', 'class A\n  def f\n    1\n  end\nend'))[2], 'method f 2-4');
    assert.equal((await around('shellscript', 'f() {\n  echo 1\n}'))[1], 'function f 1-3');
  });

  it('is the block or statement, outside of functions', async () => {
    assert.deepEqual(await around('python', 'x = 1\nfor a in x:\n    if a:\n        b()\nf(1,\n  2)'), [
      'statement - 1-1',
      'block - 2-4',
      'block - 2-4',
      'block - 2-4',
      'statement - 5-6',
      'statement - 5-6',
    ]);
    const long = `if a:\n    b = 1\n${'    c()\n'.repeat(50)}    for d in e:\n        f()`;
    assert.equal((await around('python', long))[53], 'block - 53-54');
  });

  it('is what a comment is about, and nothing between functions or in an empty file', async () => {
    assert.deepEqual(
      await around(
        'javascript',
        '// Note.\n// More.\nfunction f() {\n  // Inside.\n  g();\n}\n\n// Alone.\n\nfunction h() {}\n',
      ),
      [
        'function f 3-6',
        'function f 3-6',
        'function f 3-6',
        'function f 3-6',
        'function f 3-6',
        'function f 3-6',
        '',
        '',
        '',
        'function h 10-10',
        '',
      ],
    );
    assert.deepEqual(await around('python', ''), ['']);
    assert.deepEqual(await around('python', '\n# Only this.\n'), ['', '', '']);
  });

  it('counts lines as the editor does', async () => {
    assert.equal((await around('python', 'x = 1\r\ndef f():\r\n\treturn 1\r\n'))[2], 'function f 2-3');
  });
});
