// @ts-check
// The parts of `npm test` and `npm run bench`: what each needs from outside, and how it runs and counts.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './host/bootstrap.mjs';
import { vsCodeForTests } from './host/desktop.mjs';
import { standIns } from './host/ports.mjs';
import { newestVersion, oldestVersion } from './host/provide.mjs';
import { countingProxy } from './support/countingProxy.mjs';

/** @typedef {{ passed: number; failed: number; skipped: number; reasons?: readonly string[] }} Tally */
/** @typedef {'newest' | 'oldest' | 'browser' | 'smallModel' | 'coderModel'} Provision */
/**
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly Provision[]} [needs]
 * @property {(log: (sentence: string) => void) => Promise<Tally>} run
 */

const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);
const mochaCli = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');

/** @type {Part} */
const build = {
  name: 'build',
  run: () => command(process.execPath, ['esbuild.js', 'all', '--minify']),
};

/**
 * The lists one after the other: the second runs what the first one builds. What stands in one list may overlap, and
 * begins in its order: what takes long goes first, so that it is not alone at the end.
 */
/** @type {readonly (readonly Part[])[]} */
export const tests = [
  [
    {
      name: 'types',
      run: () => command(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']),
    },
    { name: 'lint', run: () => command(bin('biome'), ['ci', '--diagnostic-level=error']) },
    build,
  ],
  [
    { name: 'unit', run: () => mocha([]) },
    {
      name: 'attack',
      run: () => mocha(['--no-config', '--timeout', '600000', 'out/test/attack/**/*.attack.js']),
    },
    {
      name: 'e2e-machine',
      needs: ['newest', 'browser', 'coderModel'],
      run: () => mocha(['--no-config', '--timeout', '180000', 'out/test/e2e/machine/*.e2e.js']),
    },
    {
      name: 'panel',
      needs: ['browser'],
      run: () => mocha(['--no-config', '--timeout', '120000', 'out/test/panel/**/*.e2e.js']),
    },
    {
      name: 'live',
      needs: ['smallModel'],
      run: () => mocha(['--no-config', '--timeout', '120000', 'out/test/live/**/*.live.js']),
    },
    {
      name: 'e2e',
      needs: ['newest', 'oldest', 'browser'],
      run: () => mocha(['--no-config', '--timeout', '180000', 'out/test/e2e/*.e2e.js']),
    },
    {
      name: 'host-newest',
      needs: ['newest', 'browser'],
      run: log => inVsCode(newestVersion, log),
    },
    {
      name: 'host-oldest',
      needs: ['oldest', 'browser'],
      run: log => inVsCode(oldestVersion, log),
    },
  ],
];

/** @type {readonly (readonly Part[])[]} */
export const benches = [
  [build],
  [
    {
      name: 'bench',
      needs: ['newest', 'browser', 'smallModel', 'coderModel'],
      run: () => command(process.execPath, [join('out', 'test', 'bench', 'main.js')]),
    },
  ],
];

/**
 * A command that passes or fails as a whole.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<Tally>}
 */
async function command(program, args) {
  const code = await start(program, args, {});
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : broken(`ended with ${code}`);
}

/**
 * @param {string} reason
 * @returns {Tally} of a part that did not get to count
 */
export function broken(reason) {
  return { passed: 0, failed: 1, skipped: 0, reasons: [reason] };
}

/** @param {readonly string[]} args */
function mocha(args) {
  return counted(async env => {
    const reporter = ['--reporter', join(root, 'test/support/tally.cjs'), '--forbid-only', '--fail-zero'];
    return start(process.execPath, ['--enable-source-maps', mochaCli, ...reporter, ...args], env);
  });
}

/**
 * The integration suite in a real extension host, on a workspace of its own, with a proxy in its environment.
 * @param {import('./host/provide.mjs').VsCodeVersion} version
 * @param {(sentence: string) => void} log
 */
function inVsCode(version, log) {
  return counted(async env => {
    const { runTests } = await import('@vscode/test-electron');
    const { kind, path, env: executableEnv } = await vsCodeForTests(version, { log });
    const proxy = await countingProxy();
    const proxied = { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NODE_USE_ENV_PROXY: '1' };
    // For the extension host alone: what serves VS Code and shows it here has business of its own.
    const hostEnv = kind === 'served' ? { MARGINALIA_HOST_ENV: JSON.stringify(proxied) } : proxied;
    const ports = await standIns();
    const workspace = await mkdtemp(join(tmpdir(), 'marginalia-workspace-'));
    // Not inside the workspace, whose own watcher would then be asked to notice what is kept.
    const userData = await mkdtemp(join(tmpdir(), 'marginalia-data-'));
    try {
      return await runTests({
        vscodeExecutablePath: path,
        extensionDevelopmentPath: root,
        extensionTestsPath: join(root, 'out/test/integration/suite.main.cjs'),
        launchArgs: [workspace, '--disable-workspace-trust', `--user-data-dir=${userData}`],
        extensionTestsEnv: {
          ...env,
          ...executableEnv,
          ...hostEnv,
          ...ports.env,
          MARGINALIA_USER_DATA: userData,
          MARGINALIA_PROXY: proxy.url,
        },
      });
    } catch (error) {
      console.error(String(error));
      return 1;
    } finally {
      await proxy.close();
      for (const made of [workspace, userData]) await rm(made, { recursive: true, force: true });
    }
  });
}

/**
 * Runs something that writes its own counts; where it did not get to, that is one failure.
 * @param {(env: Record<string, string>) => Promise<number>} run
 * @returns {Promise<Tally>}
 */
async function counted(run) {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-tally-'));
  const file = join(folder, 'tally.json');
  try {
    const code = await run({ MARGINALIA_TALLY: file });
    const tally = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
    if (!tally) return broken(`ended with ${code} before it had counted`);
    return code !== 0 && tally.failed === 0
      ? { ...tally, failed: 1, reasons: [`ended with ${code} though every test passed`] }
      : tally;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function start(program, args, env) {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', error => {
      console.error(error.message);
      resolve(127);
    });
    child.on('close', code => resolve(code ?? 1));
  });
}
