// @ts-check
// `npm start`: VS Code on a small workspace, the chapter open beside a companion file, a local model to explain it.
// `npm start -- --served`: in a browser, also where there is a desktop VS Code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, root } from './bootstrap.mjs';
import { cacheFolder } from './cache.mjs';
import { onPath, runCommand } from './command.mjs';
import { installModel, modelFolder, planModel } from './localModel.mjs';
import { lookedAt } from './ports.mjs';
import { newestVersion, provideVsCode } from './provide.mjs';
import { startServer } from './server.mjs';
import { calmSettings, changeSettings } from './settings.mjs';
import { Unavailable } from './unavailable.mjs';

const say = (/** @type {string} */ sentence) => console.log(sentence);
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const model = 'coder-1.5b';

/** What was started, ended in reverse order. @type {(() => Promise<unknown>)[]} */
const started = [];
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(name, () => void end(0));
if (process.env.npm_lifecycle_event !== undefined) await endWithNpm();

try {
  await installPackages(say);
  const { code, output } = await runCommand(process.execPath, ['esbuild.js', 'extension', '--minify'], {
    cwd: root,
  });
  if (code !== 0) throw new Unavailable(`The extension does not build:\n${output}`);
  await openEditor();
  await provideModel();
} catch (error) {
  console.error(error instanceof Unavailable ? error.message : error);
  await end(1);
}

async function openEditor() {
  const home = join(cacheFolder(), 'start');
  const workspace = join(home, 'workspace');
  await mkdir(home, { recursive: true });
  if (!existsSync(workspace)) await cp(here('sample'), workspace, { recursive: true });
  const userDataDir = join(home, 'user-data');
  await linkModel(userDataDir);
  const desktop = process.argv.includes('--served') ? undefined : onPath('code');
  if (desktop) return openDesktop(desktop, workspace, userDataDir);
  const host = await provideVsCode(newestVersion, { log: say });
  const extensionsDir = await linkExtensions(home);
  const server = await startServer({ host, userDataDir, extensionsDir, smokeTestDriver: false });
  started.push(server.stop);
  void server.ended.then(() => end(1));
  say(`\nVS Code is at ${server.url(workspace)}\nCtrl+C ends it.\n`);
}

/**
 * @param {string} desktop
 * @param {string} workspace
 * @param {string} userDataDir
 */
async function openDesktop(desktop, workspace, userDataDir) {
  await changeSettings(userDataDir, calmSettings);
  const args = [
    '--new-window',
    '--wait',
    '--disable-workspace-trust',
    '--skip-welcome',
    `--user-data-dir=${userDataDir}`,
    `--extensionDevelopmentPath=${root}`,
    `--extensionDevelopmentPath=${here('opener')}`,
    workspace,
  ];
  const window = spawn(desktop, args, { stdio: 'ignore', shell: process.platform === 'win32' });
  started.push(async () => window.kill());
  window.once('close', () => void end(0));
  say('\nVS Code is open. Ctrl+C, or closing its window, ends everything.\n');
}

/**
 * A folder of our own, so that no other extension is in the picture.
 * @param {string} home
 */
async function linkExtensions(home) {
  const folder = join(home, 'extensions');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const source of [root, here('opener')]) {
    const { publisher, name, version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
    await symlink(source, join(folder, `${publisher}.${name}-${version}`), 'junction');
  }
  return folder;
}

/**
 * The model in the cache is the extension's own, as if it had been set up there: it is served when a run needs it, with
 * a key, and ends with the editor.
 * @param {string} userDataDir
 */
async function linkModel(userDataDir) {
  const place = join(userDataDir, 'User', 'globalStorage', 'marginalia.marginalia', 'model');
  const isThere = await lstat(place).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await mkdir(dirname(place), { recursive: true });
  await mkdir(modelFolder(), { recursive: true, mode: 0o700 });
  await symlink(modelFolder(), place, 'junction');
}

/** Leaves a server that answers alone; else sets a small one up. What is missing is said, and the rest goes on. */
async function provideModel() {
  const found = await runningServer();
  if (found) return say(`Explain Reasoning uses the model server at ${found}.`);
  try {
    const { items } = await planModel(model);
    if (items.length > 0)
      say('No model server answers on this machine, so a small one is set up in the cache.');
    await installModel(model, say);
    say(`Explain Reasoning uses ${model}, which starts when a run needs it.`);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    say(`No model for Explain Reasoning: ${error.message}`);
  }
}

/** A server that answers with at least one model, at one of the addresses where the extension looks too. */
async function runningServer() {
  const answers = await Promise.all(
    lookedAt().map(async ({ usual, port }) => {
      const place = `http://127.0.0.1:${port}`;
      return (await countModels(place, usual)) > 0 ? place : undefined;
    }),
  );
  return answers.find(place => place !== undefined);
}

/** @param {string} place @param {number} usual */
async function countModels(place, usual) {
  try {
    const path = usual === 11434 ? '/api/tags' : '/v1/models';
    const answer = await fetch(place + path, { signal: AbortSignal.timeout(1000) });
    const { models, data } = /** @type {{ models?: unknown[]; data?: unknown[] }} */ (await answer.json());
    return (models ?? data ?? []).length;
  } catch {
    return 0;
  }
}

/** npm hands signals on, but one that is killed outright cannot, and its shell lives on between it and us. */
async function endWithNpm() {
  const above = async () => `${process.ppid} ${await parentOf(process.ppid)}`;
  const before = await above();
  setInterval(async () => (await above()) !== before && end(1), 500).unref();
}

/** @param {number} pid @returns {Promise<string | undefined>} told on Linux only */
async function parentOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
}

/** @param {number} code */
async function end(code) {
  for (const stop of started.splice(0).reverse()) await stop().catch(error => console.error(error));
  process.exit(code);
}
