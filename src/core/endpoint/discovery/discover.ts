// Who listens on loopback, and what it is: servers are told apart by what they answer, never by their port.
import type { Problem, Tried } from '../../base/problem';
import { type Clock, type Http, HttpFailure, type Log, type StandIns } from '../../ports';
import type { Endpoint, Protocol } from '../endpoint';
import { dialects } from '../protocol/dialects';
import { addressOf, problemOfFailure, problemOfRefusal } from '../protocol/failure';
import { defined } from '../protocol/json';
import { normaliseAddress } from '../whereabouts/locality';
import { type Finding, fingerprint } from './fingerprint';

export interface DiscoverPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly standIns?: StandIns | undefined;
}

export interface Discovery {
  /** Each with at least one model; `extra` ones first, then in the order of `usualPlaces`. */
  readonly endpoints: readonly Endpoint[];
  /** Every address that was asked and gave no endpoint. */
  readonly tried: readonly Tried[];
}

/** A server that is up answers within a few milliseconds; nobody waits for the rest. */
const discoverMs = 300;
/** The wait is counted in pieces: of one in which this process did not get to run, no answer could have been read. */
const pieceMs = 10;
/** For one address that the reader named, where nobody can stop the wait; and for the one in use. */
const describeMs = 5_000;
/**
 * For what a server that was found knows of its models. Longer than anybody likes to wait, since without these facts
 * it is not known where a model runs, and a reader who is asked about that has waited for nothing.
 */
const factsMs = 5_000;

/** Ports by dialect, the most used first, and whom one usually meets there. */
const usualPlaces: readonly { readonly port: number; readonly usually: string }[] = (
  ['ollama', 'llama.cpp', 'lm-studio', 'vllm', 'jan', 'koboldcpp'] as const
).flatMap(kind => dialects[kind].ports.map(port => ({ port, usually: dialects[kind].title })));

const hosts = ['127.0.0.1', '[::1]'];

export interface DiscoverOptions {
  readonly extra?: readonly string[];
  /** The address of the model in use: a server that is slow this once is not passed over for another. */
  readonly inUse?: string | undefined;
  /** Ends it at once, with what had answered by then. */
  readonly signal?: AbortSignal | undefined;
  /** The key for a server, by its address. */
  readonly keyFor?: (url: string) => Promise<string | undefined>;
}

/**
 * Asks the usual ports on loopback, IPv4 and IPv6, and `extra` addresses, all at once. Who has not answered after
 * 300 ms is not there; who has, and has models, is waited for until it has told what it knows of them. Never throws.
 */
export async function discover(
  ports: DiscoverPorts,
  { extra = [], inUse, signal: stop, keyFor }: DiscoverOptions = {},
): Promise<Discovery> {
  const places = [
    ...extra.flatMap(url => normaliseAddress(url) ?? []).map(url => ({ url, usually: '' })),
    ...usualPlaces.flatMap(({ port, usually }) =>
      hosts.map(host => ({ url: `http://${host}:${ports.standIns?.[port] ?? port}`, usually })),
    ),
  ];
  const results = await Promise.all(
    places.map(({ url }) => lookNow(ports, url, url === inUse ? describeMs : discoverMs, stop, keyFor)),
  );
  const found = results.map((result, index) => ({ result, ...places[index] }));
  const endpoints: Endpoint[] = [];
  const tried: Tried[] = [];
  for (const { result, url = '', usually = '' } of found) {
    const outcome = outcomeOf(result);
    const endpoint = outcome === undefined ? result?.endpoint : undefined;
    if (endpoint) {
      if (!endpoints.some(known => isSameServer(known, endpoint))) endpoints.push(endpoint);
    } else tried.push({ address: addressOf(url), usually, outcome: outcome ?? 'no-answer' });
  }
  ports.log.info(
    `discovery: ${endpoints.map(({ name, url }) => `${name} at ${url}`).join(', ') || 'nobody'}`,
  );
  return { endpoints, tried };
}

/** The endpoint, with at least one model, or why there is none; `still-loading`: ask again soon. */
export type Described =
  | { readonly isFound: true; readonly endpoint: Endpoint }
  | { readonly isFound: false; readonly problem: Problem };

/**
 * The same for one address that the reader set; `protocol` overrules what its answers suggest. A slow server is
 * waited for until the signal is aborted, or five seconds where there is none. Never throws. Whether the address may
 * be asked at all is decided before (`mayConnect`).
 */
export async function describe(
  url: string,
  protocol: Protocol | 'auto',
  ports: DiscoverPorts,
  key?: string,
  stop?: AbortSignal,
): Promise<Described> {
  const address = normaliseAddress(url);
  if (address === undefined) return { isFound: false, problem: { code: 'bad-address', address: url } };
  const limit = stop ? untilAborted : (signal: AbortSignal) => ports.clock.sleep(describeMs, signal);
  const result = await withinTime(ports.clock, limit, stop, signal =>
    look(
      ports.http,
      address,
      protocol,
      signal,
      async () => key,
      () => ports.clock.sleep(factsMs, signal),
    ),
  );
  return judge(result, address, key, stop?.aborted);
}

/** Between two questions whether a model has been loaded. */
const loadingPollMs = 500;

/**
 * `describe`, again and again while the server is loading its model. `onLoading`: each time that it still is.
 */
