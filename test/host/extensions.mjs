// @ts-check
// Installs a packaged extension as a reader's VS Code would, or links a checkout so that its edits count.
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from './command.mjs';

/**
 * @param {{ host: import('./provide.mjs').VsCodeHost; userDataDir: string; extensionsDir: string }} where
 * @param {string} vsix
 * @throws {Error} with what VS Code said
 */
export async function installExtension({ host, userDataDir, extensionsDir }, vsix) {
  const place = ['--user-data-dir', resolve(userDataDir), '--extensions-dir', resolve(extensionsDir)];
  const args = [
    'out/server-main.js',
    ...place,
    '--accept-server-license-terms',
    '--install-extension',
    resolve(vsix),
  ];
  const { code, output } = await runCommand(host.node, args, { cwd: host.folder });
  if (code !== 0 || !/was successfully installed/.test(output))
    throw new Error(`VS Code did not install ${vsix}: ${output}`);
}

/**
 * Call before the server starts, in a folder that has no other extensions: it scans the folder once and adopts what it finds.
 * @param {string} extensionsDir
 * @param {string} project the folder of the extension's `package.json`
 * @returns {Promise<string>} the link
 */
export async function linkExtension(extensionsDir, project) {
  const { publisher, name, version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  const link = join(extensionsDir, `${publisher}.${name}-${version}`);
  await mkdir(extensionsDir, { recursive: true });
  await rm(link, { force: true });
  await symlink(resolve(project), link, 'dir');
  return link;
}
