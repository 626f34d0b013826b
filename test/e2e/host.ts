// The scripts that serve VS Code. They find what belongs to them beside themselves, so they are loaded from where
// they stand and not bundled; tests run with the checkout as their working directory.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = <Module>(name: string): Promise<Module> =>
  import(pathToFileURL(join('test', 'host', name)).href);

export const { installExtension, linkExtension } =
  await load<typeof import('../host/extensions.mjs')>('extensions.mjs');
export const { launchBrowser, provideBrowser } =
  await load<typeof import('../host/browser.mjs')>('browser.mjs');
export const { newestVersion, oldestVersion, provideVsCode } =
  await load<typeof import('../host/provide.mjs')>('provide.mjs');
export const { standIns } = await load<typeof import('../host/ports.mjs')>('ports.mjs');
export const { changeSettings } = await load<typeof import('../host/settings.mjs')>('settings.mjs');
export const { openDoor } = await load<typeof import('../host/door.mjs')>('door.mjs');
export const { startServer } = await load<typeof import('../host/server.mjs')>('server.mjs');
export const { openWindow } = await load<typeof import('../host/window.mjs')>('window.mjs');
export type VsCodeWindow = import('../host/window.mjs').VsCodeWindow;
export type VsCodeServer = import('../host/server.mjs').Server;
