import assert from 'node:assert/strict';
import {
  endsHere,
  isLoopback,
  isPrivate,
  mayConnect,
  normaliseAddress,
} from '../../../src/core/endpoint/whereabouts/locality';

const places: readonly (readonly [string, 'loopback' | 'private' | 'public'])[] = [
  ['http://127.0.0.1:8080', 'loopback'],
  // A proxy of the editor leaves only the usual spellings of this machine direct.
  ['http://127.0.0.2', 'private'],
  ['http://127.9.9.9', 'private'],
  ['http://localhost:11434', 'loopback'],
  ['http://LOCALHOST', 'loopback'],
  ['https://[::1]:8080', 'loopback'],
  ['http://[::ffff:127.0.0.1]', 'private'],
  // What these mean is 127.0.0.1, and that is where the connection goes.
  ['http://0x7f.1', 'loopback'],
  ['http://2130706433', 'loopback'],
  ['http://127.1', 'loopback'],
  ['http://localhost.evil.com', 'public'],
  ['http://127.0.0.1.nip.io', 'public'],
  ['http://127.0.0.1@evil.com', 'public'],
  ['http://evil.com#127.0.0.1', 'public'],
  ['http://evil.com\\@127.0.0.1', 'public'],
  ['http://x.localhost.', 'public'],
  ['http://128.0.0.1', 'public'],
  ['http://8.8.8.8', 'public'],
  ['http://[2001:db8::1]', 'public'],
  ['http://10.1.2.3', 'private'],
  ['http://172.16.0.1', 'private'],
  ['http://172.32.0.1', 'public'],
  ['http://192.168.1.5:11434', 'private'],
  ['http://169.254.1.1', 'private'],
  ['http://100.64.0.1', 'private'],
  ['http://[fd00::1]', 'private'],
  ['http://[fe80::1]', 'private'],
  ['http://[::ffff:192.168.0.1]', 'private'],
  ['http://gpu-box:8000', 'private'],
  ['http://gpu.local', 'private'],
  ['file:///etc/passwd', 'public'],
  ['127.0.0.1', 'public'],
];

describe('where an address leads', () => {
  for (const [url, place] of places) {
    it(`${url} is ${place}`, () => {
      assert.equal(isLoopback(url), place === 'loopback');
      assert.equal(isPrivate(url), place !== 'public');
    });
  }
});

describe('what can only end on this machine', () => {
  const here = [
    '127.0.0.1',
    '127.9.8.7',
    '127.1',
    '2130706433',
    'localhost',
    'LOCALHOST',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
  ];
  const alsoHere = ['[::ffff:127.0.0.1]', '[::ffff:7f12:3456]', '0.0.0.0', '[::]'];
  const notHere = [
    '128.0.0.1',
    '[::2]',
    '[::ffff:128.0.0.1]',
    'x.localhost',
    'localhost.example',
    '10.0.0.1',
    '1.127.0.1',
  ];
  it('is told from everything else', () => {
    for (const host of [...here, ...alsoHere]) assert.ok(endsHere(`http://${host}:8080`), host);
    for (const host of notHere) assert.ok(!endsHere(`http://${host}:8080`), host);
    assert.ok(!endsHere('127.0.0.1') && !endsHere('ftp://127.0.0.1'));
  });
});

describe('a typed address', () => {
  const typed: readonly (readonly [string, string | undefined])[] = [
    ['localhost:8080', 'http://localhost:8080'],
    [' http://127.0.0.1:11434/ ', 'http://127.0.0.1:11434'],
    ['http://127.0.0.1:1234/v1', 'http://127.0.0.1:1234'],
    ['http://127.0.0.1:1234/v1/', 'http://127.0.0.1:1234'],
    ['http://127.0.0.1:1234/v1/chat/completions', 'http://127.0.0.1:1234'],
    ['http://127.0.0.1:11434/api/chat', 'http://127.0.0.1:11434'],
    ['https://gpu.example/llm/v1', 'https://gpu.example/llm'],
    ['http://0.0.0.0:11434', 'http://127.0.0.1:11434'],
    ['[::]:8080', 'http://[::1]:8080'],
    ['[::ffff:127.0.0.1]:8080', 'http://127.0.0.1:8080'],
    ['[::ffff:127.0.0.2]:8080', 'http://[::ffff:7f00:2]:8080'],
    ['http://user:pass@127.0.0.1', undefined],
    ['ftp://127.0.0.1', undefined],
    ['', undefined],
    ['http://', undefined],
  ];
  for (const [text, address] of typed) {
    it(`"${text}" is ${address ?? 'none'}`, () => assert.equal(normaliseAddress(text), address));
  }
});

describe('consent', () => {
  const ask = (url: string, allowNonLocal = false, confirmedHosts: readonly string[] = []) =>
    mayConnect({ url, allowNonLocal, confirmedHosts });

  it('is not needed for this machine', () => {
    assert.deepEqual(ask('http://localhost:11434'), { isAllowed: true, isPlainPublic: false });
  });

  it('is refused for any other host, confirmed or not, while the setting is off', () => {
    const refused = ask('http://192.168.1.5', false, ['http://192.168.1.5']);
    const problem = { code: 'refused-host', host: '192.168.1.5', scheme: 'http' };
    assert.deepEqual(refused, { isAllowed: false, problem });
  });

  it('is needed for an address of this machine that a proxy would be handed', () => {
    for (const url of ['http://127.0.0.2:11434', 'http://[::ffff:7f00:1]:11434']) {
      assert.equal(ask(url).isAllowed, false, url);
    }
  });

  it('is asked for once the setting is on, with the host to show', () => {
    const answer = ask('https://gpu.example:8443/v1', true);
    assert.ok(!answer.isAllowed && 'toConfirm' in answer);
    assert.equal(answer.toConfirm, 'https://gpu.example:8443');
  });

  it('holds for that scheme, host and port only', () => {
    const confirmed = ['https://gpu.example'];
    assert.ok(ask('https://gpu.example/any/path', true, confirmed).isAllowed);
    for (const other of ['http://gpu.example', 'https://gpu.example:444', 'https://x.gpu.example']) {
      assert.ok(!ask(other, true, confirmed).isAllowed, other);
    }
  });

  it('warns of plain text to a public address, not of one in the house', () => {
    const plain = (url: string) => ask(url, true, [new URL(url).origin]);
    assert.deepEqual(plain('http://gpu.example'), { isAllowed: true, isPlainPublic: true });
    assert.deepEqual(plain('http://192.168.1.5'), { isAllowed: true, isPlainPublic: false });
    assert.deepEqual(plain('https://gpu.example'), { isAllowed: true, isPlainPublic: false });
  });

  it('cannot be had for an address with a name in it, and does not repeat the password', () => {
    assert.deepEqual(ask('http://u:secret@127.0.0.1'), {
      isAllowed: false,
      problem: { code: 'bad-address', address: 'http://127.0.0.1' },
    });
  });
});
