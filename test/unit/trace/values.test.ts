// Values as they are shown: by rule, never misleading, and without anything of the program's being called.
import assert from 'node:assert/strict';
import { traced, valuesAt } from '../../support/traced';

/** What `x` looks like after a line of Python, or of JavaScript. */
async function shown(ending: 'py' | 'mjs', before: string, expression: string): Promise<string> {
  const isPython = ending === 'py';
  const text = isPython
    ? `${before}\ndef f():\n  x = ${expression}\n  return 0\n`
    : `${before}\nexport function f() {\n  const x = ${expression};\n  return 0;\n}\n`;
  const line = before.split('\n').length + 2;
  const result = await traced(ending, text, { call: 'f()' });
  assert.equal(result.end.reason, 'finished', JSON.stringify(result.end));
  return /(?:^| )x=(.*)$/.exec(valuesAt(result, line))?.[1] ?? '';
}

const pythons: readonly (readonly [string, string, string, string])[] = [
  ['a plain list', '', '[1, "a", None, True, 2.5]', "[1, 'a', None, True, 2.5]"],
  [
    'a long list',
    '',
    'list(range(100))',
    `[${Array.from({ length: 20 }, (_, n) => n).join(', ')}, \\u2026 80 more]`,
  ],
  ['a long text', '', '"y" * 1000', `'${'y'.repeat(100)}'\\u2026 900 more`],
  ['a huge number', '', '1 << 100000', '<int of 100001 bits>'],
  [
    'a huge list of lists',
    '',
    '[[0] * 10**6] * 3',
    `[${Array(3).fill('[0, 0, 0, 0, 0, 0, 0, 0, \\u2026 999992 more]').join(', ')}]`,
  ],
  ['what holds itself', 'a = [1]\na.append(a)', 'a', '[1, <cycle>]'],
  ['what lies deep', '', '[[[[[1]]]]]', '[[[<list of 1>]]]'],
  ['a dictionary', '', '{"a": 1, 2: (3,)}', "{'a': 1, 2: (3,)}"],
  ['sets', '', '[set(), {1}, frozenset([2])]', '[set(), {1}, frozenset({2})]'],
  ['an object', 'class P:\n  def __init__(self):\n    self.a = 1\n    self.b = [2]', 'P()', '<P a=1 b=[2]>'],
  ['slots', 'class P:\n  __slots__ = ("a", "b")\n  def __init__(self):\n    self.a = 1', 'P()', '<P a=1>'],
  ['a repr that lies', 'class P:\n  def __repr__(self):\n    return "42"', 'P()', '<P>'],
  ['a repr that raises', 'class P:\n  def __repr__(self):\n    raise ValueError()', '[P()]', '[<P>]'],
  ['a repr that hangs', 'class P:\n  def __repr__(self):\n    while True: pass', 'P()', '<P>'],
  [
    'a property',
    'class P:\n  @property\n  def a(self):\n    raise SystemExit(9)\n  def __getattr__(self, name):\n    raise SystemExit(9)',
    'P()',
    '<P>',
  ],
  [
    'a type that lies',
    'class M(type):\n  __name__ = property(lambda cls: 1 / 0)\nclass P(metaclass=M):\n  @property\n  def __dict__(self): raise SystemExit(9)\n  @property\n  def __class__(self): raise SystemExit(9)',
    'P()',
    '<P>',
  ],
  [
    "a list of one's own",
    'class L(list):\n  def __len__(self): return 99\n  def __iter__(self): raise SystemExit(9)\n  def __getitem__(self, n): raise SystemExit(9)',
    'L([1, 2])',
    '<L [1, 2]>',
  ],
  [
    "a text of one's own",
    'class S(str):\n  def __len__(self): return 0\n  def __repr__(self): return "no"',
    'S("yes")',
    "<S 'yes'>",
  ],
  [
    'an equality that raises',
    'class P:\n  def __eq__(self, other): raise SystemExit(9)\n  __hash__ = None',
    '[P(), P()]',
    '[<P>, <P>]',
  ],
  [
    'a function, a class, a module',
    'import sys',
    '[len, dict, sys, (lambda: 0)]',
    '[<function len>, <class dict>, <module>, <function <lambda>>]',
  ],
  ['a generator', '', '(n for n in [1])', '<generator <genexpr>>'],
  ['a decimal', 'import decimal', 'decimal.Decimal("1.5")', "Decimal('1.5')"],
  ['an exception', '', 'ValueError("no", 3)', "<ValueError args=('no', 3)>"],
].map(([name = '', ...rest]) => [name, ...rest.map(text => text.replaceAll('\\u2026', '…'))] as never);

