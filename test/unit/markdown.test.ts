import assert from 'node:assert/strict';
import { GrowingMarkdown, type Node, parseMarkdown, plainText } from '../../src/core/markdown';

/** A tree in one line: tag(children), with what else an element has after the tag. */
function shown(nodes: readonly Node[]): string {
  return nodes
    .map(node => {
      if (typeof node === 'string') return JSON.stringify(node);
      const more = node.href ?? node.language ?? node.start ?? node.align;
      return `${node.tag}${more === undefined ? '' : `[${more}]`}(${shown(node.children)})`;
    })
    .join(' ');
}

const cases: Record<string, readonly [markdown: string, tree: string]> = {
  paragraphs: ['One\n\nTwo', 'p("One") p("Two")'],
  'emphasis of all kinds': ['*a* **b** ~~c~~ `d`', 'p(em("a") " " strong("b") " " del("c") " " code("d"))'],
  'headings from the second level on': ['# a\n\n## b\n\n### c\n\n##### d', 'h2("a") h2("b") h3("c") h4("d")'],
  'lists in lists': ['- a\n  1. b\n- c', 'ul(li("a" ol(li("b"))) li("c"))'],
  'a loose list': ['- a\n\n- b', 'ul(li(p("a")) li(p("b")))'],
  'a task list': ['- [x] a\n- [ ] b', 'ul(li("[x] a") li("[ ] b"))'],
  'a code block': ['```py title\na < b\n```', 'pre[py](code("a < b"))'],
  'a code block without a language': ['    a', 'pre(code("a"))'],
  'a quotation': ['> a\n> b', 'blockquote(p("a\\nb"))'],
  'a table': ['a|b\n-|-\nc|*d*', 'table(thead(tr(th("a") th("b"))) tbody(tr(td("c") td(em("d")))))'],
  'a rule and a hard break': ['a  \nb\n\n---', 'p("a" br() "b") hr()'],
  'a link': ['[a *b*](https://c.d/e)', 'p(a[https://c.d/e]("a " em("b")))'],
  'a link by reference': ['[a][1]\n\n[1]: https://c.d', 'p(a[https://c.d/]("a"))'],
  'a bare address': ['see https://c.d now', 'p("see " a[https://c.d/]("https://c.d") " now")'],
  'an image as its alternative text': ['![a cat](https://c.d/cat.png)', 'p("a cat")'],
  'raw HTML as text': ['<script>alert(1)</script>', 'p("<script>alert(1)</script>")'],
  'raw HTML inside a line as text': ['a <b onclick="x">b</b>', 'p("a <b onclick=\\"x\\">b</b>")'],
  'character references': ['a &lt;b&gt; &amp;amp; &#x4e2d;&#0;&nope;', 'p("a <b> &amp; 中\ufffd&nope;")'],
  'references in code as they stand': ['`&lt;`', 'p(code("&lt;"))'],
  escapes: ['\\*a\\*', 'p("*a*")'],
  nothing: ['', ''],
  'emphasis beside Chinese punctuation': ['**注意，**这里', 'p(strong("注意，") "这里")'],
  'emphasis around Chinese quotes': ['含**「重点」**内容', 'p("含" strong("「重点」") "内容")'],
  'emphasis around brackets of any width': [
    '含**重点（a）**和**b(c)**内',
    'p("含" strong("重点（a）") "和" strong("b(c)") "内")',
  ],
  'emphasis around typographic quotes': ['说**“好”**的', 'p("说" strong("“好”") "的")'],
  'an address before Chinese punctuation': [
    '见 https://example.com/docs（说明）',
    'p("见 " a[https://example.com/docs]("https://example.com/docs") "（说明）")',
  ],
  'an address before a Chinese dash': [
    '见 https://example.com/docs——说明',
    'p("见 " a[https://example.com/docs]("https://example.com/docs") "——说明")',
  ],
  'an address with a letter among the signs': [
    'https://a.b/佐々木。',
    'p(a[https://a.b/%E4%BD%90%E3%80%85%E6%9C%A8]("https://a.b/佐々木") "。")',
  ],
  'an address before what turns the writing round': [
    'https://a.b/c\u202ed',
    'p(a[https://a.b/c]("https://a.b/c") "\u202ed")',
  ],
  'a product with brackets': ['(a+b)*c*(d+e)', 'p("(a+b)*c*(d+e)")'],
  'an address before a Chinese full stop': ['https://a.b/c。d', 'p(a[https://a.b/c]("https://a.b/c") "。d")'],
  'an address in Chinese quotes': ['「https://a.b/c」', 'p("「" a[https://a.b/c]("https://a.b/c") "」")'],
  'an address with Chinese in its path': [
    'https://a.b/你好',
    'p(a[https://a.b/%E4%BD%A0%E5%A5%BD]("https://a.b/你好"))',
  ],
  'an address with brackets, in brackets': [
    '(https://a.b/c_(d))',
    'p("(" a[https://a.b/c_(d)]("https://a.b/c_(d)") ")")',
  ],
  'a bold address': ['**https://a.b/c**，d', 'p(strong(a[https://a.b/c]("https://a.b/c")) "，d")'],
  'an address as the words of a link': ['[https://a.b](https://c.d)', 'p(a[https://c.d/]("https://a.b"))'],
  'a local address': ['http://[::1]:8080/a', 'p(a[http://[::1]:8080/a]("http://[::1]:8080/a"))'],
  'a mail address': ['a.b@c.de.', 'p(a[mailto:a.b@c.de]("a.b@c.de") ".")'],
  'half a word in bold': ['**R**etrieval', 'p(strong("R") "etrieval")'],
  'a sum inside of bold words': ['**2*3*4 is 24**', 'p(strong("2*3*4 is 24"))'],
  'bold before a blank': ['**a** b', 'p(strong("a") " b")'],
  'a list that begins later': ['3. three\n4. four', 'ol[3](li("three") li("four"))'],
  'a list that code has cut': ['1. a\n```\nb\n```\n2. c', 'ol(li("a")) pre(code("b")) ol[2](li("c"))'],
  'code in an item': ['1. a\n   ```\n   b\n   ```\n2. c', 'ol(li("a" pre(code("b"))) li("c"))'],
  'the alignment of columns': [
    'a|b|c\n:-|:-:|-:\n1|2|3',
    'table(thead(tr(th[left]("a") th[center]("b") th[right]("c"))) ' +
      'tbody(tr(td[left]("1") td[center]("2") td[right]("3"))))',
  ],
  'rows that are too short and too long': [
    '|a|b|\n|-|-|\n|1|\n|1|2|3|',
    'table(thead(tr(th("a") th("b"))) tbody(tr(td("1") td()) tr(td("1") td("2|3"))))',
  ],
  'a number that ends a sentence': ['built in\n2026. Then', 'p("built in\\n2026. Then")'],
  'an image without words as its source': ['![](a.png)', 'p("![](a.png)")'],
  'a definition that leads nowhere as text': ['[note]: important', 'p("[note]: important")'],
};

