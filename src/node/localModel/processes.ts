// Runs a short program to its end and gives what it said. Signals end it; nothing is left behind.
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { dirname } from 'node:path';

/** The part of node:child_process that this folder needs; tests bring their own. */
export type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `command` until its streams are closed. It outlives this process when that is killed outright (SIGKILL, a crash):
 * then a download of at most 90 MB goes on to its end, in a folder that the next try throws away. A watch over it
 * would be one more process for each of pip's, on three systems, and is not worth that.
 *
 * Rejects with the system's error when it cannot be started, and with AbortError once an aborted one is gone.
 */
export function runToEnd(
  spawn: Spawn,
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly signal?: AbortSignal | undefined } = {},
): Promise<Ended> {
  const { env = process.env, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { ...quietly, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // Not spawn's own `signal`: that rejects before the process is gone, while it still writes.
    const end = () => killGroup(child);
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', error => {
      signal?.removeEventListener('abort', end);
      reject(error);
    });
    child.once('close', exitCode => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(new DOMException('The operation was aborted.', 'AbortError'));
      else resolve({ exitCode, stdout, stderr });
    });
  });
}

/**
 * A group of its own on POSIX, so that what it starts can be ended with it; no console window on Windows. Beside the editor's
 * own program: where a PATH names a folder that is not absolute, or Windows looks beside the caller first, no program of a
 * workspace is found.
 */
export const quietly = {
  detached: process.platform !== 'win32',
  windowsHide: true,
  cwd: dirname(process.execPath),
} as const;

/** Ends a child that was started `quietly`, and its children. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (!quietly.detached || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

/** The last line that says something; what a dying program's complaint usually is. */
export function lastLine(text: string): string {
  const lines = text.split('\n').map(line => line.trim());
  return lines.filter(line => line !== '').at(-1) ?? '';
}
