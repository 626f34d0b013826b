// @ts-check
// Serves a real VS Code to a browser on this machine.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDoor } from './door.mjs';
import { spawnOnLifeline } from './lifeline.mjs';
import { calmSettings, changeSettings } from './settings.mjs';
import { Unavailable } from './unavailable.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {import('./provide.mjs').VsCodeHost} host
 * @property {string} userDataDir settings, state and logs; also the place of the extensions, unless named below
 * @property {string} [extensionsDir]
 * @property {number} [port] a free one, unless named
 * @property {string} [token] a random one, unless named: a window that was open knows the one of before
 * @property {NodeJS.ProcessEnv} [env] what the extension host inherits
 * @property {boolean} [smokeTestDriver] makes VS Code honour the test payload, and hides notification toasts
 * @property {import('./settings.mjs').Settings} [settings] on top of the calm ones
 * @property {(line: string) => void} [onLine] what the server prints
 */

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string} token without it nothing is answered
 * @property {(folder?: string, payload?: Payload) => string} url of a window on a folder or a `.code-workspace` file, with the token
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
  // VS Code 1.100 makes the folder but not the one above it, and then finds no extension, not even the one under test.
  if (options.extensionsDir !== undefined) await mkdir(resolve(options.extensionsDir), { recursive: true });
  await changeSettings(userDataDir, { ...calmSettings, ...options.settings });
  const { port: wantedPort = 0, token = randomBytes(32).toString('hex'), onLine = () => {} } = options;
  // Sockets. A Unix socket's path ends at 107 bytes, so this cannot be a folder in somebody's deep checkout. Nobody
  // else can look into it.
  const scratch = await mkdtemp(join(tmpdir(), 'mvs-'));
  const socketPath = join(scratch, 'vscode.sock');
  const tokenFile = join(scratch, 'token');
  const door = await openDoor({ port: wantedPort, token, socketPath }).catch(async error => {
    await rm(scratch, { recursive: true });
    throw error;
  });
  // In a file: arguments can be read by everybody on the machine.
  await writeFile(tokenFile, token, { mode: 0o600 });
  const life = spawnOnLifeline(
    options.host.node,
    serverArguments(options, { userDataDir, socketPath, tokenFile }),
    { cwd: options.host.folder, env: serverEnvironment(options.env ?? process.env, scratch), scratch },
  );
  // Once more: a program that was about to end may have written while the folder was being deleted.
  const ended = life.ended.then(async () => {
    door.close();
    await rm(scratch, { recursive: true, force: true });
  });
  await untilListening(life, onLine).catch(async error => {
    await life.stop();
    await ended;
    throw error;
  });
  const { port } = door;
  const authority = `localhost:${port}`;
  return {
    port,
    token,
    url: (folder, payload) => address(authority, token, folder, payload),
    remoteUri: path =>
      `vscode-remote://${authority}${resolve(path).split('/').map(encodeURIComponent).join('/')}`,
    ended,
    stop: async () => {
      await life.stop();
      await ended;
    },
  };
}

/** @param {ServerOptions} options @param {{ userDataDir: string; socketPath: string; tokenFile: string }} places */
function serverArguments({ extensionsDir, smokeTestDriver = false }, { userDataDir, socketPath, tokenFile }) {
  return [
    'out/server-main.js',
    ...['--socket-path', socketPath, '--connection-token-file', tokenFile],
    '--accept-server-license-terms',
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
    TMPDIR: scratch, // what its extensions leave there goes with it
    EXTENSIONS_GALLERY: '{}', // no market place
    VSCODE_SKIP_BUILTIN_EXTENSIONS: 'GitHub.copilot-chat', // two to three seconds of every start
    ELECTRON_RUN_AS_NODE: undefined, // set in the terminals of desktop VS Code
    VSCODE_IPC_HOOK_CLI: undefined,
  };
}

/**
 * @param {import('./lifeline.mjs').Lifeline} life @param {(line: string) => void} onLine
 * @returns {Promise<void>}
 */
function untilListening(life, onLine) {
  return new Promise((done, fail) => {
    const said = /** @type {string[]} */ ([]);
    const read = (/** @type {string} */ line) => {
      if (said.length < 200) said.push(line);
      onLine(line);
      if (line.startsWith('Extension host agent listening on')) done();
    };
    eachLine(life.stdout, read);
    eachLine(life.stderr, read);
    const giveUp = (/** @type {string} */ how) => {
      const why = said.find(line => /error/i.test(line)) ?? 'it did not say why';
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

/** @param {string} authority @param {string} token @param {string} [folder] @param {Payload} [payload] */
function address(authority, token, folder, payload) {
  const url = new URL(`http://${authority}/`);
  url.searchParams.set('tkn', token);
  if (folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(folder));
  if (payload !== undefined) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
