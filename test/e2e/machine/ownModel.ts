// The model that the runner has installed into the cache, as one that the reader has set up.
import { mkdir, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cacheFolder } from '../../../src/node/localModel/layout';
import { storageIn } from '../session';

/** It stands in the extension's own storage. */
export async function modelIsThere(userDataDir: string): Promise<void> {
  const place = storageIn(userDataDir, 'model');
  await mkdir(dirname(place), { recursive: true });
  await symlink(cacheFolder(), place, 'dir');
}
