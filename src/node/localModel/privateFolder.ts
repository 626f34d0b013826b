// A folder that only this user can look into: what lies in it is run, and opens the way to the reader's code.
import { chmod, mkdir, stat } from 'node:fs/promises';
import { Halt } from './problems';

/** Makes it, or takes the rights of others away. Halts where it belongs to somebody else, who could put files there. */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Windows: below the reader's profile, which others cannot read.
  if (process.getuid === undefined) return;
  const { uid, mode } = await stat(folder);
  if (uid !== process.getuid()) {
    throw new Halt({ code: 'cannot-write', path: folder, detail: 'it belongs to another user' });
  }
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
}
