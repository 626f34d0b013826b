// An Http port that plays what it was given, piece by piece, and counts what was asked of it.
import { type Http, HttpFailure, type HttpRequest } from '../../../src/core/ports';

export interface Played {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly (Uint8Array | string)[];
  /** After the chunks: the proper end, a break, or nothing at all until the request is aborted. */
  readonly ends?: 'well' | 'cut' | 'hang';
  /** Instead of an answer. */
  readonly failure?: HttpFailure;
  /** Headers never come. */
  readonly isMute?: boolean;
}

/**
 * What answers a request; `undefined`: 404. Called with the number of times that this route was asked before.
 */
export type Route = Played | ((request: HttpRequest, timesBefore: number) => Played | undefined);

export interface PlayedHttp extends Http {
  readonly requests: HttpRequest[];
  /** How many connections were closed by an abort. */
  aborted: number;
}

/** Routes by method and path, e.g. `{ 'POST /api/chat': { chunks: [...] } }`. */
export function playedHttp(routes: Readonly<Record<string, Route>>): PlayedHttp {
  const requests: HttpRequest[] = [];
  const encoder = new TextEncoder();
  const http: PlayedHttp = {
    requests,
    aborted: 0,
    async request(request, signal) {
      if (signal.aborted) throw new HttpFailure('aborted', 'aborted');
      const key = `${request.method} ${new URL(request.url).pathname}`;
      const timesBefore = requests.filter(
        ({ method, url }) => `${method} ${new URL(url).pathname}` === key,
      ).length;
      requests.push(request);
      const route = routes[key];
      const played = typeof route === 'function' ? route(request, timesBefore) : route;
      if (played?.failure) throw played.failure;
      const untilAborted = () =>
        abortOf(signal, () => {
          http.aborted += 1;
        });
      if (played?.isMute) await untilAborted();
      return {
        status: played ? (played.status ?? 200) : 404,
        headers: played?.headers ?? { 'content-type': 'text/event-stream' },
        body: (async function* () {
          for (const chunk of played?.chunks ?? []) {
            if (signal.aborted) throw new HttpFailure('aborted', 'aborted');
            yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
          }
          if (played?.ends === 'cut') throw new HttpFailure('cut', 'socket hang up');
          if (played?.ends === 'hang') await untilAborted();
        })(),
      };
    },
  };
  return http;
}

/** Never resolves; rejects when the signal is aborted. */
function abortOf(signal: AbortSignal, onAbort: () => void): Promise<never> {
  return new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      onAbort();
      reject(new HttpFailure('aborted', 'aborted'));
    });
  });
}

export function json(value: unknown, status = 200): Played {
  return { status, headers: { 'content-type': 'application/json' }, chunks: [JSON.stringify(value)] };
}

/** Servers by host and port; nobody listens anywhere else. */
export function network(
  servers: Readonly<Record<string, Readonly<Record<string, Route>>>>,
): Http & { asked: string[] } {
  const played = Object.fromEntries(
    Object.entries(servers).map(([host, routes]) => [host, playedHttp(routes)]),
  );
  const asked: string[] = [];
  return {
    asked,
    async request(request, signal) {
      const { host } = new URL(request.url);
      asked.push(host);
      const server = played[host];
      if (!server) throw new HttpFailure('refused', 'nobody');
      return server.request(request, signal);
    },
  };
}
