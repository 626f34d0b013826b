// @ts-check
// What every entry script does first on a fresh checkout: install the project's own packages, once per lock file.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand, withoutNpm } from './command.mjs';
import { Unavailable } from './unavailable.mjs';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const oldestNode = [20, 19];

/**
 * Does nothing when `node_modules` was made from this lock file.
 * @param {(sentence: string) => void} log
 * @throws {Unavailable}
 */
export async function installPackages(log) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < (oldestNode[1] ?? 0))) {
    throw new Unavailable(
      `Node ${oldestNode.join('.')} or later is needed; this is ${process.versions.node}.`,
    );
  }
  const lock = await readFile(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamp = join(root, 'node_modules', '.marginalia-lock');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  log('Installing packages (about 330 MB on disk).');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, output } = await runCommand(npm, ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    env: withoutNpm(),
  });
  if (code !== 0) throw new Unavailable(`npm ci failed: ${output.trim().split('\n').slice(-3).join(' ')}`);
  await writeFile(stamp, wanted);
}
