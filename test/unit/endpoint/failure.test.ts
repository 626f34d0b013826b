import assert from 'node:assert/strict';
import {
  clean,
  problemOfErrorFrame,
  problemOfFailure,
  problemOfRefusal,
} from '../../../src/core/endpoint/protocol/failure';
import { HttpFailure, type HttpFailureReason } from '../../../src/core/ports';

const asked = {
  url: 'http://127.0.0.1:8080/v1/chat/completions',
  server: 'S',
  model: 'm',
  secret: 'sk-1234',
};
const message = (text: string, more: object = {}) => JSON.stringify({ error: { message: text, ...more } });

const refusals: readonly (readonly [number, string, object])[] = [
  [401, message('Invalid API key sk-1234'), { code: 'unauthorized', server: 'S' }],
  [403, message('no'), { code: 'unauthorized', server: 'S' }],
  [403, 'Invalid host header', { code: 'bad-request', status: 403, detail: 'Invalid host header' }],
  [404, '{"error":"model \'m\' not found"}', { code: 'model-not-found', model: 'm', server: 'S' }],
  [404, message('The model `m` does not exist.'), { code: 'model-not-found', model: 'm', server: 'S' }],
  [404, 'Not Found', { code: 'not-a-model-server', address: '127.0.0.1:8080', contentType: 'text/x' }],
  [413, 'too large', { code: 'too-long' }],
  [
    400,
    message('request (9030 tokens) exceeds the available context size (8192 tokens), try increasing it', {
      type: 'exceed_context_size_error',
      n_prompt_tokens: 9030,
      n_ctx: 8192,
    }),
    { code: 'too-long', tokens: 9030, limit: 8192 },
  ],
  [
    400,
    '{"error":"{\\"error\\":{\\"message\\":\\"request (9030 tokens) exceeds the available context size (8192 tokens)\\"}}"}',
    { code: 'too-long', tokens: 9030, limit: 8192 },
  ],
  [
    400,
    message("This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"),
    { code: 'too-long', tokens: 5000, limit: 4096 },
  ],
  [
    400,
    '{"error":"Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"}',
    { code: 'too-long', tokens: 5000, limit: 4096 },
  ],
  [
    400,
    message('Failed to parse grammar'),
    { code: 'bad-request', status: 400, detail: 'Failed to parse grammar' },
  ],
  [429, message('slow down'), { code: 'busy', server: 'S', detail: 'slow down' }],
  [503, '{"error":"server busy"}', { code: 'busy', server: 'S', detail: 'server busy' }],
  [500, '{"error":"out of memory"}', { code: 'server-error', status: 500, detail: 'out of memory' }],
  [502, '<html><body>Bad gateway', { code: 'server-error', status: 502, detail: 'a web page' }],
];

describe('a refusal', () => {
  for (const [status, body, problem] of refusals) {
    it(`${status} with ${body.slice(0, 50)} is ${(problem as { code: string }).code}`, () => {
      const refusal = { status, headers: { 'content-type': 'text/x' }, body };
      assert.deepEqual(problemOfRefusal(refusal, asked), problem);
    });
  }

  it('that leads elsewhere names both ends, without a password', () => {
    const headers = { location: 'https://u:p@evil.example/x?token=sk-1#sk-2' };
    assert.deepEqual(problemOfRefusal({ status: 307, headers, body: '' }, asked), {
      code: 'redirected',
      from: asked.url,
      to: 'https://evil.example/x',
    });
  });

  it('never repeats the key, control characters or a novel', () => {
    assert.equal(clean('bad key sk-1234\n\u001b[31mred', 'sk-1234'), 'bad key ••• [31mred');
    assert.ok(clean('x'.repeat(10_000)).length < 500);
    // Where the text is cut, no part of the key stays.
    for (const before of [390, 395, 399, 1590, 1595, 1599]) {
      assert.ok(!clean(`${'x'.repeat(before)}sk-1234 more`, 'sk-1234').includes('sk-'), String(before));
    }
    assert.equal(clean('a%2Fb%3D', 'a/b='), '•••');
  });
});

describe('an error frame', () => {
  const tooLong = 'request (9030 tokens) exceeds the available context size (8192 tokens)';

  it('before the first word is believed', () => {
    assert.deepEqual(problemOfErrorFrame(tooLong, false, asked), {
      code: 'too-long',
      tokens: 9030,
      limit: 8192,
    });
  });

  it('after it, with a cause that shows before it, is doubted', () => {
    assert.deepEqual(problemOfErrorFrame(tooLong, true, asked), {
      code: 'stream-error',
      detail: tooLong,
      isDoubtful: true,
    });
  });

  it('is shown in any shape', () => {
    for (const value of ['broke', { error: 'broke' }, { error: { message: 'broke' } }, { detail: 'broke' }]) {
      assert.deepEqual(problemOfErrorFrame(value, true, asked), { code: 'stream-error', detail: 'broke' });
    }
  });
});

describe('a failure below HTTP', () => {
  const codes: Readonly<Record<HttpFailureReason, string>> = {
    refused: 'refused',
    unreachable: 'unreachable',
    dns: 'dns',
    tls: 'tls',
    cut: 'cut-short',
    aborted: 'unreachable',
    unknown: 'unreachable',
  };
  for (const reason of Object.keys(codes) as HttpFailureReason[]) {
    it(`${reason} is ${codes[reason]}`, () => {
      assert.equal(problemOfFailure(new HttpFailure(reason, 'x'), asked).code, codes[reason]);
    });
  }

  it('of something that speaks no HTTP is no model server', () => {
    const failure = new HttpFailure('unknown', 'Parse Error: Expected HTTP/');
    assert.equal(problemOfFailure(failure, asked).code, 'not-a-model-server');
  });
});
