// A model that may not be on this machine: nothing of the reader's code arrives before a yes, and the reader is asked.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { json, llamaServer, recorded } from '../support/playedServers';
import {
  type Script,
  type ScriptedEndpoint,
  type SeenRequest,
  scriptedEndpoint,
} from '../support/scriptedEndpoint';
import { api, closeAll, document, lines } from './workbench';

const settings = () => vscode.workspace.getConfiguration('marginalia.endpoint');
const marker = 'unsentSecretOfTheReader';
const code = `const ${marker} = 1;\nconst b = ${marker} + 1;\n`;
const cloud = 'gpt-oss:120b-cloud';

/** What a found Ollama tells, and when. */
function ollama(models: readonly object[], delayMs: number, show: object = {}) {
  return ({ path }: SeenRequest): Script | undefined => {
    switch (path) {
      case '/v1/models':
        return { ...json({ data: models.map(model => ({ id: Object.values(model)[0] })) }), delayMs: 60 };
      case '/':
        return { body: 'Ollama is running', headers: { 'content-type': 'text/plain' } };
      case '/api/version':
        return json({ version: '0.12.3' });
      case '/api/tags':
        return { ...json({ models }), delayMs };
      case '/api/ps':
        return json({ models: [] });
      case '/api/show':
        return { ...json({ capabilities: ['completion'], ...show }), delayMs };
      default:
        return recorded('ollama-chat');
    }
  };
}

/** Where the runner lets a usual port be looked for; the usual one where it says nothing. */
function portFor(usual: number): number {
  const standIn = new RegExp(`\\b${usual}:(\\d+)`).exec(process.env.MARGINALIA_STAND_INS ?? '');
  return Number(standIn?.[1] ?? usual);
}

/** One after the other. */
async function runs(times: number, each: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time += 1) await each();
}

async function explained() {
  const { explain } = await api();
  return explain(await document('where.js', code), lines(1, 2));
}

describe('A model of which nobody has said that it runs here', () => {
  const servers: ScriptedEndpoint[] = [];
  const serve = async (play: Parameters<typeof scriptedEndpoint>[0], port = 0) => {
    const server = await scriptedEndpoint(play, { port });
    servers.push(server);
    return server;
  };
  const arrived = () =>
    servers.flatMap(({ requests }) => requests).filter(({ body }) => body.includes(marker)).length;

  before(api);
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    for (const key of ['url', 'model', 'allowNonLocal']) {
      await settings().update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    await closeAll();
  });

  const remote = { model: cloud, remote_host: 'https://ollama.com:443', remote_model: 'gpt-oss:120b' };
  const plays: readonly (readonly [string, Parameters<typeof scriptedEndpoint>[0], string])[] = [
    ['Ollama, whose facts come after 245 ms', ollama([remote], 245), 'refused-host'],
    ['Ollama, whose facts come after 600 ms', ollama([remote], 600), 'refused-host'],
    ['Ollama with the name of a cloud and no more', ollama([{ model: cloud }], 0), 'refused-model'],
    [
      'Ollama that tells it of the model alone',
      ollama([{ model: 'm' }], 50, { remote_model: 'x' }),
      'refused-model',
    ],
    [
      'a gateway',
      ({ path }) => (path === '/v1/models' ? json({ data: [{ id: 'gpt' }] }) : undefined),
      'refused-model',
    ],
  ];
  for (const [what, play, problem] of plays) {
    it(`gets no code: ${what}`, async () => {
      for (const allowNonLocal of [false, true]) {
        await settings().update('allowNonLocal', allowNonLocal, vscode.ConfigurationTarget.Global);
        const server = await serve(play);
        await settings().update('url', server.url, vscode.ConfigurationTarget.Global);
        const run = await explained();
        // Under the test driver no dialog can be shown, which is no yes.
        assert.equal(run.problem?.code, problem, JSON.stringify(run.problem));
        assert.deepEqual([run.destination, run.messages, run.steps], [undefined, [], []]);
        assert.equal(arrived(), 0);
      }
    });
  }

  it('is never chosen silently where it is discovered, and does not displace the one in use', async function () {
    this.timeout(120_000);
    const [ollamaPort, otherPort] = [portFor(11434), portFor(1234)];
    const slow = await serve(ollama([remote], 245), ollamaPort);
    const tries = 5;
    await runs(tries, async () => {
      const run = await explained();
      assert.equal(run.problem?.code, 'refused-host', JSON.stringify(run.problem));
    });
    assert.equal(arrived(), 0);
    assert.ok(slow.requests.length >= tries);

    const llama = llamaServer(recorded('llama-server-chat'));
    const first = await serve(llama, otherPort);
    await runs(8, async () => {
      const run = await explained();
      assert.equal(run.destination?.url, `http://127.0.0.1:${otherPort}`, JSON.stringify(run.problem));
      assert.deepEqual([run.destination.whereabouts, run.destination.isLocal], ['here', true]);
    });
    assert.equal(slow.requests.filter(({ body }) => body.includes(marker)).length, 0);

    // A local model elsewhere in the order of ports, which answers first: the one in use stays.
    await slow.close();
    servers.splice(servers.indexOf(slow), 1);
    await serve(ollama([{ model: 'mine:7b' }], 0), ollamaPort);
    await runs(2, async () => {
      const run = await explained();
      assert.equal(run.destination?.url, `http://127.0.0.1:${otherPort}`, JSON.stringify(run.problem));
    });

    // It was started anew, and is not ready when the other one is.
    await first.close();
    let asked = 0;
    await serve(request => {
      asked += 1;
      return asked <= 2 ? recorded('llama-server-health-loading') : llama(request);
    }, otherPort);
    const run = await explained();
    assert.equal(run.destination?.url, `http://127.0.0.1:${otherPort}`, JSON.stringify(run.problem));
  });
});
