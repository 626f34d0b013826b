// @ts-check
// Where large downloads are kept between runs, outside the checkout.
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * `$MARGINALIA_CACHE`, or `marginalia` in the user's cache folder. Deleting it costs only the next download.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
  return env.MARGINALIA_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'marginalia');
}
