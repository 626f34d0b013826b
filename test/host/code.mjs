#!/usr/bin/env node
// @ts-check
// Stands in for the executable of desktop VS Code: runs extension tests in the same VS Code, served to a browser
// without a screen. `runTests({ vscodeExecutablePath })` of @vscode/test-electron starts it, and any shell does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser, provideBrowser } from './browser.mjs';
import { readDesktopArguments } from './desktopArguments.mjs';
import { newestVersion, provideVsCode } from './provide.mjs';
import { relayed } from './relay.mjs';
import { startServer } from './server.mjs';
import { Unavailable } from './unavailable.mjs';

/** What it exits with when the tests did not get to say. As in sysexits.h, timeout(1) and the shell. */
const exitCodes = {
  hostDied: 70,
  notAvailable: 69,
  tookTooLong: 124,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

// VS Code reports success when its extension host is lost, by `process.exit(0)` in a test for example. One of these
// is what it says of that just before; a host that ends in good order is said goodbye to, and neither comes.
const lostHost = /^\[remote-connection\]\[ExtensionHost\].* socket close event|Unknown reconnection token/;

/** @typedef {{ code: number; reason?: string }} Outcome */

const { MARGINALIA_VSCODE: version = newestVersion, MARGINALIA_TEST_LIMIT_S: limitS = '900' } = process.env;
/** What only the extension host inherits, as JSON. */
const { MARGINALIA_HOST_ENV: hostEnv = '{}' } = process.env;
const isVerbose = process.env.MARGINALIA_HOST_LOG === '1';

process.exit(await main());

async function main() {
  const owned = /** @type {(() => Promise<unknown>)[]} */ ([]);
  try {
    const { code, reason } = await Promise.race([interrupted(), runTests(owned)]);
    if (reason !== undefined) console.error(reason);
    return code;
  } catch (error) {
    console.error(error instanceof Unavailable ? error.message : error);
    return exitCodes.notAvailable;
  } finally {
    for (const release of owned.reverse()) await release().catch(error => console.error(error));
  }
}

/**
 * @param {(() => Promise<unknown>)[]} owned what must be released afterwards, in reverse order
 * @returns {Promise<Outcome>}
 */
async function runTests(owned) {
  const args = readDesktopArguments(process.argv.slice(2));
  const host = await provideVsCode(/** @type {import('./provide.mjs').VsCodeVersion} */ (version));
  const executable = await provideBrowser();
  const scratch = await mkdtemp(join(tmpdir(), 'mvs-tests-'));
  owned.push(() => rm(scratch, { recursive: true, force: true }));

  /** @type {(outcome: Outcome) => void} */
  let settle = () => {};
  const settled = new Promise(done => {
    settle = done;
  });
  const died = (/** @type {string} */ what) =>
    settle({ code: exitCodes.hostDied, reason: `${what} before the tests were done.` });

  const server = await startServer({
    host,
    userDataDir: args.userDataDir ?? join(scratch, 'user-data'),
    ...(args.extensionsDir === undefined ? {} : { extensionsDir: args.extensionsDir }),
    smokeTestDriver: true,
    env: { ...process.env, ...JSON.parse(hostEnv) },
    onLine(line) {
      if (isVerbose) console.log(`[server] ${line}`);
      const exit = /Extension Host Process exited with (?!code: 0,).*/.exec(line);
      if (exit) died(exit[0].replace(/\.$/, ''));
    },
  });
  owned.push(server.stop);
  void server.ended.then(() => died('The VS Code server ended'));

  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await launchBrowser(executable, signals);
  owned.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('crash', () => died('The window crashed'));
  page.on('close', () => died('The window closed'));
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => settle({ code }));
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ level, /** @type {unknown[]} */ values) => {
      const text = isVerbose ? `[${level}] ${values.join(' ')}` : relayed(values);
      if (text !== undefined) process.stdout.write(`${text}\n`);
      if (lostHost.test(values.join(' '))) died('The extension host was lost');
    },
  );
  await page.goto(server.url(args.target && resolve(args.target), payload(args, server)));

  const timer = setTimeout(
    () =>
      settle({
        code: exitCodes.tookTooLong,
        reason: `The tests were not done after ${limitS} s (MARGINALIA_TEST_LIMIT_S).`,
      }),
    Number(limitS) * 1000,
  );
  owned.push(async () => clearTimeout(timer));
  return settled;
}

/**
 * @param {import('./desktopArguments.mjs').DesktopArguments} args
 * @param {import('./server.mjs').Server} server
 * @returns {import('./server.mjs').Payload}
 */
function payload(args, server) {
  return [
    ['extensionDevelopmentPath', server.remoteUri(args.extensionDevelopmentPath)],
    ['extensionTestsPath', server.remoteUri(args.extensionTestsPath)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(args.disableExtensions ? [/** @type {const} */ (['disableExtensions', 'true'])] : []),
  ];
}

/** @returns {Promise<Outcome>} */
function interrupted() {
  return new Promise(done => {
    for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.once(name, () => done({ code: exitCodes[name] }));
    }
  });
}
