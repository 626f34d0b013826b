// Growing text is cut only where the tree of both parts is the tree of the whole.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMarkdown } from '../../../src/core/markdown';
import { settledLength } from '../../../src/panel/settled';

describe('settledLength', () => {
  it('is nothing while the first block may grow', () => {
    assert.equal(settledLength('A first paragraph that'), 0);
    assert.equal(settledLength('one\n\n- a list may go on\n\n  with this'), 0);
  });

  it('is all before the last paragraph', () => {
    assert.equal(settledLength('one\n\ntwo'), 5);
  });

  it('is nothing inside a fence', () => {
    assert.equal(settledLength('```\ncode\n\nmore code'), 0);
    assert.equal(settledLength('```\ncode\n\nmore\n```\n\nafter'), 20);
  });

  it('is nothing past the opening of HTML, which may reach over a blank line', () => {
    assert.equal(settledLength('one\n\ntwo\n\n<p\n\nthree'), 5);
  });

  it('cuts so that both parts together make the same tree', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '',
        'plain words',
        '- item',
        '1. first',
        '  indented',
        '> quoted',
        '```',
        '~~~',
        '# title',
        '| a | b |',
        '***',
        '<p',
        '<!-- a',
      ),
      fc.string({ maxLength: 12 }).map(text => text.replace(/[[\]\r]/g, '')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), lines => {
        const source = lines.join('\n');
        const cut = settledLength(source);
        const parts = [...parseMarkdown(source.slice(0, cut)), ...parseMarkdown(source.slice(cut))];
        assert.deepEqual(parts, parseMarkdown(source));
      }),
      { numRuns: 2000 },
    );
  });
});
