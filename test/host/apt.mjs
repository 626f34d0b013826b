// @ts-check
// Installs Debian packages without asking anything.
import { readFile } from 'node:fs/promises';
import { onPath, runCommand } from './command.mjs';

/**
 * Whether packages can be installed here with nobody at the keyboard: Debian's tools, and the right to use them.
 * Ubuntu is left out: its `chromium` only points to a snap, which containers cannot run.
 */
export async function canInstallPackages() {
  if (onPath('apt-get') === undefined) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (/^ID=ubuntu$/m.test(release)) return false;
  return isRoot() || (await runCommand('sudo', ['-n', 'true'])).code === 0;
}

/**
 * Tries with the package lists that are there, and fetches new ones only when that fails.
 * @param {readonly string[]} packages
 * @returns {Promise<string | undefined>} apt's complaint, if it failed
 */
export async function installPackages(packages) {
  const install = () => asRoot('apt-get', ['install', '-y', '--no-install-recommends', ...packages]);
  if ((await install()).code === 0) return undefined;
  await asRoot('apt-get', ['update']);
  const { code, output } = await install();
  if (code === 0) return undefined;
  return output.split('\n').find(line => line.startsWith('E: ')) ?? output.trim().split('\n').at(-1);
}

const isRoot = () => process.getuid?.() === 0;

/** @param {string} command @param {readonly string[]} args */
function asRoot(command, args) {
  // DEBIAN_FRONTEND goes through `env`, because sudo drops it.
  const line = ['env', 'DEBIAN_FRONTEND=noninteractive', command, ...args];
  return isRoot() ? runCommand('env', line.slice(1)) : runCommand('sudo', ['-n', ...line]);
}
