// Lets several windows use one running server: each holds it by a connection, and it ends when the last lets go.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { entriesOf, type Layout, runningFile } from './layout';

/** What it takes to use a running server: each part is made anew at each start and kept in this user's files only. */
export interface Access {
  /** E.g. "http://127.0.0.1:40213"; chat is below `/v1`. */
  readonly url: string;
  /** Goes with each request: without it the server answers nothing. */
  readonly key: string;
  /** Never leaves this machine's memory and files: who knows it proves so by an answer. */
  readonly secret: string;
}

/** One window's hold on a running server. */
export interface Grip extends Access {
  readonly pid: number;
  /** Settles when this window has let go, and when nobody else holds it the server has ended. */
  letGo(): Promise<void>;
  /** Settles when the server has gone, whoever ended it. */
  readonly gone: Promise<void>;
}

/** What a running server leaves for other windows to find (serve.py). */
interface Running extends Access {
  readonly pid: number;
}

/** Holds the server that was announced for the variant; undefined when it is gone by now. */
export async function holdRunning(layout: Layout, variant: string): Promise<Grip | undefined> {
  const file = runningFile(layout, variant);
  const running = await readRunning(file);
  const socket = running && (await hold(running));
  if (running === undefined || socket === undefined) {
    // It was killed and could not take its file along.
    await rm(file, { force: true });
    return undefined;
  }
  const gone = new Promise<void>(resolve => socket.once('close', () => resolve()));
  return {
    ...running,
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
    const socket = running && (await hold(running));
    if (socket !== undefined) {
      const closed = new Promise(resolve => socket.once('close', resolve));
      socket.write('end\n');
      await closed;
    }
    await rm(file, { force: true });
  }
}

/**
 * Asks whoever listens there to prove that it is our server: with a number that nobody used before it must answer what
 * only a holder of the secret can. How many requests are under way, or undefined: it is not ours, or gone.
 */
export async function askForProof(access: Access): Promise<number | undefined> {
  const greeted = await greet(access, 'prove');
  greeted?.socket.destroy();
  return greeted?.requests;
}

async function hold(running: Running): Promise<Socket | undefined> {
  return (await greet(running, 'hold'))?.socket;
}

/** A server that ended refuses at once. One on a busy machine must not be taken for gone: others are using it. */
const greetingMs = 10_000;

/**
 * A connection to it, over which it has proved itself; nothing that could serve an impostor is said before. `hold`: it
 * stays as long as this is open. `use`: a request may follow. `prove`: nothing may.
 */
export function greet(
  { url, secret }: Access,
  wish: 'hold' | 'prove' | 'use',
): Promise<{ readonly socket: Socket; readonly requests: number } | undefined> {
  return new Promise(resolve => {
    const port = Number(new URL(url).port);
    const nonce = randomBytes(32).toString('hex');
    const proof = (who: string, text: string) =>
      createHmac('sha256', secret).update(`${who} ${port} ${text}`).digest('hex');
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(`${wish} ${nonce}\n`));
    const giveUp = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(greetingMs, giveUp);
    socket.once('close', giveUp);
    // A reset is followed by `close`; here it only must not be thrown.
    socket.on('error', () => undefined);
    let requests: number | undefined;
    let heard = '';
    const hear = (bytes: Buffer) => {
      heard += bytes.toString('latin1');
      if (!heard.endsWith('\n')) return heard.length > longestGreeting ? giveUp() : undefined;
      const line = heard.trim();
      heard = '';
      if (requests === undefined) {
        const [given = '', challenge = '', count = ''] = line.split(' ');
        if (!isSame(given, proof('server', nonce))) return giveUp();
        requests = Number(count);
        if (wish === 'hold') return void socket.write(`${proof('client', challenge)}\n`);
      } else if (line !== 'held') return giveUp();
      // It flows on, so that a hang-up is noticed, and whoever takes it over finds it as it was made.
      socket.off('data', hear).off('close', giveUp).setTimeout(0);
      return resolve({ socket, requests });
    };
    socket.on('data', hear);
  });
}

const longestGreeting = 200;

function isSame(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/** Believed only where nobody else could have written or read it. */
async function readRunning(path: string): Promise<Running | undefined> {
  try {
    const file = await open(path);
    try {
      const { uid, mode } = await file.stat();
      if (process.getuid && (uid !== process.getuid() || (mode & 0o077) !== 0)) return undefined;
      const value: unknown = JSON.parse(await file.readFile('utf8'));
      return isRunning(value) ? value : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function isRunning(value: unknown): value is Running {
  if (typeof value !== 'object' || value === null) return false;
  const { url, pid, key, secret }: Partial<Record<string, unknown>> = { ...value };
  return (
    typeof url === 'string' &&
    /^http:\/\/127\.0\.0\.1:[1-9]\d{0,4}$/.test(url) &&
    typeof pid === 'number' &&
    typeof key === 'string' &&
    typeof secret === 'string' &&
    [key, secret].every(word => /^[0-9a-f]{64}$/.test(word))
  );
}
