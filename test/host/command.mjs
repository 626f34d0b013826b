// @ts-check
// Runs one command to its end and keeps what it said.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {{ readonly code: number; readonly output: string }} Finished */

/**
 * Code 127 stands for a command that could not be started, as in a shell.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string; env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<Finished>}
 */
export function runCommand(command, args, options = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', error => resolve({ code: 127, output: error.message }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/**
 * The first of the names that is an executable file on the PATH, as a full path.
 * @param {...string} names
 */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The environment as it was before npm ran a script: a nested npm would take `npm_config_*` for its own
 * settings, and options meant for our Node would reach its Node.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function withoutNpm(env = process.env) {
  const ours = /^(npm_|INIT_CWD$|NODE_OPTIONS$|NODE_V8_COVERAGE$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}
