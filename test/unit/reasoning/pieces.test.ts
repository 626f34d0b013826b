// Pieces of code in many languages, read one by one: pieces.samples.txt holds each code with `~~~~` between its pieces.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cutPieces } from '../../../src/core/reasoning/pieces/cutPieces';
import { quoteOf } from '../../../src/core/reasoning/pieces/quote';
import { packedGrammars } from '../../support/grammars';

const parser = packedGrammars();
const border = '~~~~';

interface Sample {
  readonly title: string;
  readonly languageId: string;
  readonly hasTree: boolean;
  /** The code with a border between its pieces. */
  readonly cut: readonly string[];
}

function samples(): readonly Sample[] {
  const text = readFileSync('test/unit/reasoning/pieces.samples.txt', 'utf8');
  return text
    .split(/^==== /m)
    .slice(1)
    .map(part => {
      const [title = '', ...cut] = part.trimEnd().split('\n');
      const [languageId = '', way] = title.split(/[ ,]+/);
      return { title, languageId, hasTree: way === 'tree', cut };
    });
}

describe('pieces', () => {
  after(() => parser.dispose());

  for (const { title, languageId, hasTree, cut } of samples()) {
    it(`of ${title}`, async () => {
      const lines = cut.filter(line => line !== border);
      const text = lines.join('\n');
      const tree = hasTree ? await parser.parse(text, languageId) : undefined;
      assert.equal(tree !== undefined, hasTree);
      const pieces = cutPieces({ text, languageId, firstLine: 1 }, tree);
      const again = pieces.map(piece => lines.slice(piece.lines.first - 1, piece.lines.last).join('\n'));
      assert.equal(again.join(`\n${border}\n`), cut.join('\n'));
    });
  }

  it('count lines as the file does, and are cut in a span of them', () => {
    const text = 'f();\n\ng();\nh();\n\ni();';
    const pieces = cutPieces({
      text,
      languageId: 'javascript',
      firstLine: 11,
      lines: { first: 13, last: 14 },
    });
    assert.deepEqual(pieces, [{ lines: { first: 13, last: 14 }, quote: 'g();' }]);
  });

  it('of nothing are none, and of comments and brackets alone are their lines', () => {
    const cut = (text: string) => cutPieces({ text, languageId: 'javascript', firstLine: 1 });
    assert.deepEqual(cut(''), []);
    assert.deepEqual(cut(' \n\t\n'), []);
    assert.deepEqual(cut('\n// a\n\n'), [{ lines: { first: 2, last: 2 }, quote: '// a' }]);
    assert.deepEqual(cut('}\n'), [{ lines: { first: 1, last: 1 }, quote: '}' }]);
  });

  it('of long code open into what is inside them', () => {
    const part =
      'function f() {\n  a();\n  b();\n\n  if (c) {\n    d();\n    e();\n    g();\n  }\n  return 1;\n}\n';
    const text = part.repeat(20);
    const code = { text, languageId: 'javascript', firstLine: 1 };
    const pieces = cutPieces(code);
    assert.ok(pieces.length <= 16 && pieces.length > 8);
    const closed = pieces.find(piece => piece.opens);
    assert.ok(closed);
    const inside = cutPieces({ ...code, lines: closed.lines });
    assert.ok(inside.length > 1 && inside.every(piece => !piece.opens));
    assert.equal(inside[0]?.lines.first, closed.lines.first);
    assert.equal(inside.at(-1)?.lines.last, closed.lines.last);
  });

  it('are quoted shortly, and without what is not seen', () => {
    assert.equal(quoteOf('\t  let a = 1;  '), 'let a = 1;');
    assert.equal(quoteOf('a\tb\u202e c\u0000d'), 'a b cd');
    assert.equal(quoteOf('x'.repeat(100)), 'x'.repeat(60));
    assert.equal(quoteOf(`${'x'.repeat(59)}👩‍👩‍👧y`), 'x'.repeat(59));
    assert.equal(quoteOf('漢'.repeat(61)), '漢'.repeat(60));
  });
});
