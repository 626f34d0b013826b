// A spawn that starts nothing: each command says what the script holds for it.
import { ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import type { Spawn } from '../../../src/node/localModel/processes';

export interface Performance {
  readonly stdout?: string;
  readonly stderr?: string;
  /** 0 when left out. */
  readonly exitCode?: number;
  /** The system's error code when the command cannot even be started. */
  readonly fails?: string;
  /** Lives until it is killed or its stdin ends. */
  readonly stays?: boolean;
}

export function scriptedSpawn(script: Readonly<Record<string, Performance>>) {
  const calls: string[][] = [];
  const written: string[] = [];
  const spawn: Spawn = (command, args) => {
    calls.push([command, ...args]);
    const { stdout = '', stderr = '', exitCode = 0, fails, stays } = script[command] ?? { fails: 'ENOENT' };
    // Made without its constructor's native handle: an emitter with streams is all that is looked at.
    const child: ChildProcess = Object.create(ChildProcess.prototype);
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const close = (code: number | null) => {
      streams.stdout.end();
      streams.stderr.end();
      setImmediate(() => child.emit('close', code, null));
    };
    Object.assign(child, streams, {
      kill: () => {
        close(null);
        return true;
      },
    });
    streams.stdin.setEncoding('utf8').on('data', (text: string) => written.push(text));
    streams.stdin.once('end', () => close(0));
    setImmediate(() => {
      if (fails !== undefined) {
        child.emit('error', Object.assign(new Error(fails), { code: fails, syscall: 'spawn' }));
        return;
      }
      streams.stdout.write(stdout);
      streams.stderr.write(stderr);
      if (!stays) close(exitCode);
    });
    return child;
  };
  return { spawn, calls, written };
}
