// @ts-check
// `npm test` and `npm run bench`: does all set-up, runs every part, and ends with one line that counts.
// A part that cannot run fails with its reason. Parts by name: node test/run.mjs unit e2e …

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages, root } from './host/bootstrap.mjs';
import { provideBrowser } from './host/browser.mjs';
import { vsCodeForTests } from './host/desktop.mjs';
import { installModel } from './host/localModel.mjs';
import { newestVersion, oldestVersion, provideVsCode } from './host/provide.mjs';
import { Unavailable } from './host/unavailable.mjs';

/** @typedef {{ passed: number; failed: number; skipped: number; reasons?: readonly string[] }} Tally */
/** @typedef {{ name: string; needs?: readonly (keyof typeof provisions)[]; run: () => Promise<Tally> }} Part */

const say = (/** @type {string} */ sentence) => console.log(`· ${sentence}`);
const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);
const mochaCli = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');

/** What parts need from outside. Each begins when the run begins, while quicker parts are at work. */
const provisions = {
  newest: () => provideVsCode(newestVersion, { log: say }),
  oldest: () => provideVsCode(oldestVersion, { log: say }),
  browser: () => provideBrowser({ log: say }),
  smallModel: () => installModel('smol-135m', say),
  coderModel: () => installModel('coder-1.5b', say),
};

/** @type {readonly Part[]} */
const parts = [
  {
    name: 'types',
    run: () => command(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']),
  },
  { name: 'lint', run: () => command(bin('biome'), ['ci', '--diagnostic-level=error']) },
  { name: 'build', run: () => command(process.execPath, ['esbuild.js', 'all', '--minify']) },
  { name: 'unit', run: () => mocha([]) },
  {
    name: 'panel',
    needs: ['browser'],
    run: () => mocha(['--no-config', '--timeout', '60000', 'out/test/panel/**/*.e2e.js']),
  },
  {
    name: 'live',
    needs: ['smallModel'],
    run: () => mocha(['--no-config', '--timeout', '120000', 'out/test/live/**/*.live.js']),
  },
  { name: 'host-newest', needs: ['newest', 'browser'], run: () => inVsCode(newestVersion) },
  { name: 'host-oldest', needs: ['oldest', 'browser'], run: () => inVsCode(oldestVersion) },
  {
    name: 'e2e',
    needs: ['newest', 'browser', 'coderModel'],
    run: () => mocha(['--no-config', '--timeout', '180000', 'out/test/e2e/**/*.e2e.js']),
  },
];

/** Not part of `npm test`. */
/** @type {readonly Part[]} */
const benches = [
  { name: 'build', run: () => command(process.execPath, ['esbuild.js', 'all', '--minify']) },
  {
    name: 'bench',
    needs: ['newest', 'browser', 'smallModel'],
    run: () => command(process.execPath, [join('out', 'test', 'bench', 'main.js')]),
  },
];

process.exit(await main(process.argv.slice(2)));

/** @param {readonly string[]} names */
async function main(names) {
  const startedAt = Date.now();
  try {
    await installPackages(say);
  } catch (error) {
    console.error(error instanceof Unavailable ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const isBench = names[0] === 'bench';
  const wanted = isBench
    ? benches
    : names.length > 0
      ? parts.filter(({ name }) => names.includes(name))
      : parts;
  const pending = startProvisions(wanted);
  const total = { passed: 0, failed: 0, skipped: 0 };
  const rows = [];
  /** @type {string[]} */
  const reasons = [];
  for (const part of wanted) {
    const from = Date.now();
    const tally = await runPart(part, pending);
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += tally[key];
    reasons.push(...(tally.reasons ?? []).map(reason => `${part.name}: ${reason}`));
    rows.push(
      `${part.name.padEnd(12)} ${seconds(from).padStart(7)}  ${tally.passed} passed, ${tally.failed} failed`,
    );
  }
  console.log(
    `\n${rows.map(row => `  ${row}`).join('\n')}\n  all          ${seconds(startedAt).padStart(7)}\n`,
  );
  // Said again where it is seen: the parts before it have printed a thousand lines.
  for (const reason of reasons) console.log(`  ✗ ${reason}`);
  // A skipped test is one that nobody has seen to pass.
  const failed = total.failed + total.skipped;
  console.log(`${total.passed} passed, ${failed} failed`);
  return failed === 0 && total.passed > 0 ? 0 : 1;
}

/**
 * @param {Part} part
 * @param {Map<string, Promise<unknown>>} pending
 * @returns {Promise<Tally>}
 */
async function runPart(part, pending) {
  console.log(`\n── ${part.name}`);
  try {
    for (const need of part.needs ?? []) await pending.get(need);
    return await part.run();
  } catch (error) {
    const reason = `could not run: ${error instanceof Unavailable ? error.message : error}`;
    console.error(`${part.name} ${reason}`);
    return { passed: 0, failed: 1, skipped: 0, reasons: [reason] };
  }
}

/** @param {readonly Part[]} wanted */
function startProvisions(wanted) {
  const names = new Set(wanted.flatMap(part => part.needs ?? []));
  /** @type {Map<string, Promise<unknown>>} */
  const pending = new Map();
  // One after the other: two cores and one network are better used that way, and npm locks its cache anyway.
  let last = Promise.resolve();
  for (const name of names) {
    const ready = last.then(provisions[name]);
    // The part that needs it reports the failure; until then nobody listens.
    last = ready.then(
      () => undefined,
      () => undefined,
    );
    pending.set(name, ready);
  }
  return pending;
}

/**
 * A command that passes or fails as a whole.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<Tally>}
 */
async function command(program, args) {
  const code = await start(program, args, {});
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {readonly string[]} args */
function mocha(args) {
  return counted(async env => {
    const reporter = ['--reporter', join(root, 'test/support/tally.cjs'), '--forbid-only', '--fail-zero'];
    return start(process.execPath, ['--enable-source-maps', mochaCli, ...reporter, ...args], env);
  });
}

/**
 * The integration suite in a real extension host, on a workspace of its own.
 * @param {import('./host/provide.mjs').VsCodeVersion} version
 */
function inVsCode(version) {
  return counted(async env => {
    const { runTests } = await import('@vscode/test-electron');
    const { path, env: executableEnv } = await vsCodeForTests(version, { log: say });
    const workspace = await mkdtemp(join(tmpdir(), 'marginalia-workspace-'));
    try {
      return await runTests({
        vscodeExecutablePath: path,
        extensionDevelopmentPath: root,
        extensionTestsPath: join(root, 'out/test/integration/suite.main.cjs'),
        launchArgs: [workspace, '--disable-workspace-trust', `--user-data-dir=${join(workspace, '.user')}`],
        extensionTestsEnv: { ...env, ...executableEnv },
      });
    } catch (error) {
      console.error(String(error));
      return 1;
    } finally {
      await rm(workspace, { recursive: true, force: true });
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
    if (!tally)
      return { passed: 0, failed: 1, skipped: 0, reasons: [`ended with ${code} before it had counted`] };
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

/** @param {number} from */
function seconds(from) {
  return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}
