// A model server that plays a script: any bytes, cut anywhere, at any pace, with any end. For faults that a
// real server cannot be asked for.
import * as http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Resolves with the instant at which the client closed this connection. */
  readonly closed: Promise<number>;
}

export interface Script {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Before the headers. */
  readonly delayMs?: number;
  readonly body?: Uint8Array | string;
  /** Size of each write in bytes, or the offsets at which the body is cut; missing: one write. */
  readonly cuts?: number | readonly number[];
  /** Between two writes. */
  readonly gapMs?: number;
  /** Called before each write, which waits for what this returns: the test says how far the answer has come. */
  readonly gate?: (write: number) => Promise<unknown> | undefined;
  /**
   * `well`: the proper end. `cut`: the socket closes in the middle. `hang`: nothing more comes, and the
   * server keeps the connection. `mute`: not even headers come.
   */
  readonly ends?: 'well' | 'cut' | 'hang' | 'mute';
  /** Written to the socket as it is, in place of an HTTP answer. */
  readonly raw?: string;
}

export interface ScriptedEndpoint {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** How many connections are open now. */
  connections(): number;
  close(): Promise<void>;
}

/** `play` answers each request; what it returns `undefined` for is 404. */
export async function scriptedEndpoint(
  play: (request: SeenRequest) => Script | undefined,
  { host = '127.0.0.1', port = 0 } = {},
): Promise<ScriptedEndpoint> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    void readBody(request).then(async body => {
      const seen: SeenRequest = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
        closed: new Promise(resolve => request.socket.once('close', () => resolve(Date.now()))),
      };
      requests.push(seen);
      await answer(response, play(seen) ?? { status: 404, body: '' });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', socket => {
    sockets.add(socket);
    // One for each request that a kept connection carries.
    socket.setMaxListeners(0);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    requests,
    connections: () => sockets.size,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // The client left; what came is what was seen.
  }
  return Buffer.concat(chunks).toString();
}

async function answer(response: http.ServerResponse, script: Script): Promise<void> {
  const { status = 200, headers = { 'content-type': 'text/event-stream' }, ends = 'well' } = script;
  if (ends === 'mute') return;
  if (script.delayMs) await pause(script.delayMs);
  if (script.raw !== undefined) {
    response.socket?.end(script.raw);
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  for (const [index, piece] of piecesOf(script).entries()) {
    if (index > 0 && script.gapMs !== undefined) await pause(script.gapMs);
    await script.gate?.(index);
    if (response.destroyed) return;
    const isTaken = response.write(piece);
    if (!isTaken) await drainOrClose(response);
  }
  if (ends === 'well') response.end();
  // Lets what was written leave first: the break comes in the middle of the body, not before it.
  else if (ends === 'cut') setImmediate(() => response.socket?.destroy());
}

function piecesOf({ body = '', cuts }: Script): readonly Uint8Array[] {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (bytes.length === 0) return [];
  if (cuts === undefined) return [bytes];
  const offsets = typeof cuts === 'number' ? everyNth(bytes.length, cuts) : cuts;
  return [...offsets, bytes.length].map((end, index) => bytes.subarray(offsets[index - 1] ?? 0, end));
}

function everyNth(length: number, size: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil(length / size) - 1) }, (_, at) => (at + 1) * size);
}

const pause = (delayMs: number) => new Promise<void>(resolve => setTimeout(resolve, delayMs));

function drainOrClose(response: http.ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
