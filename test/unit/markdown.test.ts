import assert from 'node:assert/strict';
import { type Node, parseMarkdown, plainText } from '../../src/core/markdown';

/** A tree in one line: tag(children), with the address or the language after the tag. */
function shown(nodes: readonly Node[]): string {
  return nodes
    .map(node => {
      if (typeof node === 'string') return JSON.stringify(node);
      const more = node.href ?? node.language;
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
};

describe('Markdown', () => {
  for (const [name, [markdown, tree]] of Object.entries(cases)) {
    it(`knows ${name}`, () => assert.equal(shown(parseMarkdown(markdown)), tree));
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

  it('shows a source that is too long as text', () => {
    const source = '*a* '.repeat(20_000);
    assert.deepEqual(parseMarkdown(source), [{ tag: 'p', children: [source] }]);
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
