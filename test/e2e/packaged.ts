// The extension as readers get it: packaged once for a whole run, and installed by VS Code itself.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installExtension, newestVersion, provideVsCode } from './host';

const run = promisify(execFile);
const vsce = join('node_modules', '.bin', 'vsce');

let packing: Promise<string> | undefined;
let installing: Promise<string> | undefined;

/** The path of the VSIX. */
export function packaged(): Promise<string> {
  packing ??= (async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'marginalia-vsix-')), 'marginalia.vsix');
    // There is no public repository that the README's links could lead to.
    await run(vsce, ['package', '--no-dependencies', '--no-rewrite-relative-links', '--out', path]);
    return path;
  })();
  return packing;
}

/** A folder of extensions that holds ours and nothing else. */
export function installed(): Promise<string> {
  installing ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marginalia-extensions-'));
    const host = await provideVsCode(newestVersion);
    await installExtension(
      { host, userDataDir: join(folder, '.user'), extensionsDir: folder },
      await packaged(),
    );
    return folder;
  })();
  return installing;
}

after(async () => {
  const folder = await installing?.catch(() => undefined);
  const vsix = await packing?.catch(() => undefined);
  for (const made of [folder, vsix && dirname(vsix)]) {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
});
