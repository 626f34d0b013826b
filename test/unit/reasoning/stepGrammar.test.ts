import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stepGrammar } from '../../../src/core/reasoning/stepGrammar';
import { stepParser } from '../../../src/core/reasoning/stepParser';
import { textOf } from '../../support/gbnf';

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
        'from9 ::= "9" words (next from10)? | from10',
        'from10 ::= "10" words (next from11)? | from11',
        'from11 ::= "11" words',
        'words ::= ("-" line)? ": " piece+ mark?',
        'piece ::= mark? [^\\n`~]',
        'mark ::= "`" "`"? | "~" "~"?',
        'next ::= "\\n" "\\n"? "L"',
        'line ::= "9" | "10" | "11"',
      ].join('\n'),
    );
  });

  it('stays small for a large file', () => {
    assert.ok(stepGrammar({ first: 1, last: 100_000 }).length < 200);
  });

  it('allows nothing that is not read as steps with lines of the code', () => {
    const spans = fc.constantFrom({ first: 4, last: 40 }, { first: 7, last: 7 }, { first: 99, last: 101 });
    fc.assert(
      fc.property(spans, fc.infiniteStream(fc.nat()), (bounds, numbers) => {
        const text = textOf(stepGrammar(bounds), choices => (numbers.next().value ?? 0) % choices);
        const parser = stepParser(bounds);
        const steps = [...parser.push(text), ...parser.end()].flatMap(event =>
          event.type === 'step' ? [event.step] : [],
        );
        const written = text.split('\n').filter(line => line !== '');
        assert.equal(steps.length, written.length, text);
        assert.ok(
          steps.every(({ lines }) => lines !== undefined),
          text,
        );
        const named = written.map(line => Number(/^L(\d+)/.exec(line)?.[1]));
        assert.ok(
          named.every(line => bounds.first <= line && line <= bounds.last),
          text,
        );
        const isRising = named.every((line, at) => at === 0 || line > (named[at - 1] ?? 0));
        assert.ok(isRising || bounds.first === bounds.last, text);
      }),
      { numRuns: 300 },
    );
  });

  it('allows steps of a large file too', () => {
    const large = stepGrammar({ first: 1, last: 5000 });
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), numbers => {
        assert.match(
          textOf(large, choices => (numbers.next().value ?? 0) % choices),
          /^L[1-9]\d*(-\d+)?: ./,
        );
      }),
    );
  });
});
