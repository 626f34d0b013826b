// Markdown that arrives in pieces: the tree of the whole, for a price in proportion to what arrived.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GrowingMarkdown, parseMarkdown } from '../../src/core/markdown';
import { reach } from '../../src/core/prose/emphasis';

const marks = [
  '*',
  '**',
  '_',
  '__',
  '`',
  '```',
  '~~',
  '[',
  ']',
  '](',
  '![',
  '<',
  '>',
  '> ',
  '- ',
  '1. ',
  '2. ',
];
const ends = [
  '\n',
  '\n\n',
  '  \n',
  '\r\n',
  '\r',
  '    ',
  '  ',
  '\t',
  '---',
  '===',
  '#',
  '## ',
  '\\',
  '&',
  '&lt;',
];
const blocks = ['|a|b|\n|-|:-|\n', '|', '[x]', '[x]: https://x.y\n', '\n[x]: https://x.y\n', '(https://g.h)'];
const words = [
  ...['https://a.b', 'a@b.c', 'www.a.b', '<b c="*">', '中文', '，', '“', '😀', 'word ', '__init__'],
  'words and more of them that are plain enough to rest at ',
  `${'longword'.repeat(30)}`,
  '这里的话很长，长到可以在中间停下来，然后从停下来的地方继续往下读，',
];
const piece = fc.oneof(...[marks, ends, blocks, words].map(of => fc.constantFrom(...of)));
const source = fc.array(piece, { maxLength: 60 }).map(pieces => pieces.join(''));
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 });

describe('growing Markdown', () => {
  it('has at every moment the tree of all that arrived', () => {
    fc.assert(
      fc.property(source, cuts, (text, lengths) => {
        const growing = new GrowingMarkdown();
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const end = at + (lengths[turn % lengths.length] ?? 1);
          growing.add(text.slice(at, end));
          assert.deepEqual(growing.nodes(), parseMarkdown(text.slice(0, end)));
          at = end;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('makes what is finished once', () => {
    const growing = new GrowingMarkdown();
    growing.add('# One\n\n- two\n- three\n\nfour\n');
    const before = growing.nodes();
    growing.add(' and five\n\nsix');
    assert.deepEqual(
      growing.nodes().map((node, index) => node === before[index]),
      [true, true, false, false],
    );
  });

  const long: Record<string, string> = {
    'a paragraph': 'plain words, *some* of them `marked`, '.repeat(1_000),
    'a Chinese paragraph': '这里的话很长，**其中**有一些带有标记，'.repeat(1_500),
    'a fence': `\`\`\`py\n${'x = f(x)\n'.repeat(4_000)}`,
    'a table': `|a|b|\n|-|-|\n${'|*c*|d|\n'.repeat(4_000)}`,
    'a list': '- an *item* of it\n'.repeat(2_000),
    'an item': `- ${'plain words, *some* of them marked, '.repeat(1_000)}`,
    'a quotation': '> plain words, *some* of them marked\n'.repeat(1_000),
    'a word without end': 'abcdefgh'.repeat(4_000),
    'a line without blanks': '|a,b'.repeat(8_000),
    'open marks': 'an *open mark and [another, '.repeat(1_500),
    'open code': 'an `open mark, '.repeat(2_000),
  };
  for (const [name, text] of Object.entries(long)) {
    it(`reads ${name} on, not again`, () => {
      const step = 200;
      const growing = new GrowingMarkdown();
      for (let at = 0; at < text.length; at += step) {
        growing.add(text.slice(at, at + step));
        growing.nodes();
      }
      const frames = Math.ceil(text.length / step);
      // What is still open is read at every frame, and it is never longer than marks reach.
      assert.ok(
        growing.effort.characters < 3 * text.length + frames * 2.5 * reach,
        `${growing.effort.characters}`,
      );
      const isOpen = name.startsWith('open');
      if (!isOpen) assert.ok(growing.effort.characters < 6 * text.length, `${growing.effort.characters}`);
    });
  }
});
