// The part of the zip format that is read: the directory at the end, and its rows.
import assert from 'node:assert/strict';
import { directoryPlace, members } from '../../../src/node/localModel/zip';

/** One row of a central directory, and an end record, byte by byte as APPNOTE.TXT 4.3.12 and 4.3.16 lay them out. */
function row(name: string, method: number, packed: number, bytes: number, offset: number, extra = 0): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(method, 10);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(bytes, 24);
  head.writeUInt16LE(Buffer.byteLength(name), 28);
  head.writeUInt16LE(extra, 30);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, Buffer.from(name), Buffer.alloc(extra)]);
}

function end(bytes: number, offset: number, comment = ''): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(offset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, Buffer.from(comment)]);
}

describe('a zip', () => {
  it('lists its files, whatever extra fields stand between them', () => {
    const directory = Buffer.concat([row('a/部分.bin', 8, 5, 9, 0, 12), row('b', 0, 3, 3, 77)]);
    assert.deepEqual(members(directory), [
      { name: 'a/部分.bin', method: 8, packedBytes: 5, bytes: 9, offset: 0 },
      { name: 'b', method: 0, packedBytes: 3, bytes: 3, offset: 77 },
    ]);
  });

  it('is read from its end, behind which a comment may stand', () => {
    assert.deepEqual(directoryPlace(Buffer.concat([Buffer.alloc(9), end(120, 4000, 'made by hand')])), {
      bytes: 120,
      offset: 4000,
    });
  });

  it('is not one when the end is missing or a row is broken', () => {
    assert.throws(() => directoryPlace(Buffer.alloc(100)), RangeError);
    assert.throws(
      () => members(Buffer.from('PK but then something quite different, long enough')),
      RangeError,
    );
    assert.throws(() => members(row('cut', 8, 1, 1, 0).subarray(0, 20)), RangeError);
  });
});
