// The Http port on node:http and node:https. Not on the global fetch, which gives up after 300 s without
// headers (undici's headersTimeout): a model that loads from a slow disk sends nothing for longer than that.
import * as dns from 'node:dns';
import { setMaxListeners } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  type Http,
  HttpFailure,
  type HttpFailureReason,
  type HttpRequest,
  type HttpResponse,
} from '../core/ports';

/**
 * Sets no time limit anywhere. Proxies: node:http knows none, and neither the environment nor a setting puts
 * one before a request that brings its own agent; the editor's own patch of these modules leaves localhost,
 * 127.0.0.1 and ::1 direct, and serves the rest by the reader's proxy settings. `ownAgentFor`: for a server that this
 * extension started, which has to prove itself on each connection.
 */
export function nodeHttp(
  ownAgentFor: (url: string) => http.Agent | undefined = () => undefined,
): Http & { dispose(): void } {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  return {
    async request(request, signal) {
      // Discovery hangs many requests on one signal; that is no leak.
      setMaxListeners(0, signal);
      const own = ownAgentFor(request.url);
      if (own) return exchange(request, signal, own);
      // A connection of its own: on a kept one that breaks nobody can tell whether the server has begun to work.
      if (request.method === 'POST') return exchange(request, signal, undefined);
      try {
        return await exchange(request, signal, agents[schemeOf(request.url)]);
      } catch (error) {
        // The server let go of a kept connection in the same moment; a GET may be asked twice.
        if (!(error instanceof StaleConnection)) throw error;
        return await exchange(request, signal, undefined);
      }
    },
    dispose() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

class StaleConnection extends Error {}

function schemeOf(url: string): 'http:' | 'https:' {
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return scheme;
  throw new HttpFailure('unknown', 'not an http address');
}

/** Without an agent: a connection of its own. */
function exchange(
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal,
  agent: http.Agent | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new HttpFailure('aborted', 'aborted'));
      return;
    }
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options: http.RequestOptions = {
      method,
      headers: { ...headers, ...length },
      agent: agent ?? false,
      lookup,
    };
    const start = schemeOf(url) === 'https:' ? https.request : http.request;
    const request = start(url, options);
    // Without an error of its own: a socket whose answer is over has nobody who would hear it.
    const abort = (): void => {
      request.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal.removeEventListener('abort', abort));
    request.once('response', response => {
      resolve({
        status: response.statusCode ?? 0,
        headers: headersOf(response.headers),
        body: bodyOf(response, signal),
      });
    });
    // Stays for the request's whole life: an error after the response is told by the body.
    request.on('error', error => {
      const isStale = request.reusedSocket && agent !== undefined && codeOf(error) === 'ECONNRESET';
      reject(isStale && !signal.aborted ? new StaleConnection() : failureOf(error, signal));
    });
    request.end(body);
  });
}

/** `localhost` is this machine, IPv4 first, whatever a hosts file or a name server says. */
const lookup: LookupFunction = (hostname, options, callback) => {
  if (hostname.toLowerCase() !== 'localhost') {
    dns.lookup(hostname, options, callback);
    return;
  }
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  if (options.all) callback(null, addresses);
  else callback(null, '127.0.0.1', 4);
};

function headersOf(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** Node itself ends the iteration with an error when the connection closes before the body's proper end. */
async function* bodyOf(response: http.IncomingMessage, signal: AbortSignal): AsyncIterable<Uint8Array> {
  try {
    for await (const bytes of response) yield bytes;
  } catch (error) {
    throw signal.aborted ? new HttpFailure('aborted', 'aborted') : new HttpFailure('cut', messageOf(error));
  }
}

const reasons: Readonly<Record<string, HttpFailureReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NODATA: 'dns',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EPROTO: 'tls',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
};

const tlsCodes =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|HOSTNAME_MISMATCH)/;

function failureOf(error: unknown, signal: AbortSignal): HttpFailure {
  if (error instanceof HttpFailure) return error;
  if (signal.aborted) return new HttpFailure('aborted', 'aborted');
  const code = codeOf(error);
  const reason = reasons[code] ?? (tlsCodes.test(code) ? 'tls' : 'unknown');
  return new HttpFailure(reason, messageOf(error));
}

/** Several addresses that all failed come as one error: the first one's code tells. */
function codeOf(error: unknown): string {
  const own = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return own === '' && error instanceof AggregateError ? codeOf(error.errors[0]) : own;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? codeOf(error) : message;
}
