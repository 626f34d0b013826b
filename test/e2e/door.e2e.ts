// The served VS Code and strangers: other users of this machine, and pages in the reader's browser.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  newestVersion,
  oldestVersion,
  openDoor,
  provideVsCode,
  startServer,
  type VsCodeServer,
} from './host';

for (const version of [newestVersion, oldestVersion])
  describe(`the served VS Code ${version} and strangers`, () => {
    let folder = '';
    let server: VsCodeServer;
    const said: string[] = [];

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'marginalia-door-'));
      server = await startServer({
        host: await provideVsCode(version),
        userDataDir: join(folder, 'data'),
        onLine: line => said.push(line),
      });
    });
    after(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const paths = [
      '/',
      '/vscode-remote-resource?path=/etc/passwd',
      '/version',
      '/delay-shutdown',
      '/static/x',
    ];

    it('answers nobody without the token', async () => {
      for (const path of paths)
        for (const query of ['', 'tkn=', `tkn=${'0'.repeat(64)}`]) {
          const asked = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
          assert.equal(await statusOf(asked), 403, asked);
        }
      assert.equal(await statusOf('/', { cookie: 'vscode-tkn=guess' }), 403);
    });

    it('opens no channel without the token', async () => {
      assert.equal(await statusOf('/?reconnectionToken=a', upgrade), 403);
      assert.equal(await statusOf('/?reconnectionToken=a', { ...upgrade, ...withToken() }), 101);
    });

    it('answers under its own names only, though the token is right', async () => {
      for (const host of [
        'evil.example',
        `evil.example:${server.port}`,
        `0.0.0.0:${server.port}`,
        'localhost',
      ])
        for (const headers of [{}, upgrade])
          assert.equal(await statusOf('/version', { ...headers, ...withToken(), host }), 403, host);
      for (const name of ['localhost', '127.0.0.1'])
        assert.equal(await statusOf('/version', { ...withToken(), host: `${name}:${server.port}` }), 200);
    });

    it('opens nothing for another page, though the browser brings the cookie along', async () => {
      for (const origin of ['http://evil.example', `http://localhost:${server.port + 1}`, 'null'])
        for (const headers of [{}, upgrade])
          assert.equal(await statusOf('/version', { ...headers, ...withToken(), origin }), 403, origin);
      const origin = `http://localhost:${server.port}`;
      assert.equal(await statusOf('/version', { ...withToken(), origin }), 200);
    });

    it('lets the reader in by the address that is printed, and a file is read then', async () => {
      const { pathname, search, searchParams } = new URL(server.url('/tmp'));
      assert.equal(searchParams.get('tkn'), server.token);
      assert.equal(await statusOf(pathname + search), 302);
      assert.equal(await statusOf('/vscode-remote-resource?path=/etc/hostname', withToken()), 200);
    });

    it('shows the token to nobody: not in the arguments of a program, not in what it prints', async () => {
      let read = 0;
      for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
        const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        if (line !== '') read++;
        assert.ok(!line.includes(server.token), line);
      }
      assert.ok(read > 1 && said.length > 0);
      assert.ok(!said.join('\n').includes(server.token));
    });

    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    };
    const withToken = () => ({ cookie: `other=1; vscode-tkn=${server.token}` });

    /** By node:http, which lets us write any Host, Origin and Cookie. */
    async function statusOf(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
      const options = { headers: { host: `localhost:${server.port}`, ...headers }, agent: false };
      const asked = request(`http://127.0.0.1:${server.port}${path}`, options);
      asked.end();
      const answer = await Promise.race([once(asked, 'response'), once(asked, 'upgrade')]);
      const response: IncomingMessage = answer[0];
      asked.destroy();
      return response.statusCode ?? 0;
    }
  });

describe('the door of a served VS Code', () => {
  it('lets each request through, though what is behind it closes the connections that it promised to keep', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marginalia-door-'));
    const socketPath = join(folder, 'behind.sock');
    const used = new WeakSet();
    const behind = createServer((incoming, outgoing) => {
      if (used.has(incoming.socket)) incoming.socket.destroy();
      used.add(incoming.socket);
      outgoing.end('here');
    }).listen(socketPath);
    await once(behind, 'listening');
    const door = await openDoor({ port: 0, token: 'known', socketPath });
    try {
      for (let round = 0; round < 3; round++) {
        const answer = await fetch(`http://localhost:${door.port}/?tkn=known`);
        assert.equal(await answer.text(), 'here');
      }
    } finally {
      door.close();
      behind.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
