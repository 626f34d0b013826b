// @ts-check
// Decides which VS Code runs the tests: the desktop one where it can be had and shown, else the served one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache.mjs';
import { onPath } from './command.mjs';
import { fullVersion, newestVersion } from './provide.mjs';

/**
 * @typedef {object} TestExecutable
 * @property {'desktop' | 'served'} kind
 * @property {string} path for `runTests({ vscodeExecutablePath })`
 * @property {Record<string, string>} env for `runTests({ extensionTestsEnv })`
 */

/** @typedef {import('./provide.mjs').VsCodeVersion} VsCodeVersion */

/** @param {string} name */
const here = name => fileURLToPath(new URL(name, import.meta.url));

/**
 * @param {VsCodeVersion} [version]
 * @param {{ log?: (sentence: string) => void }} [options]
 * @returns {Promise<TestExecutable>}
 */
export async function vsCodeForTests(version = newestVersion, { log = console.log } = {}) {
  return (await desktopVsCode(version, { log })) ?? servedVsCode(version);
}

/**
 * The stand-in. It installs what it needs when it is started.
 * @param {VsCodeVersion} [version]
 * @returns {TestExecutable}
 */
export function servedVsCode(version = newestVersion) {
  return { kind: 'served', path: here('code.mjs'), env: { MARGINALIA_VSCODE: version } };
}

/**
 * @param {VsCodeVersion} version
 * @param {{ log?: (sentence: string) => void }} [options]
 * @returns {Promise<TestExecutable | undefined>} nothing where the tests must run in the served VS Code; says why
 */
export async function desktopVsCode(version, { log = console.log } = {}) {
  const instead = (/** @type {string} */ why) =>
    log(`Testing in VS Code ${version} served to a browser: ${why}.`);
  const hasScreen =
    process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  if (!hasScreen && onPath('xvfb-run') === undefined)
    return void instead('there is no display, and no xvfb-run');

  const cachePath = join(cacheFolder(), 'desktop');
  const full = await fullVersion(version);
  if (!(await isDownloadable(full, cachePath))) return void instead('the desktop build cannot be downloaded');

  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  try {
    const path = await downloadAndUnzipVSCode({ version: full, cachePath, reporter: new SilentReporter() });
    return hasScreen
      ? { kind: 'desktop', path, env: {} }
      : { kind: 'desktop', path: here('onVirtualScreen.sh'), env: { MARGINALIA_DESKTOP_VSCODE: path } };
  } catch (error) {
    return void instead(
      `the desktop build could not be downloaded (${error instanceof Error ? error.message : error})`,
    );
  }
}

/**
 * One request tells, at once where there is no open internet; the download itself would retry for a minute.
 * @param {string} version @param {string} cachePath
 */
async function isDownloadable(version, cachePath) {
  const build = desktopBuild();
  if (existsSync(join(cachePath, `vscode-${build}-${version}`, 'is-complete'))) return true;
  const address = `https://update.code.visualstudio.com/${version}/${build}/stable`;
  try {
    return (await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

/** The platform's name in download addresses and in the folders of test-electron, which does not export it. */
function desktopBuild() {
  const { platform, arch } = process;
  if (platform === 'darwin') return arch === 'arm64' ? 'darwin-arm64' : 'darwin';
  if (platform === 'win32') return arch === 'arm64' ? 'win32-arm64-archive' : 'win32-x64-archive';
  return { arm64: 'linux-arm64', arm: 'linux-armhf' }[String(arch)] ?? 'linux-x64';
}
