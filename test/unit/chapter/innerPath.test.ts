// What a chapter may name as a file of its own. The folder is somebody's; the disk is the reader's.
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { InnerPath } from '../../../src/core/chapter/chapter';

const inside = [
  'code/trigram.py',
  'a',
  'a.b/c.d',
  'a..b/c',
  '.hidden',
  '代码/例.py',
  'with space.py',
  '100%.txt',
  '𠮷.py',
];

const outside = [
  '',
  '/etc/passwd',
  '//server/share',
  '..',
  '../x',
  'a/../../x',
  'x\n/../../etc/passwd',
  'x\r/../x',
  'x\u2028/../../etc/passwd',
  'x\u2029y',
  'x\u0000y',
  'x\u007fy',
  'x\u0085/../y',
  'a/./b',
  'a//b',
  'a/',
  'a\\..\\b',
  'C:/x',
  'c:x',
  'file:///etc/passwd',
  'x:stream',
  '%2e%2e/x',
  'a%2f..%2fb',
  'a%5cb',
  '%252e%252e/x',
  'a/.. /b',
  'a/... /b',
  'a/..\u00a0/b',
  'a/...',
  'a./b',
  'a /b',
  ' a/b',
  'a/ b',
  'a/\u202egnp.exe',
  'a/\u200b../b',
  'a/\ufeffb',
  'a/．．/b',
  'a／..／b',
  'a/‥/b',
  'a/\ud800b',
  'con',
  'a/NUL.txt',
  'com1/x',
  'a'.repeat(201),
];

describe("a path inside a chapter's folder", () => {
  for (const path of inside) {
    it(`may be ${JSON.stringify(path)}`, () => assert.ok(v.is(InnerPath, path)));
  }
  for (const path of outside) {
    it(`may not be ${JSON.stringify(path).slice(0, 60)}`, () => assert.ok(!v.is(InnerPath, path)));
  }

  it('is judged in time that grows with its length at most', () => {
    assert.ok(!v.is(InnerPath, '../'.repeat(1_000_000)));
  });
});
