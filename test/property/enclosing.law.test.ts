import assert from 'node:assert/strict';
import fc from 'fast-check';
import { enclosingBlock } from '../../src/core/reasoning/enclosing';

/** How a function looks in a language, and lines that may stand in any, and end none. */
interface Shape {
  readonly languages: readonly string[];
  readonly head: readonly string[];
  readonly end: readonly string[];
  readonly noise: readonly string[];
  readonly after: string;
}

const likeC = [
  '// }',
  '/* } */',
  '/*\n}\n*/',
  '  a("}");',
  '  a("\\"}");',
  '  if (a) {\n    b();\n  }',
  '',
  '  /* { */',
];

const shapes: readonly Shape[] = [
  {
    languages: ['python'],
    head: ['def foo(a,', '        b):'],
    end: ['    return 1'],
    noise: [
      '# x',
      '    a("""\n}\nx = 1\n""")',
      "    b = '''\ndef no():\n'''",
      '    raise A("x")',
      '    f(x,\ny)',
      '    a("#")',
      '',
    ],
    after: 'x = 1',
  },
  {
    languages: ['c', 'cpp'],
    head: ['static int', 'foo(int a)', '{'],
    end: ['}'],
    noise: [
      ...likeC,
      '#if A\n  if (a) {\n#else\n  if (b) {\n#endif\n  }',
      "  c = '{';",
      'out:',
      '#define X {',
    ],
    after: 'int x;',
  },
  {
    languages: ['java', 'dart'],
    head: ['void foo(int a) {'],
    end: ['}'],
    noise: [...likeC, '  s = """\n}\n""";', '  throw new A(x);'],
    after: 'int x;',
  },
  {
    languages: ['csharp'],
    head: ['int foo(int a)', '{'],
    end: ['}'],
    noise: [...likeC, '  s = @"\n}\n\\";', '#region x', '#endregion', '  yield return f(x);'],
    after: 'int x;',
  },
  {
    languages: ['javascript', 'typescript'],
    head: ['function foo(a) {'],
    end: ['}'],
    noise: [
      ...likeC,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read
      '  s = `\n}\n${a ? `{` : "}"}\n`',
      '  s = /[}"`]/',
      '  return a / b',
      '  x.map(y => {\n    z\n  })',
    ],
    after: 'const x = 1',
  },
  {
    languages: ['go'],
    head: ['func foo(a int) {'],
    end: ['}'],
    noise: [...likeC, '\ts := `\n}\n`', "\tr := '{'", '\tfor i := 0; i < f(x); g(i) {\n\t}'],
    after: 'var x = 1',
  },
  {
    languages: ['rust'],
    head: ["fn foo<'a>(a: &'a str) {"],
    end: ['}'],
    noise: [...likeC, '  s = r#"\n}"\n"#;', "  c = '{';", '/* /* } */ } */', '  match f(x) {\n  }'],
    after: 'const X: u8 = 1;',
  },
  {
    languages: ['ruby'],
    head: ['def foo(a)'],
    end: ['end'],
    noise: ['# end', '  s = <<~SQL\nend\n  SQL', '  a("end")', '=begin\nend\n=end', '  raise f(x)', ''],
    after: 'x = 1',
  },
  {
    languages: ['shellscript'],
    head: ['foo() {'],
    end: ['}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read
    noise: ['# }', '  cat <<EOF\n}\nEOF', "  a '\n}\n'", '  echo "}"', '  b=${#a}', ''],
    after: 'x=1',
  },
];

describe('laws of the enclosing block', () => {
  it('ends no function at a string, a comment or a directive', () => {
    for (const { languages, head, end, noise, after } of shapes) {
      const bodies = fc.array(fc.constantFrom(...noise), { maxLength: 8 });
      fc.assert(
        fc.property(fc.constantFrom(...languages), bodies, fc.nat(), (language, body, caret) => {
          const lines = [...head, ...body.flatMap(part => part.split('\n')), ...end];
          const text = [...lines, after, ...lines, after].join('\n');
          const found = enclosingBlock(text, 1 + (caret % lines.length), language);
          assert.deepEqual(found, { span: { first: 1, last: lines.length }, symbol: 'foo' }, text);
        }),
        { numRuns: 150 },
      );
    }
  });

  it('holds the line, whatever the text', () => {
    const signs = ['}', '{', '"', '`', '$', '*/', '(', ')', '\t'];
    const pieces = [...shapes.flatMap(({ head, noise }) => [...head, ...noise]), ...signs];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map(parts => parts.join('\n'));
    const others = ['', 'sql', 'lua', 'php', 'perl', 'swift'];
    const languages = fc.constantFrom(...others, ...shapes.flatMap(shape => shape.languages));
    fc.assert(
      fc.property(texts, languages, fc.nat(), (text, language, at) => {
        const count = text.split('\n').length;
        const line = 1 + (at % count);
        const found = enclosingBlock(text, line, language);
        if (found) assert.ok(1 <= found.span.first && found.span.first <= line && line <= found.span.last);
        if (found) assert.ok(found.span.last <= count);
      }),
      { numRuns: 1_000 },
    );
  });
});
