// Texts that hurt parsers, with the limits that readers have: nothing is thrown, no stack overflows, and there are pieces.
import assert from 'node:assert/strict';
import { enclosingNode } from '../../src/core/reasoning/enclosingNode';
import { cutPieces } from '../../src/core/reasoning/pieces/cutPieces';
import { treeSitter } from '../../src/syntax/treeSitter';
import { packedFiles, silent } from '../support/grammars';
import { isLarge, report } from './rounds';

const few = ['javascript', 'python', 'cpp', 'ruby'];
const more = [
  'typescript',
  'typescriptreact',
  'go',
  'rust',
  'java',
  'csharp',
  'php',
  'shellscript',
  'css',
  'ini',
];
const languages = isLarge ? [...few, ...more] : few;

/** Of the greatest, at the small size. */
const times = (count: number) => (isLarge ? count : count / 5);

const texts: readonly (readonly [string, string])[] = [
  ['brackets', '['.repeat(200_000)],
  ['brackets on lines', '[\n'.repeat(times(100_000))],
  ['closing brackets', ')\n'.repeat(times(100_000))],
  ['braces', '{\n'.repeat(times(50_000)) + '}\n'.repeat(times(50_000))],
  ['a deep expression', `x = ${'('.repeat(times(50_000))}1${')'.repeat(times(50_000))}`],
  ['a long chain', `x = 1${'\n  + 1'.repeat(times(20_000))}`],
  ['else after else', `if (a) {\n}${' else if (b) {\n}'.repeat(times(5_000))}`],
  ['one line', `x = "${'a'.repeat(times(100_000))}"`],
  ['one line of code', 'f(a); '.repeat(times(17_000))],
  ['five thousand lines', 'x = f(1)\n'.repeat(times(5_000))],
  ['quotes', '"`\'\n'.repeat(times(20_000))],
  ['tags', '<a>\n'.repeat(times(20_000))],
  ['odd characters', '\u202e\0\ud800\ufeff\r'.repeat(times(5_000))],
];

describe('syntax', () => {
  it('bears what hurts', async () => {
    const parser = treeSitter(packedFiles, { now: Date.now, sleep: async () => undefined }, silent);
    let trees = 0;
    let tried = 0;
    for (const languageId of languages) {
      for (const [what, text] of texts) {
        const tree = await parser.parse(text, languageId);
        const pieces = cutPieces({ text, languageId, firstLine: 1 }, tree);
        assert.ok(pieces.length > 0 && pieces.length <= 20, `${languageId}, ${what}`);
        if (tree) enclosingNode(text, tree, 2);
        if (tree) trees += 1;
        tried += 1;
      }
    }
    report('syntax', { tried, 'with a tree': trees });
  });
});
