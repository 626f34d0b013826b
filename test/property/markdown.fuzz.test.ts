import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Node, parseMarkdown, plainText } from '../../src/core/markdown';
import { deepest } from '../../src/core/prose/tree';

const tags: readonly string[] =
  'p h2 h3 h4 ul ol li blockquote pre code em strong del br hr table thead tbody tr th td a'.split(' ');

/** Pieces that mean something to Markdown, to HTML or to a browser, so that chance finds their combinations. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '*',
      '**',
      '_',
      '`',
      '```',
      '~~',
      '[',
      ']',
      '(',
      ')',
      '](',
      '![',
      '<',
      '>',
      '> ',
      '- ',
      '1. ',
      '#',
      '## ',
    ],
    ...[
      '\n',
      '\n\n',
      '  \n',
      '    ',
      '|',
      '|-|',
      '---',
      '\\',
      '&',
      '&lt;',
      '&#106;',
      '&#0;',
      ':',
      '[ ] ',
      '\t',
    ],
    ...['<script>', '</script>', '<img src=x onerror=y>', '<!--', '-->', '<a href="', 'javascript:', 'data:'],
    ...['https://a.b', 'mailto:a@b.c', 'a@b.c', '{#id}', '中文', '“', '\u0000', '\ud800', '\u200b', '\ufeff'],
  ),
  fc.string({ maxLength: 5 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const source = fc.array(piece, { maxLength: 60 }).map(pieces => pieces.join(''));

function all(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap(node => (typeof node === 'string' ? [node] : [node, ...all(node.children)]));
}

describe('any Markdown', () => {
  it('becomes known elements with safe addresses', () => {
    fc.assert(
      fc.property(source, text => {
        for (const node of all(parseMarkdown(text))) {
          if (typeof node === 'string') continue;
          assert.ok(tags.includes(node.tag), node.tag);
          assert.equal(node.href !== undefined, node.tag === 'a');
          if (node.href !== undefined) assert.match(node.href, /^(https?|mailto):/);
          assert.deepEqual(
            Object.keys(node).filter(
              key => !['tag', 'children', 'href', 'language', 'start', 'align'].includes(key),
            ),
            [],
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('nests no deeper than its limit', () => {
    const depth = (nodes: readonly Node[]): number =>
      Math.max(0, ...nodes.map(node => (typeof node === 'string' ? 0 : 1 + depth(node.children))));
    const deep = fc.array(fc.constantFrom('> ', '- ', '1. ', '*a ', '**b ', '[', '  ', 'c\n', 'a|b\n-|-\n'), {
      maxLength: 60,
    });
    const ends = ['', ' c* '.repeat(20), '](https://a.b)'.repeat(10), '** '.repeat(20)];
    fc.assert(
      fc.property(deep, fc.constantFrom(...ends), (pieces, end) =>
        assert.ok(depth(parseMarkdown(pieces.join('') + end)) <= deepest),
      ),
    );
  });

  it('has one form: no empty text, no two texts side by side', () => {
    const isText = (node: Node | undefined) => typeof node === 'string';
    const check = (nodes: readonly Node[]): void => {
      nodes.forEach((node, index) => {
        assert.notEqual(node, '');
        assert.ok(!(isText(node) && isText(nodes[index + 1])));
        if (typeof node !== 'string') check(node.children);
      });
    };
    fc.assert(fc.property(source, text => check(parseMarkdown(text))));
  });

  it('keeps its words: letters and digits are neither lost nor invented', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 20 });
    const between = fc.constantFrom(
      ' ',
      '\n',
      ' *',
      '* ',
      ' **',
      '** ',
      '\n\n',
      '\n- ',
      '\n> ',
      ' < ',
      '\n\n## ',
    );
    fc.assert(
      fc.property(words, fc.array(between, { minLength: 20, maxLength: 20 }), (words, marks) => {
        const text = words.map((word, index) => word + (marks[index] ?? '')).join('');
        const letters = (of: string) => of.replace(/[^a-z]/g, '');
        assert.equal(letters(plainText(parseMarkdown(text))), letters(text));
      }),
    );
  });
});
