import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { chapterSchema } from '../../support/chapterSchema';

const file = 'content/chapter.schema.json';

describe('the schema for authors', () => {
  it('is made from the format that the loader checks', () => {
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, chapterSchema());
    // Compared as values: how the file is laid out is the formatter's affair.
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(chapterSchema()));
  });
});
