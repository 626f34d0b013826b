// The small model's server beside those for whom it is not: other users of the machine, web pages, whoever sits on the
// port of the last one. And the windows for which it is: two processes, one server.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HttpFailure } from '../../src/core/ports';
import { nodeHttp } from '../../src/node/http';
import { server as serverEntry } from '../../src/node/localModel/catalogue';
import { isInstalled } from '../../src/node/localModel/install';
import { cacheFolder } from '../../src/node/localModel/layout';
import { OwnServers } from '../../src/node/localModel/ownServers';
import { type LocalServer, type StartOptions, startLocalServer } from '../../src/node/localModel/server';

const model = 'smol-135m';

// This file is also the program of the second window.
if (process.env.MARGINALIA_WINDOW_ON === undefined) describe('the small model and strangers', inMocha);
else await beWindow(process.env.MARGINALIA_WINDOW_ON);

function inMocha(this: Mocha.Suite): void {
  this.timeout(60_000);
  let folder = '';
  const servers: LocalServer[] = [];

  before(async () => {
    assert.ok(await isInstalled(cacheFolder(), model), 'the small model is not installed (npm test does it)');
    // A folder of our own beside the cache, which other tests use at the same time.
    folder = join(await mkdtemp(join(tmpdir(), 'marginalia-strangers-')), 'model');
    await mkdir(folder, { mode: 0o755 });
    for (const part of ['models', `server-${serverEntry.version}`])
      await symlink(join(cacheFolder(), part), join(folder, part));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()));
  });
  after(async () => {
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  async function start(options: Partial<StartOptions> = {}): Promise<LocalServer> {
    const started = await startLocalServer({ folder, model, contextTokens: 512, shared: true, ...options });
    assert.ok(started.ok, JSON.stringify(started));
    servers.push(started.value);
    return started.value;
  }

  const runningFiles = async () => (await readdir(folder)).filter(name => name.startsWith('running-'));

  it('answers nobody without the key, on any path', async () => {
    const server = await start();
    const paths = [
      ...[
        '/',
        '/index.html',
        '/health',
        '/v1/health',
        '/models',
        '/v1/models',
        '/props',
        '/slots',
        '/metrics',
      ],
      ...['/tokenize', '/completion', '/v1/chat/completions', '/api/tags', '/lora-adapters', '/nothing'],
    ];
    const host = new URL(server.url).host;
    let refused = 0;
    for (const path of paths)
      for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT'])
        for (const authorization of [undefined, 'Bearer ', 'Bearer undefined', `Basic ${server.key}`]) {
          const headers = { host, ...(authorization === undefined ? {} : { authorization }) };
          assert.equal(await statusOf(server, path, { method, headers }), 401, `${method} ${path}`);
          refused++;
        }
    console.log(`      ${refused} requests without the key, ${refused} refused`);
    assert.equal(await statusOf(server, '/health', { headers: withKey(server) }), 200);
  });

  it('answers under its own name only: no other name leads here by way of DNS', async () => {
    const server = await start();
    const { port } = new URL(server.url);
    const foreign = [
      'evil.example',
      `evil.example:${port}`,
      'localhost',
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
    ];
    for (const host of [...foreign, `localhost.evil.example:${port}`, `0.0.0.0:${port}`])
      assert.equal(await statusOf(server, '/props', { headers: withKey(server, { host }) }), 403, host);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
      assert.equal(await statusOf(server, '/props', { headers: withKey(server, { host }) }), 200, host);
  });

  it('does nothing for a web page: no form, no script, not even one that has the key', async () => {
    const server = await start();
    const body = JSON.stringify({ prompt: 'a', n_predict: 4 });
    const form = { 'content-type': 'text/plain', host: new URL(server.url).host };
    for (const origin of ['https://evil.example', 'null', server.url]) {
      const headers = { ...form, origin };
      assert.equal(await statusOf(server, '/completion', { method: 'POST', headers, body }), 403);
      const keyed = withKey(server, headers);
      assert.equal(await statusOf(server, '/completion', { method: 'POST', headers: keyed, body }), 403);
    }
    assert.equal(await statusOf(server, '/completion', { method: 'POST', headers: form, body }), 401);
  });

  it('leaves nothing between two requests of one connection', async () => {
    const server = await start();
    const { host } = new URL(server.url);
    const good = `GET /health HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${server.key}\r\n\r\n`;
    const answer = await raw(server, `${good}GET /slots HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1);
    const nameless = good.replace(/Host: .*\r\n/, '');
    assert.match(await raw(server, nameless), /^HTTP\/1\.1 403 /);
    const odd = [
      good.replace('\r\n\r\n', '\r\nTransfer-Encoding: chunked\r\n\r\n'),
      good.replace('\r\n\r\n', '\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'),
      good.replace('\r\n\r\n', '\r\nContent-Length: -1\r\n\r\n'),
      good.replace('Host:', 'Host : x\r\nHost:'),
      `${'x'.repeat(40_000)}\r\n\r\n`,
    ];
    for (const text of odd) assert.match(await raw(server, text), /^HTTP\/1\.1 400 /, text.slice(0, 200));
  });

  it('keeps its key and its secret for this user: no rights for others, no argument, no line of the log', async () => {
    const said: string[] = [];
    const server = await start({ log: line => said.push(line), contextTokens: 256 });
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    const [name = ''] = await runningFiles();
    assert.equal((await lstat(join(folder, name))).mode & 0o777, 0o600);
    const { key, secret } = JSON.parse(await readFile(join(folder, name), 'utf8'));
    assert.equal(key, server.key);
    const open = (await readFile(`/proc/${server.pid}/cmdline`, 'utf8')) + said.join('\n');
    assert.ok(said.length > 0 && !open.includes(key) && !open.includes(secret));
  });

  it('takes its file along, however it ends in good order', async () => {
    for (const end of [
      (server: LocalServer) => server.stop(),
      async ({ pid }: LocalServer) => process.kill(pid),
    ]) {
      const server = await start();
      assert.equal((await runningFiles()).length, 1);
      await end(server);
      await server.ended;
      assert.deepEqual(await runningFiles(), []);
    }
    assert.deepEqual(
      (await readdir(folder)).filter(name => name.startsWith('engine-')),
      [],
    );
  });

  it('says nothing to whoever sits on the port of one that was killed, and starts another', async () => {
    const first = await start();
    const [name = ''] = await runningFiles();
    const { secret } = JSON.parse(await readFile(join(folder, name), 'utf8'));
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    assert.equal((await runningFiles()).length, 1);
    const { impostor, heard } = await sitOn(first);
    try {
      assert.equal(await first.proves(), false);
      const second = await start();
      assert.notEqual(second.url, first.url);
      assert.equal(await second.proves(), true);
      assert.equal(heard.length, 2);
      for (const text of heard) {
        assert.match(text, /^(hold|prove) [0-9a-f]{64}\n$/);
        assert.ok(!text.includes(first.key) && !text.includes(secret));
      }
    } finally {
      impostor.close();
    }
    // What it left is swept by the next start.
    assert.equal((await readdir(folder)).filter(entry => entry.startsWith('engine-')).length, 1);
  });

  it('hears a question only after it has proved itself, on that very connection', async () => {
    const server = await start();
    const own = new OwnServers();
    own.add(server);
    const http = nodeHttp(url => own.agentFor(url));
    const ask = (body: string) =>
      http.request(
        {
          method: 'POST',
          url: `${server.url}/completion`,
          headers: { authorization: `Bearer ${server.key}` },
          body,
        },
        new AbortController().signal,
      );
    const { status, body } = await ask(JSON.stringify({ prompt: 'a', n_predict: 4 }));
    assert.equal(status, 200);
    let text = '';
    for await (const bytes of body) text += Buffer.from(bytes).toString();
    assert.match(text, /"tokens_predicted":4/);
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    const { impostor, heard } = await sitOn(server);
    try {
      const failure = await ask('{"prompt":"the code"}').catch((error: unknown) => error);
      assert.ok(failure instanceof HttpFailure && failure.reason === 'refused', String(failure));
      assert.match(heard.join(''), /^use [0-9a-f]{64}\n$/);
    } finally {
      impostor.close();
      http.dispose();
    }
  });

  it('does not believe a file that others could have written', async () => {
    const first = await start();
    const [name = ''] = await runningFiles();
    await chmod(join(folder, name), 0o644);
    const second = await start();
    assert.notEqual(second.pid, first.pid);
  });

  it('is one for two processes that ask at the same instant, and ends with the last', async () => {
    const windows = [openWindow(folder), openWindow(folder)];
    const pids = await Promise.all(windows.map(async window => Number((await once(window, 'message'))[0])));
    assert.equal(pids[0], pids[1]);
    assert.ok((pids[0] ?? 0) > 0);
    // The one is killed outright, the other goes in good order.
    windows[0]?.kill('SIGKILL');
    windows[1]?.send('end');
    const giveUpAt = Date.now() + 10_000;
    while ((await runningFiles()).length > 0) {
      assert.ok(Date.now() < giveUpAt, 'the server outlives its windows');
      await delay(50);
    }
  });
}

/** Listens where it did, and plays along as well as anybody can who has read our source, but not our file. */
async function sitOn({ url }: LocalServer): Promise<{ impostor: Server; heard: readonly string[] }> {
  const heard: string[] = [];
  const impostor = createServer(socket => {
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', text => {
      heard.push(String(text));
      const isGreeting = /^(hold|prove|use) /.test(String(text));
      socket.write(
        isGreeting ? `${'0'.repeat(64)} ${'1'.repeat(64)} 0\nheld\n` : 'HTTP/1.1 200 OK\r\n\r\n{}',
      );
    });
  });
  impostor.listen(Number(new URL(url).port), '127.0.0.1');
  await once(impostor, 'listening');
  return { impostor, heard };
}

function openWindow(folder: string): ChildProcess {
  return fork(fileURLToPath(import.meta.url), { env: { ...process.env, MARGINALIA_WINDOW_ON: folder } });
}

async function beWindow(folder: string): Promise<void> {
  const started = await startLocalServer({ folder, model, contextTokens: 512, shared: true });
  process.send?.(started.ok ? started.value.pid : 0);
  await once(process, 'message');
  if (started.ok) await started.value.stop();
  process.disconnect();
}

type Headers = Readonly<Record<string, string>>;

function withKey(server: LocalServer, headers: Headers = {}): Headers {
  return { host: new URL(server.url).host, ...headers, authorization: `Bearer ${server.key}` };
}

/** By node:http, which lets us write any Host and Origin. */
async function statusOf(
  server: LocalServer,
  path: string,
  { method = 'GET', headers, body }: { method?: string; headers: Headers; body?: string },
): Promise<number> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const asked = request(server.url + path, { method, headers: { ...headers, ...length }, agent: false });
  asked.end(body);
  const [response] = await once(asked, 'response');
  response.resume();
  return response.statusCode;
}

/** Sends bytes as they are, and gives all that comes back. */
async function raw(server: LocalServer, text: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(text);
  let answer = '';
  socket.setEncoding('utf8').on('data', piece => {
    answer += piece;
  });
  await once(socket, 'close');
  return answer;
}
