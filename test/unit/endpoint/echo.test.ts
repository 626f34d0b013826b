import assert from 'node:assert/strict';
import { mergeThoughts } from '../../../src/core/endpoint/answer/echo';

describe('thoughts that come twice', () => {
  it('are told once, whichever way is ahead', () => {
    const thoughts = mergeThoughts();
    const told = [
      thoughts.add('apart', 'Loop un'),
      thoughts.add('inline', '\nLoop'),
      thoughts.add('inline', ' until b'),
      thoughts.add('apart', 'til b is 0'),
      thoughts.add('inline', ' is 0.'),
    ];
    assert.deepEqual(told, ['Loop un', '', 'til b', ' is 0', '.']);
  });

  it('go on where they were after words that neither way tells', () => {
    const thoughts = mergeThoughts();
    thoughts.add('apart', 'it has a `');
    thoughts.goOn('</think>');
    assert.equal(thoughts.add('apart', '` block'), '` block');
  });

  it('are followed by a text that repeats them, white space around it aside', () => {
    const thoughts = mergeThoughts();
    for (const text of ['Loop ', 'until b', ' is 0.']) thoughts.add('apart', text);
    const isEcho = (...texts: readonly string[]) => {
      const echo = thoughts.follow();
      for (const text of texts) echo.take(text);
      return echo.isEcho();
    };
    assert.ok(isEcho('\n', ' Loop u', 'ntil', ' ', '\n'));
    assert.ok(isEcho('Loop until b is 0.\n'));
    assert.ok(!isEcho('Loop', '  until'));
    assert.ok(!isEcho('Loop until b is 0. And'));
  });

  it('are both told when they differ, from their first word', () => {
    const thoughts = mergeThoughts();
    thoughts.add('apart', 'The loop ends.');
    assert.equal(thoughts.add('inline', 'The '), '');
    assert.equal(thoughts.add('inline', 'swap'), 'The swap');
    assert.equal(thoughts.add('inline', ' is safe'), ' is safe');
  });
});
