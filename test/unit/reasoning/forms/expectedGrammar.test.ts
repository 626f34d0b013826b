// The form of a trace that a model states: whatever the grammar lets through is read again as it was meant.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advance } from '../../../../src/core/reasoning/advance';
import { expectedGrammar, mostExpected } from '../../../../src/core/reasoning/forms/expectedGrammar';
import { pieceReader } from '../../../../src/core/reasoning/forms/reader';
import { newRun, type Run } from '../../../../src/core/reasoning/run';
import { expectationsIn } from '../../../../src/core/trace/expected';
import { textOf } from '../../../support/gbnf';
import { code, pieces } from './pieces';

const excerpt = { uri: 'file:///f.py', name: 'f.py', languageId: 'python', ...code };

function stepsOf(text: string, form: 'grammar' | 'schema' | 'free' = 'grammar'): Run['steps'] {
  const reader = pieceReader(
    { form, pieces, code, isTrace: true, hasSummary: false },
    { first: 10, last: 15 },
    [],
  );
  const events = [...reader.push(text), ...reader.end()];
  return events.reduce((run, event) => advance(run, { at: 0, event }), newRun('r', 0, excerpt)).steps;
}

describe('the grammar of what is expected', () => {
  it('lets a model go on with whichever part runs next, again and again, in values alone', () => {
    assert.equal(
      expectedGrammar(pieces),
      [
        `root ::= step ("\\n" step){0,${mostExpected - 1}}`,
        'step ::= part says',
        'part ::= "L10: " | "L11-12: " | "L13-15: "',
        'says ::= one ("; " one){0,5}',
        'one ::= name " = " value | "condition " ("true" | "false") | "returns " value | "raises " name | "prints " value',
        'name ::= "`" [a-zA-Z_$] [a-zA-Z0-9_$]{0,60} "`"',
        'value ::= "`" [^\\n`]{1,120} "`"',
      ].join('\n'),
    );
  });

  it('is read as steps in the order in which they were said, each at its part, and each states something', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat({ max: 999 })), numbers => {
        const text = textOf(expectedGrammar(pieces), choices => (numbers.next().value ?? 0) % choices);
        const lines = text.split('\n');
        const steps = stepsOf(text);
        assert.equal(steps.length, lines.length, text);
        for (const [at, { lines: worn }] of steps.entries()) {
          const name = /^L(\d+)(?:-(\d+))?: /.exec(lines[at] ?? '');
          assert.deepEqual(worn, { first: Number(name?.[1]), last: Number(name?.[2] ?? name?.[1]) });
        }
        assert.ok(
          steps.some(step => expectationsIn(step.text).length > 0),
          text,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is read the same from a model that is held to nothing, and says the same line twice', () => {
    for (const form of ['free', 'schema'] as const) {
      const steps = stepsOf(
        'L10: `a` = `4`\nL13-15: condition true; `total_cost` = `9`\nL13-15: condition true; `total_cost` = `9`',
        form,
      );
      assert.deepEqual(
        steps.map(({ lines, text }) => [lines?.first, expectationsIn(text).length]),
        [
          [10, 1],
          [13, 2],
          [13, 2],
        ],
        form,
      );
    }
  });
});
