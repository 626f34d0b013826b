// @ts-check
// Starts a program that cannot outlive us, with all its children.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

// The shell holds our pipe as its standard input. The pipe closes however we end, by SIGKILL too, and then the
// shell kills its process group, which is the program's. It does the same when the program ends by itself.
// A VS Code extension host that hangs survives its server; killed as a group it does not.
const guard = `end() { rm -rf -- "$LIFELINE_SCRATCH"; kill -9 0; }; { "$@" </dev/null; end; } & cat >/dev/null; end`;

/**
 * @typedef {object} Lifeline
 * @property {import('node:stream').Readable} stdout
 * @property {import('node:stream').Readable} stderr
 * @property {Promise<void>} ended resolves when the program and its group are gone
 * @property {() => Promise<void>} stop
 */

/**
 * Works where there is a POSIX shell.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string; env: NodeJS.ProcessEnv; scratch: string }} options `scratch`: a folder to delete at the end
 * @returns {Lifeline}
 */
export function spawnOnLifeline(command, args, { cwd, env, scratch }) {
  const child = spawn('/bin/sh', ['-c', guard, 'lifeline', command, ...args], {
    cwd,
    env: { ...env, LIFELINE_SCRATCH: scratch },
    detached: true, // a group of its own, which Ctrl+C in our terminal does not reach
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {}); // it may be gone before us
  // All of the group is gone when nobody holds its output any more; a daemon that left the group may keep it.
  const exited = once(child, 'exit');
  const ended = Promise.race([once(child, 'close'), exited.then(() => delay(1000))]).then(() => {});
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    stop() {
      child.stdin.end();
      return ended;
    },
  };
}
