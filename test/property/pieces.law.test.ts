// Laws of cutting code into pieces, over random code and the texts of this repository, with trees and without.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { cutAtUnseen } from '../../src/core/base/foreign';
import { linesOf } from '../../src/core/base/lines';
import type { SyntaxTree } from '../../src/core/base/syntaxTree';
import { atomsOf } from '../../src/core/reasoning/pieces/atoms';
import { type CodeToCut, cutPieces, usualLimits } from '../../src/core/reasoning/pieces/cutPieces';
import type { Piece } from '../../src/core/reasoning/pieces/piece';
import { textFacts } from '../../src/core/reasoning/pieces/textFacts';
import { treeFacts } from '../../src/core/reasoning/pieces/treeFacts';
import { packedGrammars } from '../support/grammars';

const parser = packedGrammars();

const bits = [
  'def f(a):',
  '    return a',
  '    """Says.',
  '    """',
  'if (a) {',
  '} else {',
  '}',
  '{',
  '  foo(a,',
  '    b);',
  '// a note',
  '# a note',
  '/* long',
  '*/',
  '',
  'case 1:',
  '  x = 1;',
  'class A {',
  '  m() {',
  '@dec',
  'end',
  ')',
  '[',
  '`',
  '"',
  '<?php',
  '</div>',
  '<div>',
  '\t\ty += "}";',
  'import a from "b";',
];
const languages = [
  'typescript',
  'javascript',
  'python',
  'go',
  'rust',
  'java',
  'cpp',
  'csharp',
  'ruby',
  'php',
];
const others = ['shellscript', 'css', 'ini', 'sql', 'makefile', 'vue', 'html', 'plaintext', ''];

const texts = fc.array(fc.constantFrom(...bits), { maxLength: 80 }).map(lines => lines.join('\n'));
const noise = fc.string({ unit: 'grapheme', maxLength: 200 });

/** What must hold of the pieces of any text. */
function keepsLaws(code: CodeToCut, tree: SyntaxTree | undefined): readonly Piece[] {
  const pieces = cutPieces(code, tree);
  assert.deepEqual(cutPieces(code, tree), pieces, 'the same for the same text');
  const lines = linesOf(code.text);
  const facts = tree ? treeFacts(lines, tree) : textFacts(lines, code.languageId);
  const at = (line: number) => line - code.firstLine;
  const from = code.lines ? at(code.lines.first) : 0;
  const to = code.lines ? at(code.lines.last) : lines.length - 1;
  const isBlank = (index: number) => lines[index]?.trim() === '';
  let [first, last] = [from, to];
  while (first <= last && isBlank(first)) first += 1;
  while (last >= first && isBlank(last)) last -= 1;
  if (first > last) {
    assert.deepEqual(pieces, []);
    return pieces;
  }
  assert.equal(at(pieces[0]?.lines.first ?? 0), first, 'from the first line that is not blank');
  const lastOfAll = at(pieces.at(-1)?.lines.last ?? 0);
  assert.ok(lastOfAll >= last && lastOfAll <= to, 'to the last line that is not blank');
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next) assert.equal(next.lines.first, piece.lines.last + 1, 'without gaps');
    const own = facts.slice(at(piece.lines.first), at(piece.lines.last) + 1);
    const isTold = facts.slice(first, last + 1).some(({ kind }) => kind === 'code');
    if (isTold)
      assert.ok(
        own.some(({ kind }) => kind === 'code'),
        'not only brackets and comments',
      );
    assert.ok(piece.quote.length <= 60 && piece.quote === piece.quote.trim());
    assert.equal(cutAtUnseen(piece.quote).length, 1);
    assert.ok(!/[\n\r\t]/.test(piece.quote));
    if (!piece.opens) assert.ok(isSmall(lines, facts, at(piece.lines.first), at(piece.lines.last)), 'small');
  }
  const many = usualLimits.pieces * 1.25;
  assert.ok(pieces.length <= many, `${pieces.length} pieces`);
  return pieces;
}

/** At most eight lines that are neither blank, nor comment, nor only brackets. */
function isSmall(
  lines: readonly string[],
  facts: ReturnType<typeof textFacts>,
  first: number,
  last: number,
): boolean {
  const atoms = atomsOf(lines, facts).filter(({ code }) => first <= code && code <= last);
  return atoms.length <= usualLimits.lines;
}

/** Every piece that opens, is opened, to the end. */
function opensToEnd(code: CodeToCut, tree: SyntaxTree | undefined, depth = 0): void {
  assert.ok(depth < 40, 'comes to an end');
  for (const piece of keepsLaws(code, tree)) {
    if (!piece.opens) continue;
    const inside = cutPieces({ ...code, lines: piece.lines }, tree);
    assert.ok(inside.length > 1, 'opens into more than one');
    opensToEnd({ ...code, lines: piece.lines }, tree, depth + 1);
  }
}

describe('laws of pieces', function () {
  this.timeout(60_000);
  after(() => parser.dispose());

  it('hold for random code, with a tree and without', async () => {
    const property = fc.asyncProperty(
      fc.oneof({ weight: 5, arbitrary: texts }, { weight: 1, arbitrary: noise }),
      fc.constantFrom(...languages, ...others),
      fc.integer({ min: 1, max: 5_000 }),
      async (text, languageId, firstLine) => {
        const tree = await parser.parse(text, languageId);
        opensToEnd({ text, languageId, firstLine }, tree);
        if (tree) opensToEnd({ text, languageId, firstLine }, undefined);
      },
    );
    await fc.assert(property, { numRuns: 400 });
  });

  it('hold for the code of this repository', async () => {
    const files = readdirSync('src/core', { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
      .map(entry => join(entry.parentPath, entry.name))
      .filter((_, at) => at % 4 === 0);
    assert.ok(files.length > 25);
    for (const file of files) {
      const code = { text: readFileSync(file, 'utf8'), languageId: 'typescript', firstLine: 1 };
      const tree = await parser.parse(code.text, code.languageId);
      assert.ok(tree, file);
      opensToEnd(code, tree);
      opensToEnd(code, undefined);
    }
  });

  it('hold for any span of lines', async () => {
    const text = readFileSync('esbuild.js', 'utf8');
    const count = text.split('\n').length;
    const tree = await parser.parse(text, 'javascript');
    const line = fc.integer({ min: 1, max: count });
    fc.assert(
      fc.property(line, line, (one, other) => {
        const lines = { first: Math.min(one, other), last: Math.max(one, other) };
        const pieces = cutPieces({ text, languageId: 'javascript', firstLine: 1, lines }, tree);
        for (const [index, piece] of pieces.entries()) {
          assert.ok(piece.lines.first >= lines.first && piece.lines.last <= lines.last);
          const next = pieces[index + 1];
          if (next) assert.equal(next.lines.first, piece.lines.last + 1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
