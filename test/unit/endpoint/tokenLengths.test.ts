import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/core/endpoint/endpoint';
import { tokenLengths } from '../../../src/core/endpoint/window/tokenLengths';
import { json, playedHttp } from './playedHttp';

const llama: Endpoint = {
  url: 'http://127.0.0.1:8080',
  protocol: 'openai',
  kind: 'llama.cpp',
  name: 'llama.cpp b1',
  models: [],
};

async function lengths(text: string, pieces: readonly unknown[], endpoint = llama) {
  const tokens = pieces.map((piece, id) => ({ id, piece }));
  const http = playedHttp({ 'POST /tokenize': json({ tokens }) });
  return tokenLengths(endpoint, text, { http }, new AbortController().signal);
}

describe('where a server cuts a text into tokens', () => {
  it('is told by the lengths of its pieces', async () => {
    assert.deepEqual(await lengths('a = 10', ['a', ' =', ' ', '1', '0']), [1, 2, 1, 1, 1]);
  });

  it('counts a character in several tokens with the last of them', async () => {
    assert.deepEqual(await lengths('é!', [[0xc3], [0xa9], '!']), [0, 1, 1]);
    assert.deepEqual(
      await lengths('😀', [
        [0xf0, 0x9f],
        [0x98, 0x80],
      ]),
      [0, 2],
    );
  });

  it('does not count the blank that some put before a text', async () => {
    assert.deepEqual(await lengths('ab', [' a', 'b']), [1, 1]);
  });

  it('is not told where the pieces are another text, or no pieces', async () => {
    assert.equal(await lengths('ab', ['a']), undefined);
    assert.equal(await lengths('ab', ['a', 7]), undefined);
    assert.equal(await lengths('ab', [[300], 'b']), undefined);
    assert.equal(await lengths('ab', []), undefined);
    assert.equal(await lengths('ab', ['a', 'b'], { ...llama, kind: 'openai' }), undefined);
  });
});
