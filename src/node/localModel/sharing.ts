// Lets several windows use one running server: each holds it by a connection, and it ends when the last lets go.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { entriesOf, type Layout, runningFile } from './layout';

/** One window's hold on a running server. */
export interface Grip {
  readonly url: string;
  readonly pid: number;
  /** Settles when this window has let go, and when nobody else holds it the server has ended. */
  letGo(): Promise<void>;
  /** Settles when the server has gone, whoever ended it. */
  readonly gone: Promise<void>;
}

/** What a running server leaves for other windows to find. The token keeps other programs from holding or ending it. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  readonly controlPort: number;
  readonly token: string;
}

export async function announce(layout: Layout, key: string, running: Running): Promise<void> {
  await writeFile(runningFile(layout, key), JSON.stringify(running), { mode: 0o600 });
}

/** Holds the server that was announced under the key; undefined when it is gone by now. */
export async function holdRunning(layout: Layout, key: string): Promise<Grip | undefined> {
  const running = await readRunning(runningFile(layout, key));
  const socket = running && (await greet(running));
  if (running === undefined || socket === undefined) return undefined;
  const gone = new Promise<void>(resolve => socket.once('close', () => resolve()));
  return {
    url: running.url,
    pid: running.pid,
    gone,
    letGo: () => {
      socket.end();
      return gone;
    },
  };
}

/** Ends every announced server, whoever holds it. */
export async function endAll(layout: Layout): Promise<void> {
  const files = (await entriesOf(layout.folder)).filter(name => /^running-.*\.json$/.test(name));
  for (const file of files.map(name => join(layout.folder, name))) {
    const running = await readRunning(file);
    const socket = running && (await greet(running));
    if (socket !== undefined) {
      const closed = new Promise(resolve => socket.once('close', resolve));
      socket.write('end\n');
      await closed;
    }
    await rm(file, { force: true });
  }
}

/** A server that just ended refuses at once; anything else on that port does not know our word. */
const greetingMs = 2000;

function greet({ controlPort, token }: Running): Promise<Socket | undefined> {
  return new Promise(resolve => {
    const socket = createConnection({ host: '127.0.0.1', port: controlPort }, () =>
      socket.write(`${token}\n`),
    );
    const giveUp = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setEncoding('ascii').setTimeout(greetingMs, giveUp);
    socket.once('close', giveUp);
    // A reset is followed by `close`; here it only must not be thrown.
    socket.on('error', () => undefined);
    socket.once('data', greeting => {
      if (String(greeting) !== 'held\n') return giveUp();
      socket.off('close', giveUp).setTimeout(0);
      socket.resume();
      resolve(socket);
    });
  });
}

async function readRunning(file: string): Promise<Running | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRunning(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(value: unknown): value is Running {
  if (typeof value !== 'object' || value === null) return false;
  const { url, pid, controlPort, token } = value as Partial<Running>;
  return (
    typeof url === 'string' &&
    url.startsWith('http://127.0.0.1:') &&
    typeof pid === 'number' &&
    typeof controlPort === 'number' &&
    controlPort > 0 &&
    controlPort < 65_536 &&
    typeof token === 'string' &&
    !token.includes('\n')
  );
}
