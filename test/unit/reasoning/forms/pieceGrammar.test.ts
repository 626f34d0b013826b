import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pieceGrammar } from '../../../../src/core/reasoning/forms/pieceGrammar';
import { textOf } from '../../../support/gbnf';
import { code, pieces, stepsOf } from './pieces';

describe('the grammar of pieces', () => {
  it('forces a sentence on the whole, then each piece by its lines and the word that it begins with', () => {
    assert.equal(
      pieceGrammar(pieces),
      [
        'root ::= summary "\\n" "L10: Takes " last "\\n" "L11-12: Sets " more "\\n" "L13-15: If " more',
        'summary ::= (start | named) last',
        'words ::= start more',
        'more ::= (last | rest " "? capital last)',
        'start ::= [^\\n -@FILT\\[-~。这该此它第行] | "F" [^i\\n`~.。] | "Fi" [^l\\n`~.。] | "Fil" [^e\\n`~.。] | "I" [^t\\n`~.。] | "Ite" | "L" [aeiou] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。]',
        'capital ::= [^\\n `~.。a-z] | code',
        'rest ::= (said | "." [a-z(]){8,240} number? ("." | "。")',
        'last ::= said{8,240} number? ("." | "。")',
        'word ::= [^\\n`~.。0-9] | code | "~" [^\\n`~.。]',
        'number ::= [0-9]{1,20} ("." [0-9]{1,20})?',
        'code ::= "`" [^\\n`]{1,80} "`"',
        'named ::= "`" [a-zA-KM-Z_] [^\\n`]{0,80} "`"',
        'said ::= word | number word',
      ].join('\n'),
    );
  });

  it('has no summary where only some lines are asked about, and nothing else where only the whole is', () => {
    assert.match(pieceGrammar(pieces, { hasSummary: false }), /^root ::= "L10: Takes " last/);
    assert.match(pieceGrammar([]), /^root ::= summary$/m);
  });

  it('asks for one sentence where it is to be brief, and for three where it is to come closer', () => {
    assert.match(pieceGrammar(pieces, { depth: 'brief' }), /^more ::= last$/m);
    assert.match(
      pieceGrammar(pieces, { depth: 'closer' }),
      /^more ::= \(last \| rest " "\? capital \(last \| rest " "\? capital last\)\)$/m,
    );
  });

  it('leaves the first word to the model where the code does not say it', () => {
    const odd = { lines: { first: 1, last: 1 }, quote: 'f(x);' };
    assert.match(pieceGrammar([odd]), /^root ::= summary "\\n" "L1: " words$/m);
    const method = { ...odd, quote: 'basename(path, suffix) {' };
    assert.match(
      pieceGrammar([method, method], { symbol: 'basename' }),
      /"L1: Takes " last "\\n" "L1: " words$/m,
    );
    assert.match(pieceGrammar(pieces, { language: 'zh-CN' }), /"L13-15: 如果" more$/m);
  });

  it('forces no word of an answer to a question of the reader’s own', () => {
    assert.match(
      pieceGrammar(pieces, { question: 'What is its worst case?', symbol: 'f' }),
      /^root ::= summary "\\n" "L10: " words "\\n" "L11-12: " words "\\n" "L13-15: " words$/m,
    );
  });

  it('lets the name of the file be written as it is, and no other point stand within the last sentence', () => {
    const lastRule = (file?: string) =>
      pieceGrammar(pieces, { file })
        .split('\n')
        .find(rule => rule.startsWith('said'));
    assert.equal(lastRule('parity.py'), 'said ::= word | number word | "parity.py"');
    assert.equal(lastRule('a"b\\.ts'), 'said ::= word | number word | "a\\"b\\\\.ts"');
    for (const unfit of ['Makefile', 'a\n.py', 'a`.py', undefined])
      assert.equal(lastRule(unfit), 'said ::= word | number word');
  });

  it('allows nothing that is not read as a sentence and a step for each piece', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), numbers => {
        const text = textOf(
          pieceGrammar(pieces, { file: 'parity.py' }),
          choices => (numbers.next().value ?? 0) % choices,
        );
        const { summary, steps } = stepsOf('grammar', [text]);
        assert.ok(summary.length > 8, text);
        assert.deepEqual(
          steps.map(({ lines }) => lines),
          pieces.map(({ lines }) => lines),
          text,
        );
        const [, ...lines] = text.split('\n');
        assert.ok(
          steps.every((step, at) => lines[at]?.endsWith(step.text) && !step.text.includes(code.text)),
          text,
        );
      }),
      { numRuns: 300 },
    );
  });
});
