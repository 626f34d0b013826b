// Code goes to this machine only: what is refused, and that nothing was sent before the reader said yes.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { llamaServer, recorded } from '../support/playedServers';
import { scriptedEndpoint } from '../support/scriptedEndpoint';
import { api, closeAll, document, lines } from './workbench';

const settings = () => vscode.workspace.getConfiguration('marginalia.endpoint');

async function explainAt(url: string) {
  await settings().update('url', url, vscode.ConfigurationTarget.Global);
  const { explain } = await api();
  return explain(await document('consent.js', 'const a = 1;\nconst b = a + 1;\n'), lines(1, 2));
}

describe('Consent', () => {
  afterEach(async () => {
    for (const key of ['url', 'allowNonLocal']) {
      await settings().update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    await closeAll();
  });

  for (const url of [
    'http://192.0.2.1:8080',
    'https://models.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org:11434',
  ]) {
    it(`refuses ${url} while only this machine is allowed`, async () => {
      const run = await explainAt(url);
      assert.equal(run.problem?.code, 'refused-host');
      assert.deepEqual([run.messages, run.steps], [[], []]);
    });
  }

  it('refuses an address that hides its host behind a user name', async () => {
    assert.equal((await explainAt('http://127.0.0.1@example.org')).problem?.code, 'bad-address');
  });

  it('asks once before it sends to an allowed host, and sends nothing on a no', async () => {
    await settings().update('allowNonLocal', true, vscode.ConfigurationTarget.Global);
    const run = await explainAt('http://192.0.2.1:8080');
    // Under the test driver no dialog can be shown, which is no yes.
    assert.equal(run.problem?.code, 'refused-host');
  });

  it('does not follow a server that sends it to another host', async () => {
    const elsewhere = await scriptedEndpoint(llamaServer(recorded('llama-server-chat')));
    const location = `http://localhost:${elsewhere.port}/v1/chat/completions`;
    const here = await scriptedEndpoint(llamaServer({ status: 307, headers: { location } }));
    try {
      const run = await explainAt(here.url);
      assert.equal(run.problem?.code, 'redirected', JSON.stringify(run.problem));
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await here.close();
      await elsewhere.close();
    }
  });
});