/** Code talk, of which no character may become a mark. */
const asWritten = [
  'calls __init__ first',
  '调用 __init__ 方法，__del__。',
  '2*3*4',
  '2 * 3 * 4',
  'a*b*c',
  'a**b**c',
  '1~2~3',
  'x~~y~~z',
  'snake_case_name',
  '*args, **kwargs',
  'f(*xs)',
  'int* p, int* q',
  'use <T> and List<int>',
  'a < b > c',
  'C:\\path\\new',
  'costs $5 or $HOME',
  'prints \\n and \\t',
  '#include <a.h>',
  '[^1]',
  'a[0][1] and m[i](x)',
];

describe('Markdown', () => {
  for (const [name, [markdown, tree]] of Object.entries(cases)) {
    it(`knows ${name}`, () => assert.equal(shown(parseMarkdown(markdown)), tree));
  }

  for (const words of asWritten) {
    it(`leaves as written: ${words}`, () =>
      assert.equal(shown(parseMarkdown(words)), `p(${JSON.stringify(words)})`));
  }

  const unsafe = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#x09;script:alert(1)',
    '&#106;avascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///c:/x',
    'command:workbench.action.quit',
    'vscode://x/y',
    '//evil.org',
    'relative/path',
    '#fragment',
  ];
  for (const href of unsafe) {
    it(`makes plain text of a link to ${href}`, () => {
      assert.equal(shown(parseMarkdown(`[a](<${href}>)`)), 'p("a")');
    });
  }

  it('has for plain text the text of all nodes and nothing else', () => {
    const tree = parseMarkdown('## A\n\nb *c*  \nd\n\n- e\n- f\n\n```\ng\n```');
    assert.equal(plainText(tree), 'Ab cdefg');
  });

  it('shows as text what of a source is too long, however it arrives', () => {
    const read = 200_000;
    const fence = `\`\`\`\n${'x'.repeat(read - 15)}\n\`\`\`\n`;
    const source = `${fence}y *b*\n*c* [d](https://e.f)`;
    const tree = parseMarkdown(source);
    assert.deepEqual(tree.at(-1), { tag: 'p', children: ['*c* [d](https://e.f)'] });
    assert.match(shown(tree.slice(0, -1)), /^pre\(code\("x+"\)\) p\("y " em\("b"\)\)$/);
    for (const cut of [read - 5, read - 1, read, read + 1]) {
      const growing = new GrowingMarkdown();
      for (const part of [source.slice(0, cut), source.slice(cut, cut + 3), source.slice(cut + 3)]) {
        growing.add(part);
        growing.nodes();
      }
      assert.deepEqual(growing.nodes(), tree);
      assert.equal(growing.source, source);
    }
  });

  it('cuts no character in two where it stops reading', () => {
    for (const length of [199_998, 199_999, 200_000]) {
      const tree = parseMarkdown(`${'x'.repeat(length)}😀y`);
      assert.ok(!tree.some(node => /\p{Surrogate}/u.test(plainText([node]))), `${length}`);
    }
  });
});

describe('hostile Markdown', () => {
  const costly: Record<string, string> = {
    'quotation marks without end': '>'.repeat(40_000),
    'lists in one line': '* > 1. '.repeat(7_000),
    'an endless word that looks like an address': `${'a.'.repeat(20_000)}@`,
    'many long words': `${'a.'.repeat(990)}@ `.repeat(25),
    'open brackets': '['.repeat(50_000),
    'open emphasis': 'a***'.repeat(12_000),
    'open fences': '```\n'.repeat(12_000),
    'a staircase of lists': Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
  };
  for (const [name, source] of Object.entries(costly)) {
    it(`is read in time: ${name}`, function () {
      this.timeout(3_000);
      assert.ok(parseMarkdown(source).length > 0);
    });
  }

  it('nests no deeper than its limit', () => {
    const depth = (nodes: readonly Node[]): number =>
      Math.max(0, ...nodes.map(node => (typeof node === 'string' ? 0 : 1 + depth(node.children))));
    assert.ok(depth(parseMarkdown(costly['a staircase of lists'] ?? '')) <= 17);
  });
});
