import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stepGrammar } from '../../../src/core/reasoning/stepGrammar';
import { stepParser } from '../../../src/core/reasoning/stepParser';

describe('the grammar of steps', () => {
  it('lists the numbers of the code, and no others', () => {
    assert.match(stepGrammar({ first: 9, last: 11 }), /^line ::= "9" \| "10" \| "11"$/m);
    assert.match(stepGrammar({ first: 7, last: 7 }), /^line ::= "7"$/m);
  });

  it('lets each step begin on a later line only', () => {
    assert.equal(
      stepGrammar({ first: 9, last: 11 }),
      [
        'root ::= "L" from9',
        'from9 ::= "9" words ("\\nL" from10)? | from10',
        'from10 ::= "10" words ("\\nL" from11)? | from11',
        'from11 ::= "11" words',
        'words ::= ("-" line)? ": " [^\\n]+',
        'line ::= "9" | "10" | "11"',
      ].join('\n'),
    );
  });

  it('stays small for a large file', () => {
    assert.ok(stepGrammar({ first: 1, last: 100_000 }).length < 200);
  });

  it('allows nothing that is not read as steps with lines', () => {
    const line = fc.integer({ min: 4, max: 40 });
    const step = fc
      .record({ from: line, to: fc.option(line), text: fc.stringMatching(/^[^\n\r]{1,40}$/) })
      .map(({ from, to, text }) => `L${from}${to === null ? '' : `-${to}`}: ${text}`);
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), written => {
        const parser = stepParser({ first: 4, last: 40 });
        const events = [...parser.push(written.join('\n')), ...parser.end()];
        const steps = events.flatMap(event => (event.type === 'step' ? [event.step] : []));
        assert.equal(steps.length, written.length);
        assert.ok(steps.every(({ lines }) => lines !== undefined));
      }),
    );
  });
});
