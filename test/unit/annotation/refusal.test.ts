import assert from 'node:assert/strict';
import { NoteGone, NoteTooLong, refusalOf } from '../../../src/core/annotation/refusal';

const said = (code: string, cause?: unknown) => Object.assign(new Error(`${code}: no`, { cause }), { code });

describe('refusal', () => {
  for (const [code, reason] of [
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['NoPermissions', 'read-only'],
    ['EIO', undefined],
  ] as const) {
    it(`names why the disk said ${code}, through the error that wraps it`, () => {
      const problem = refusalOf(new Error('The journal a.jsonl could not be written', { cause: said(code) }));
      const detail = 'The journal a.jsonl could not be written';
      assert.deepEqual(problem, { code: 'not-written', detail, ...(reason ? { reason } : {}) });
    });
  }

  it('is the problem of what we refuse ourselves, and words for anything else', () => {
    assert.deepEqual(refusalOf(new NoteGone()), { code: 'note-gone' });
    assert.equal(refusalOf(new NoteTooLong(2, 1, 'bytes')).code, 'note-too-long');
    assert.deepEqual(refusalOf('odd'), { code: 'not-written', detail: 'odd' });
  });
});
