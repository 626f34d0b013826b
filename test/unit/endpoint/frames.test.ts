import assert from 'node:assert/strict';
import { ndjsonFrames, sseFrames, TooLong } from '../../../src/core/endpoint/protocol/frames';

const bytes = (text: string) => new TextEncoder().encode(text);

function sse(text: string): readonly (readonly [string, string | undefined])[] {
  const frames: (readonly [string, string | undefined])[] = [];
  const reader = sseFrames((data, event) => frames.push([data, event]));
  reader.push(bytes(text));
  reader.end();
  return frames;
}

describe('server-sent frames', () => {
  it('skip comments, ids and empty data', () => {
    assert.deepEqual(sse(': ping\n\nid: 4\ndata: a\n\ndata:\n\n'), [['a', undefined]]);
  });

  it('join the data lines of one event', () => {
    assert.deepEqual(sse('data: {"a":\ndata: 1}\n\n'), [['{"a":\n1}', undefined]]);
  });

  it('keep the name of an event', () => {
    assert.deepEqual(sse('event: error\ndata: x\n\n'), [['x', 'error']]);
  });

  it('take a bare error line and bare JSON for frames', () => {
    assert.deepEqual(sse('error: {"code":500}\n\n{"error":"x"}\n'), [
      ['{"code":500}', 'error'],
      ['{"error":"x"}', undefined],
    ]);
  });

  it('end lines with LF, CRLF or CR', () => {
    assert.deepEqual(sse('data: a\r\n\r\ndata: b\r\rdata: c\n\n'), [
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
    ]);
  });

  it('come although the last one was not ended', () => {
    assert.deepEqual(sse('data: a'), [['a', undefined]]);
  });

  it('come while the line after them is still open', () => {
    const frames: string[] = [];
    sseFrames(data => frames.push(data)).push(bytes('data: a\n\ndata: b'));
    assert.deepEqual(frames, ['a']);
  });

  it('end with TooLong at a line, or an event of many lines, over the limit', () => {
    const line = sseFrames(() => undefined, 1000);
    assert.throws(() => {
      for (let times = 0; times < 20; times += 1) line.push(bytes('x'.repeat(100)));
    }, TooLong);
    const event = sseFrames(() => undefined, 1000);
    assert.throws(() => {
      for (let times = 0; times < 20; times += 1) event.push(bytes(`data: ${'x'.repeat(100)}\n`));
    }, TooLong);
  });
});

describe('lines of JSON', () => {
  it('come one by one, empty lines left out', () => {
    const frames: string[] = [];
    const reader = ndjsonFrames(data => frames.push(data));
    reader.push(bytes('{"a":1}\n\n{"b"'));
    assert.deepEqual(frames, ['{"a":1}']);
    reader.push(bytes(':2}\r\n{"c":3}'));
    reader.end();
    assert.deepEqual(
      frames.map(frame => JSON.parse(frame)),
      [{ a: 1 }, { b: 2 }, { c: 3 }],
    );
  });

  it('keep characters whole that were cut', () => {
    const frames: string[] = [];
    const reader = ndjsonFrames(data => frames.push(data));
    for (const byte of bytes('"求🙂"\n')) reader.push(Uint8Array.of(byte));
    assert.deepEqual(frames, ['"求🙂"']);
  });

  it('end with TooLong over the limit', () => {
    const reader = ndjsonFrames(() => undefined, 100);
    assert.throws(() => reader.push(bytes('x'.repeat(101))), TooLong);
  });
});
