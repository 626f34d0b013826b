// @ts-check
// `npm start`: VS Code on a small workspace, the chapter open beside a companion file, a local model to explain it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, root } from './bootstrap.mjs';
import { cacheFolder } from './cache.mjs';
import { onPath, runCommand } from './command.mjs';
import { installModel, planModel, serveModel } from './localModel.mjs';
import { newestVersion, provideVsCode } from './provide.mjs';
import { startServer } from './server.mjs';
import { calmSettings, changeSettings } from './settings.mjs';
import { Unavailable } from './unavailable.mjs';

const say = (/** @type {string} */ sentence) => console.log(sentence);
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const model = 'coder-1.5b';
/** The usual ports, so that the extension finds our server as it finds any other. */
const usualPorts = [8080, 9931];

/** What was started, ended in reverse order. @type {(() => Promise<unknown>)[]} */
const started = [];
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(name, () => void end(0));

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
  const desktop = onPath('code');
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

/** Leaves a server that answers alone; else sets a small one up. What is missing is said, and the rest goes on. */
async function provideModel() {
  const found = await runningServer();
  if (found) return say(`Explain Reasoning uses the model server at ${found}.`);
  try {
    const { items } = await planModel(model);
    if (items.length > 0)
      say('No model server answers on this machine, so a small one is set up in the cache.');
    await installModel(model, say);
    const served = await serveOnUsualPort();
    started.push(served.stop);
    say(`Explain Reasoning uses ${model} at ${served.url}.`);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    say(`No model for Explain Reasoning: ${error.message}`);
  }
}

async function serveOnUsualPort() {
  for (const port of usualPorts) {
    try {
      return await serveModel(model, { port });
    } catch (error) {
      if (port === usualPorts.at(-1)) throw error;
    }
  }
  throw new Unavailable('No port was free for the model server.');
}

/** A server that answers with at least one model, at one of the addresses where the extension looks too. */
async function runningServer() {
  const places = [11434, 8080, 9931, 1234, 8000, 1337, 5001].map(port => `http://127.0.0.1:${port}`);
  const answers = await Promise.all(
    places.map(async place => ((await countModels(place)) > 0 ? place : undefined)),
  );
  return answers.find(place => place !== undefined);
}

/** @param {string} place */
async function countModels(place) {
  try {
    const path = place.endsWith(':11434') ? '/api/tags' : '/v1/models';
    const answer = await fetch(place + path, { signal: AbortSignal.timeout(1000) });
    const { models, data } = /** @type {{ models?: unknown[]; data?: unknown[] }} */ (await answer.json());
    return (models ?? data ?? []).length;
  } catch {
    return 0;
  }
}

/** @param {number} code */
async function end(code) {
  for (const stop of started.splice(0).reverse()) await stop().catch(error => console.error(error));
  process.exit(code);
}
