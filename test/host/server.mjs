// @ts-check
// Serves a real VS Code to a browser on this machine.
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnOnLifeline } from './lifeline.mjs';
import { calmSettings, changeSettings } from './settings.mjs';
import { Unavailable } from './unavailable.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {import('./provide.mjs').VsCodeHost} host
 * @property {string} userDataDir settings, state and logs; also the place of the extensions, unless named below
 * @property {string} [extensionsDir]
 * @property {number} [port] a free one, unless named
 * @property {NodeJS.ProcessEnv} [env] what the extension host inherits
 * @property {boolean} [smokeTestDriver] makes VS Code honour the test payload, and hides notification toasts
 * @property {import('./settings.mjs').Settings} [settings] on top of the calm ones
 * @property {(line: string) => void} [onLine] what the server prints
 */

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {(folder?: string, payload?: Payload) => string} url of a window on a folder or a `.code-workspace` file
 * @property {(path: string) => string} remoteUri how the window names a file of this machine
 * @property {Promise<void>} ended
 * @property {() => Promise<void>} stop nothing that it started is left when this resolves
 */

/** @typedef {readonly (readonly [string, string])[]} Payload */

const startLimitMs = 60_000;

/**
 * @param {ServerOptions} options
 * @returns {Promise<Server>} once it answers
 * @throws {Unavailable}
 */
export async function startServer(options) {
  const userDataDir = resolve(options.userDataDir);
  await mkdir(userDataDir, { recursive: true });
  await changeSettings(userDataDir, { ...calmSettings, ...options.settings });
  // Sockets. A Unix socket's path ends at 107 bytes, so this cannot be a folder in somebody's deep checkout.
  const scratch = await mkdtemp(join(tmpdir(), 'mvs-'));
  const life = spawnOnLifeline(options.host.node, serverArguments(options, userDataDir), {
    cwd: options.host.folder,
    env: serverEnvironment(options.env ?? process.env, scratch),
    scratch,
  });
  const port = await portOf(life, options.onLine ?? (() => {})).catch(async error => {
    await life.stop();
    throw error;
  });
  const authority = `localhost:${port}`;
  return {
    port,
    url: (folder, payload) => address(authority, folder, payload),
    remoteUri: path =>
      `vscode-remote://${authority}${resolve(path).split('/').map(encodeURIComponent).join('/')}`,
    ended: life.ended,
    stop: life.stop,
  };
}

/** @param {ServerOptions} options @param {string} userDataDir */
function serverArguments({ extensionsDir, port = 0, smokeTestDriver = false }, userDataDir) {
  return [
    'out/server-main.js',
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--without-connection-token', '--accept-server-license-terms'],
    ...[
      '--user-data-dir',
      userDataDir,
      '--extensions-dir',
      resolve(extensionsDir ?? join(userDataDir, 'extensions')),
    ],
    ...['--telemetry-level', 'off', '--disable-workspace-trust'],
    ...['--disable-getting-started-override', '--disable-update-check'],
    // Else a login shell runs before each extension host, which takes as long as the reader's profile likes.
    '--force-disable-user-env',
    ...(smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** @param {NodeJS.ProcessEnv} env @param {string} scratch */
function serverEnvironment(env, scratch) {
  return {
    ...env,
    XDG_RUNTIME_DIR: scratch,
    EXTENSIONS_GALLERY: '{}', // no market place
    VSCODE_SKIP_BUILTIN_EXTENSIONS: 'GitHub.copilot-chat', // two to three seconds of every start
    ELECTRON_RUN_AS_NODE: undefined, // set in the terminals of desktop VS Code
    VSCODE_IPC_HOOK_CLI: undefined,
  };
}

/**
 * The server chooses a free port itself and prints it when it listens; so nobody can take it in between.
 * @param {import('./lifeline.mjs').Lifeline} life @param {(line: string) => void} onLine
 * @returns {Promise<number>}
 */
function portOf(life, onLine) {
  return new Promise((done, fail) => {
    const said = /** @type {string[]} */ ([]);
    const read = (/** @type {string} */ line) => {
      if (said.length < 200) said.push(line);
      onLine(line);
      const port = /Web UI available at http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port !== undefined) done(Number(port));
    };
    eachLine(life.stdout, read);
    eachLine(life.stderr, read);
    const giveUp = (/** @type {string} */ how) => {
      const taken = said.some(line => line.includes('EADDRINUSE'));
      const why = taken
        ? 'its port is in use'
        : (said.find(line => /error/i.test(line)) ?? 'it did not say why');
      fail(new Unavailable(`The VS Code server ${how}: ${why}.`));
    };
    const timer = setTimeout(giveUp, startLimitMs, `did not answer within ${startLimitMs / 1000} s`);
    timer.unref();
    void life.ended.then(() => giveUp('ended at once'));
  });
}

/** @param {import('node:stream').Readable} stream @param {(line: string) => void} onLine */
function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}

/** @param {string} authority @param {string} [folder] @param {Payload} [payload] */
function address(authority, folder, payload) {
  const url = new URL(`http://${authority}/`);
  if (folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(folder));
  if (payload !== undefined) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