export async function describeLoaded(
  url: string,
  protocol: Protocol | 'auto',
  ports: DiscoverPorts,
  signal: AbortSignal,
  { key, onLoading }: { readonly key?: string | undefined; readonly onLoading?: () => void } = {},
): Promise<Described> {
  for (;;) {
    const described = await describe(url, protocol, ports, key, signal);
    if (described.isFound || described.problem.code !== 'still-loading' || signal.aborted) return described;
    onLoading?.();
    await ports.clock.sleep(loadingPollMs, signal);
  }
}

function judge(
  result: Look | undefined,
  address: string,
  key: string | undefined,
  isStopped = false,
): Described {
  const asked = { url: address, server: addressOf(address), model: '', secret: key };
  const refuse = (problem: Problem): Described => ({ isFound: false, problem });
  if (result === undefined || result.failure?.reason === 'aborted') {
    const detail = isStopped ? 'stopped' : `no answer within ${describeMs / 1000} s`;
    return refuse({ code: 'unreachable', address: asked.server, detail });
  }
  if (result.failure) {
    return refuse(
      result.failure.reason === 'unknown'
        ? { code: 'not-a-model-server', address: asked.server, contentType: '' }
        : problemOfFailure(result.failure, asked),
    );
  }
  const { finding } = result;
  if (finding.refusal) return refuse(problemOfRefusal(finding.refusal, { ...asked, server: finding.name }));
  if (finding.isLoading) return refuse({ code: 'still-loading', model: '', waitedMs: 0 });
  if (!result.endpoint) {
    return refuse({ code: 'not-a-model-server', address: asked.server, contentType: finding.contentType });
  }
  if (result.endpoint.models.length === 0) return refuse({ code: 'no-model', server: result.endpoint.name });
  return { isFound: true, endpoint: result.endpoint };
}

type Look =
  | { readonly failure: HttpFailure; readonly finding?: undefined; readonly endpoint?: undefined }
  | { readonly failure?: undefined; readonly finding: Finding; readonly endpoint: Endpoint | undefined };

/** One place of many: it has so long to answer, and, once it has named a model, as long as facts may take. */
function lookNow(
  { http, clock }: DiscoverPorts,
  url: string,
  limitMs: number,
  stop: AbortSignal | undefined,
  keyFor: DiscoverOptions['keyFor'],
): Promise<Look | undefined> {
  let isFound = false;
  const limit = async (signal: AbortSignal) => {
    for (let restMs = limitMs; restMs > 0 && !signal.aborted; restMs -= pieceMs)
      await clock.sleep(Math.min(restMs, pieceMs), signal);
    if (isFound) await untilAborted(signal);
  };
  return withinTime(clock, limit, stop, signal =>
    look(http, url, 'auto', signal, keyFor, hasModels => {
      isFound = hasModels;
      return hasModels ? clock.sleep(factsMs, signal) : untilAborted(signal);
    }),
  );
}

async function look(
  http: Http,
  url: string,
  protocol: Protocol | 'auto',
  signal: AbortSignal,
  keyFor?: (url: string) => Promise<string | undefined>,
  onAnswer?: (hasModels: boolean) => Promise<void>,
): Promise<Look> {
  try {
    const key = await keyFor?.(url);
    const finding = await fingerprint(http, url, protocol, signal, key, onAnswer);
    const { kind, name, models, slots } = finding;
    const endpoint: Endpoint | undefined = kind && {
      url,
      protocol: protocol === 'auto' ? (kind === 'ollama' ? 'ollama' : 'openai') : protocol,
      kind,
      name,
      models,
      ...defined({ slots }),
    };
    return { finding, endpoint };
  } catch (error) {
    return { failure: error instanceof HttpFailure ? error : new HttpFailure('unknown', String(error)) };
  }
}

/** Why there is no endpoint; `undefined` where there is one. */
function outcomeOf(result: Look | undefined): Tried['outcome'] | undefined {
  if (result === undefined) return 'no-answer';
  if (result.failure) {
    const isNobody = result.failure.reason === 'refused' || result.failure.reason === 'unreachable';
    return isNobody ? 'refused' : result.failure.reason === 'aborted' ? 'no-answer' : 'not-a-model-server';
  }
  const { finding, endpoint } = result;
  if (finding.refusal) {
    const { status } = finding.refusal;
    return status === 401 || status === 403 ? 'unauthorized' : 'not-a-model-server';
  }
  if (finding.isLoading) return 'loading';
  if (!endpoint) return 'not-a-model-server';
  return endpoint.models.length === 0 ? 'no-model' : undefined;
}

/** A server that listens on IPv4 and IPv6 is one server. */
function isSameServer(a: Endpoint, b: Endpoint): boolean {
  const [left, right] = [new URL(a.url), new URL(b.url)];
  const ids = (endpoint: Endpoint) => endpoint.models.map(({ id }) => id).join('\n');
  return (
    left.port === right.port && a.kind === b.kind && left.pathname === right.pathname && ids(a) === ids(b)
  );
}

/** What was hung up on tells what it has so far within this time. */
const lastWordMs = 50;

/** What comes of it within the limit, or until `stop`; `undefined`: nothing by then. What still runs is hung up. */
async function withinTime<T>(
  clock: Clock,
  limit: (signal: AbortSignal) => Promise<void>,
  stop: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const hangUp = new AbortController();
  const isOver = new AbortController();
  const signal = stop ? AbortSignal.any([hangUp.signal, stop]) : hangUp.signal;
  let result: T | undefined;
  const all = start(signal).then(value => {
    if (!isOver.signal.aborted) result = value;
  });
  await Promise.race([all, limit(signal)]);
  hangUp.abort();
  if (!stop?.aborted) await Promise.race([all, clock.sleep(lastWordMs, isOver.signal)]);
  isOver.abort();
  return result;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
