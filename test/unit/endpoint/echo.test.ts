import assert from 'node:assert/strict';
import { mergeThoughts } from '../../../src/core/endpoint/echo';

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
    assert.equal(thoughts.all, 'Loop until b is 0.');
  });

  it('are both told when they differ, from their first word', () => {
    const thoughts = mergeThoughts();
    thoughts.add('apart', 'The loop ends.');
    assert.equal(thoughts.add('inline', 'The '), '');
    assert.equal(thoughts.add('inline', 'swap'), 'The swap');
    assert.equal(thoughts.add('inline', ' is safe'), ' is safe');
  });
});
