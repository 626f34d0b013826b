import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pieceGrammar } from '../../../../src/core/reasoning/forms/pieceGrammar';
import { textOf } from '../../../support/gbnf';
import { code, pieces, stepsOf } from './pieces';

describe('the grammar of pieces', () => {
  it('forces a sentence on the whole, then each piece by its lines and its code', () => {
    assert.equal(
      pieceGrammar(pieces),
      [
        'root ::= summary "\\n" "L10: `def f(a):` " words "\\n" "L11-12: `total = 0` " words "\\n" "L13-15: `if a > 3:` " words',
        'summary ::= start rest',
        'words ::= start rest (" "? capital rest){0,1}',
        'start ::= [^\\n -@LT\\[-~。这该此第行] | "L" [a-z] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。] | "`" [a-zA-KM-Z_]',
        'capital ::= [^\\n `~.。a-z]',
        'rest ::= part{8,240} "`"? ("." | "。")',
        'part ::= [^\\n`~.。] | "." [a-z0-9_(] | "`" "."? [^\\n`~.。] | "~" [^\\n`~.。]',
      ].join('\n'),
    );
  });

  it('asks for one sentence where it is to be brief, and for three where it is to come closer', () => {
    assert.match(pieceGrammar(pieces, { depth: 'brief' }), /^words ::= start rest$/m);
    assert.match(
      pieceGrammar(pieces, { depth: 'closer' }),
      /^words ::= start rest \(" "\? capital rest\)\{0,2\}$/m,
    );
  });

  it('takes a quotation in no code as its own', () => {
    const odd = { lines: { first: 1, last: 1 }, quote: 'x = "`\\' };
    assert.match(pieceGrammar([odd]), /^root ::= summary "\\n" "L1: `x =` " words$/m);
    assert.match(pieceGrammar([{ ...odd, quote: '' }]), /^root ::= summary "\\n" "L1: " words$/m);
  });

  it('allows nothing that is not read as a sentence and a step for each piece', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), numbers => {
        const text = textOf(pieceGrammar(pieces), choices => (numbers.next().value ?? 0) % choices);
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