const scripts: readonly (readonly [string, string, string, string])[] = [
  [
    'a plain list',
    '',
    '[1, "a", null, true, 2.5, undefined, -0]',
    '[1, "a", null, true, 2.5, undefined, -0]',
  ],
  [
    'a long list',
    '',
    'Array.from({ length: 100 }, (_, n) => n)',
    `[${Array.from({ length: 20 }, (_, n) => n).join(', ')}, … 80 more]`,
  ],
  ['a huge empty list', '', 'new Array(1e9)', `[${Array(20).fill('<empty>').join(', ')}, … 999999980 more]`],
  ['a long text', '', '"y".repeat(1000)', `"${'y'.repeat(100)}"… 900 more`],
  ['what holds itself', 'const a = [1];\na.push(a);', 'a', '[1, <cycle>]'],
  ['what lies deep', '', '[[[[[1]]]]]', '[[[<Array of 1>]]]'],
  ['an object', '', '({ a: 1, "b-c": { d: 2 } })', '{a: 1, "b-c": {d: 2}}'],
  ['an object of a class', 'class P {\n  a = 1;\n  #b = 2;\n}', 'new P()', '<P {a: 1}>'],
  ['a getter', '', '({ get a() { process.exit(9); }, set b(v) {} })', '{a: <getter>, b: <setter>}'],
  ['a proxy', '', 'new Proxy([], { get() { process.exit(9); }, ownKeys() { process.exit(9); } })', '<proxy>'],
  [
    'a class that lies',
    'class P {\n  get [Symbol.toStringTag]() { process.exit(9); }\n  toString() { process.exit(9); }\n  toJSON() { process.exit(9); }\n  [Symbol.for("nodejs.util.inspect.custom")]() { process.exit(9); }\n  static get name() { process.exit(9); }\n}',
    'new P()',
    '<<anonymous> {}>',
  ],
  [
    'maps and sets',
    '',
    '[new Map([[1, { a: 2 }]]), new Set("ab")]',
    '[<Map {1 => {a: 2}}>, <Set {"a", "b"}>]',
  ],
  [
    'prototypes that were changed',
    'Array.prototype.join = () => process.exit(9);\nMap.prototype.entries = () => process.exit(9);\nObject.keys = () => process.exit(9);',
    '[[1], new Map([[1, 2]])]',
    '[[1], <Map {1 => 2}>]',
  ],
  ['bytes', '', 'new Uint8Array([1, 2])', '<Uint8Array [1, 2]>'],
  [
    'a function, a class, a symbol, a big number',
    '',
    '[Math.max, class A {}, Symbol("s"), 12n]',
    '[<function max>, <function A>, <Symbol(s)>, 12n]',
  ],
  [
    'a promise, a date, an expression',
    '',
    '[Promise.resolve(1), new Date(0), /a"/g]',
    '[<promise>, <Date 1970-01-01T00:00:00.000Z>, /a"/g]',
  ],
  ['an error', '', 'new TypeError("no")', '<TypeError {message: "no"}>'],
];

describe('a value that was seen', () => {
  for (const [name, before, expression, expected] of pythons) {
    it(`is shown in Python: ${name}`, async () =>
      assert.equal(await shown('py', before, expression), expected));
  }
  for (const [name, before, expression, expected] of scripts) {
    it(`is shown in JavaScript: ${name}`, async () =>
      assert.equal(await shown('mjs', before, expression), expected));
  }

  it('is known after each line, with what has changed', async () => {
    const py = await traced('py', 'def f(n):\n  a = [n]\n  a.append(2)\n  del n\n  return a\n', {
      call: 'f(1)',
    });
    assert.deepEqual(
      [2, 3, 4, 5].map(line => valuesAt(py, line)),
      ['n=1 a=[1]', 'n=1 a=[1, 2]', 'a=[1, 2]', 'a=[1, 2]'],
    );
    const step = py.trace.visit(0, 3, 0) ?? -1;
    assert.deepEqual(
      py.trace.valuesAfter(step).map(({ name, hasChanged }) => [name, hasChanged]),
      [
        ['n', false],
        ['a', true],
      ],
    );
    assert.deepEqual(
      py.trace.valuesBefore(step).map(({ value }) => value.text),
      ['1', '[1]'],
    );
    const js = await traced(
      'mjs',
      'export function f(n) {\n  const a = [n];\n  if (n) {\n    const b = 1;\n    a.push(b);\n  }\n  return a;\n}\n',
      { call: 'f(1)' },
    );
    assert.deepEqual(
      [2, 4, 5, 7].map(line => valuesAt(js, line)),
      ['n=1 a=[1]', 'n=1 a=[1] b=1', 'n=1 a=[1, 1] b=1', 'n=1 a=[1, 1]'],
    );
  });

  it('is a change although it looks alike', async () => {
    const py = await traced(
      'py',
      'def f():\n  a = [1]\n  a[0] = True\n  a = (True,)\n  x = object()\n  x = None\n  return 0\n',
      { call: 'f()' },
    );
    assert.deepEqual(
      [2, 3, 4, 6].map(line => valuesAt(py, line)),
      ['a=[1]', 'a=[True]', 'a=(True,)', 'a=(True,) x=None'],
    );
    const js = await traced(
      'mjs',
      'export function f() {\n  let a = 0;\n  a = -0;\n  a = "0";\n  return 0;\n}\n',
      { call: 'f()' },
    );
    assert.deepEqual(
      [2, 3, 4].map(line => valuesAt(js, line)),
      ['a=0', 'a=-0', 'a="0"'],
    );
  });

  it('of an outer function, of the file or of this is told where it is named', async () => {
    const js = await traced(
      'mjs',
      'let total = 0;\nclass C {\n  n = 1;\n  up(by) {\n    this.n += by;\n    total += this.n;\n  }\n}\nexport const f = () => new C().up(2);\n',
      { call: 'f()' },
    );
    assert.equal(valuesAt(js, 6), 'by=2 total=3 this=<C {n: 3}>');
    const py = await traced('py', 'total = 0\ndef f(n):\n  global total\n  total += n\n  return n\n', {
      call: 'f(2)',
    });
    assert.equal(valuesAt(py, 4), 'n=2 total=2');
  });
}).timeout(60_000);
