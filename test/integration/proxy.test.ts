// A proxy in the environment, which Node and the editor's patch of its modules both serve: nothing for this machine goes
// to it, neither the question who is there nor the reader's code.
import assert from 'node:assert/strict';
import * as http from 'node:http';
import * as vscode from 'vscode';
import { llamaServer, recorded } from '../support/playedServers';
import { scriptedEndpoint } from '../support/scriptedEndpoint';
import { api, closeAll, document, lines } from './workbench';

const { MARGINALIA_PROXY: proxy = '', HTTP_PROXY, NODE_USE_ENV_PROXY } = process.env;
const settings = () => vscode.workspace.getConfiguration('marginalia.endpoint');

/** What the proxy was asked for so far, but for what the editor itself wants of the world. */
async function asked(): Promise<readonly string[]> {
  const all = await new Promise<readonly string[]>((resolve, reject) => {
    http
      .get(`${proxy}/asked`, { agent: new http.Agent() }, response => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(JSON.parse(text)));
      })
      .on('error', reject);
  });
  return all.filter(line => /localhost|127\.|::1|::ffff|0\.0\.0\.0/.test(line));
}

async function explained() {
  const { explain } = await api();
  return explain(await document('proxy.js', 'const a = 1;\nconst b = a + 1;\n'), lines(1, 2));
}

describe('With a proxy in the environment', () => {
  before(() => {
    assert.ok(proxy !== '' && HTTP_PROXY === proxy && NODE_USE_ENV_PROXY === '1', 'the runner sets no proxy');
  });
  afterEach(async () => {
    await settings().update('url', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  it('servers are looked for directly', async () => {
    const before = await asked();
    await explained();
    assert.deepEqual((await asked()).slice(before.length), []);
  });

  for (const [host, spelling] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
    ['127.0.0.1', 'localhost'],
    ['::1', 'localhost'],
    ['127.0.0.1', '[::ffff:127.0.0.1]'],
    ['127.0.0.1', '0x7f.1'],
  ] as const) {
    it(`code goes to ${spelling} directly, where ${host} is listened on`, async () => {
      const server = await scriptedEndpoint(llamaServer(recorded('llama-server-chat')), { host });
      const before = await asked();
      try {
        await settings().update(
          'url',
          `http://${spelling}:${server.port}`,
          vscode.ConfigurationTarget.Global,
        );
        const run = await explained();
        assert.equal(run.state, 'done', JSON.stringify(run.problem));
        assert.equal(run.destination?.whereabouts, 'here');
        assert.ok(server.requests.some(({ body }) => body.includes('const b')));
      } finally {
        await server.close();
      }
      assert.deepEqual((await asked()).slice(before.length), []);
    });
  }
});
