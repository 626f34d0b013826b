// The Http port on node:http and node:https. Not on the global fetch, which gives up after 300 s without
// headers (undici's headersTimeout): a model that loads from a slow disk sends nothing for longer than that.
import * as dns from 'node:dns';
import { setMaxListeners } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { endsHere } from '../core/endpoint/whereabouts/locality';
import {
  type Http,
  HttpFailure,
  type HttpFailureReason,
  type HttpRequest,
  type HttpResponse,
} from '../core/ports';

/**
 * Sets no time limit anywhere. What ends on this machine goes there directly: by agents of our own, which know no proxy,
 * and past `http.request`, which the editor patches to put an agent of its own in the place of ours. That one spares
 * only two spellings of this machine and leaves the rest to Node's global agent, which follows the environment
 * (NODE_USE_ENV_PROXY). Any other address is served by the reader's proxy settings. `ownAgentFor`: for a server that this
 * extension started, which has to prove itself on each connection.
 */
export function nodeHttp(
  ownAgentFor: (url: string) => http.Agent | undefined = () => undefined,
): Http & { dispose(): void } {
  const kept = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  const single = { 'http:': new http.Agent(), 'https:': new https.Agent() };
  return {
    async request(request, signal) {
      // Discovery hangs many requests on one signal; that is no leak.
      setMaxListeners(0, signal);
      const own = ownAgentFor(request.url);
      if (own) return exchange(request, signal, own);
      const scheme = schemeOf(request.url);
      // A connection of its own: on a kept one that breaks nobody can tell whether the server has begun to work.
      if (request.method === 'POST') return exchange(request, signal, single[scheme]);
      try {
        return await exchange(request, signal, kept[scheme]);
      } catch (error) {
        // The server let go of a kept connection in the same moment; a GET may be asked twice.
        if (!(error instanceof StaleConnection)) throw error;
        return await exchange(request, signal, single[scheme]);
      }
    },
    dispose() {
      for (const agents of [kept, single]) {
        agents['http:'].destroy();
        agents['https:'].destroy();
      }
    },
  };
}

class StaleConnection extends Error {}

function schemeOf(url: string): 'http:' | 'https:' {
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return scheme;
  throw new HttpFailure('unknown', 'not an http address');
}

/** A server that says nothing but "wait" so often says nothing at all. */
const mostInterims = 100;

function exchange(request: HttpRequest, signal: AbortSignal, agent: http.Agent): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new HttpFailure('aborted', 'aborted'));
      return;
    }
    const exchanged = started(request, agent);
    // Without an error of its own: a socket whose answer is over has nobody who would hear it.
    const hangUp = (): void => {
      exchanged.destroy();
    };
    const refuse = (reason: HttpFailureReason, message: string): void => {
      reject(signal.aborted ? new HttpFailure('aborted', 'aborted') : new HttpFailure(reason, message));
      hangUp();
    };
    signal.addEventListener('abort', hangUp, { once: true });
    exchanged.once('close', () => {
      signal.removeEventListener('abort', hangUp);
      // After an answer or an error, which come before, this has no effect.
      refuse('cut', 'the connection was closed without an answer');
    });
    exchanged.once('response', response => {
      // Node takes a change of protocol without a protocol for an answer whose body never comes.
      if (response.statusCode === 101) return refuse('unknown', 'the server changes to no protocol');
      resolve({
        status: response.statusCode ?? 0,
        headers: headersOf(response.headers),
        body: bodyOf(response, signal),
      });
    });
    exchanged.once('upgrade', (_response, socket) => {
      socket.destroy();
      refuse('unknown', 'the server changes to another protocol');
    });
    let interims = 0;
    exchanged.on('information', () => {
      interims += 1;
      if (interims > mostInterims) refuse('unknown', 'the server answers without end and says nothing');
    });
    // Stays for the request's whole life: an error after the response is told by the body.
    exchanged.on('error', error => {
      const isStale = exchanged.reusedSocket && codeOf(error) === 'ECONNRESET';
      reject(isStale && !signal.aborted ? new StaleConnection() : failureOf(error, signal));
    });
    exchanged.end(request.body);
  });
}

/** Throws `HttpFailure` where the request cannot even be written, as with a line end in a header. */
function started(request: HttpRequest, agent: http.Agent): http.ClientRequest {
  try {
    return start(request, agent);
  } catch (error) {
    throw new HttpFailure('unknown', messageOf(error));
  }
}

function start({ method, url, headers, body }: HttpRequest, agent: http.Agent): http.ClientRequest {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options: http.RequestOptions = {
    ...urlToHttpOptions(new URL(url)),
    method,
    headers: { ...headers, ...length },
    agent,
    lookup,
  };
  if (endsHere(url)) return new http.ClientRequest(options);
  return (schemeOf(url) === 'https:' ? https : http).request(options);
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
