import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pieceGrammar } from '../../../../src/core/reasoning/forms/pieceGrammar';
import { keywordOf } from '../../../../src/core/reasoning/forms/pieceHead';
import { textOf } from '../../../support/gbnf';
import { code, pieces, stepsOf } from './pieces';

describe('the grammar of pieces', () => {
  it('forces a sentence on the whole, then each piece by its lines and its code', () => {
    assert.equal(
      pieceGrammar(pieces),
      [
        'root ::= summary "\\n" "L10 f: " words "\\n" "L11-12 total: " words "\\n" "L13-15 if: " words',
        'summary ::= start rest',
        'words ::= start rest (" "? capital rest){0,1}',
        'start ::= [^\\n -@ILT\\[-~。这该此它第行] | "I" [^t\\n`~.。] | "It" [a-z] | "L" [a-z] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。] | "`" [a-zA-KM-Z_] [^\\n`]{0,80} "`"',
        'capital ::= [^\\n `~.。a-z] | code',
        'rest ::= part{8,240} ("." | "。")',
        'part ::= [^\\n`~.。] | "." [a-z0-9(] | code | "~" [^\\n`~.。]',
        'code ::= "`" [^\\n`]{1,80} "`"',
      ].join('\n'),
    );
  });

  it('has no summary where only some lines are asked about, and nothing else where only the whole is', () => {
    assert.match(pieceGrammar(pieces, { hasSummary: false }), /^root ::= "L10 f: " words/);
    assert.match(pieceGrammar([]), /^root ::= summary$/m);
  });

  it('asks for one sentence where it is to be brief, and for three where it is to come closer', () => {
    assert.match(pieceGrammar(pieces, { depth: 'brief' }), /^words ::= start rest$/m);
    assert.match(
      pieceGrammar(pieces, { depth: 'closer' }),
      /^words ::= start rest \(" "\? capital rest\)\{0,2\}$/m,
    );
  });

  it('calls a piece by the word that its first line begins with', () => {
    const named = (quote: string) => keywordOf({ quote });
    assert.equal(named('while lo < hi:'), 'while');
    assert.equal(named('} else if (x) {'), 'else');
    assert.equal(named('export async function load('), 'load');
    assert.equal(named('KEYTAR_OP_RESULT_LONG GetPassword(const'), 'GetPassword');
    assert.equal(named('"`\\ 12'), '');
    assert.equal(named(''), '');
    const odd = { lines: { first: 1, last: 1 }, quote: '"`\\' };
    assert.match(pieceGrammar([odd]), /^root ::= summary "\\n" "L1: " words$/m);
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
