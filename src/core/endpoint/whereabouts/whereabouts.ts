// Where a model does its work: here, elsewhere, or nobody has said. Only the first is local.
import type { Endpoint, Model, Whereabouts } from '../endpoint';
import { isLoopback } from './locality';

/**
 * Ollama's mark for a model of its cloud, at the end of a tag ("gpt-oss:120b-cloud", "kimi-k2:cloud") or of a name
 * ("mine-cloud:latest"). Whatever else a server says of it, such a model is not here.
 */
export function isCloudName(id: string): boolean {
  return id
    .toLowerCase()
    .split(/[:/@]/)
    .some(part => {
      const word = part.trim();
      return word === 'cloud' || word.endsWith('-cloud');
    });
}

/** Where code goes that is sent to this model at this address. */
export function whereaboutsOf(url: string, model: Model): Whereabouts {
  const isElsewhere = !isLoopback(url) || model.remoteHost !== undefined || isCloudName(model.id);
  return isElsewhere ? 'elsewhere' : (model.whereabouts ?? 'unknown');
}

/**
 * Whether code that is sent to this model may go on from the machine of its address. There a yes to that address is not
 * enough, or, for this machine, its being here.
 */
export function mayBeHandedOn(url: string, model: Model): boolean {
  return isLoopback(url)
    ? whereaboutsOf(url, model) !== 'here'
    : model.whereabouts === 'elsewhere' || model.remoteHost !== undefined || isCloudName(model.id);
}

export interface Candidate {
  readonly endpoint: Endpoint;
  readonly model: Model;
}

/** What the reader has used: an address and a model's id. */
export interface ModelInUse {
  readonly url: string;
  readonly model: string;
}

export interface Preference {
  /** The id that the reader named; empty: none. */
  readonly wanted: string;
  readonly inUse?: ModelInUse | undefined;
  /** Whether the reader has said yes to one that is not here. */
  readonly isAgreed?: (candidate: Candidate) => boolean;
}

/**
 * The model that a run is sent to: of those with the name that the reader gave, or of all, the one in use as long as it
 * is here, then any other that is here, then what the reader has agreed to, then the rest. Who answered first plays no
 * part.
 */
export function preferred(
  endpoints: readonly Endpoint[],
  { wanted, inUse, isAgreed = () => false }: Preference,
): Candidate | undefined {
  const all = endpoints.flatMap(endpoint =>
    endpoint.models
      .filter(({ id }) => wanted === '' || id === wanted)
      .map((model): Candidate => ({ endpoint, model })),
  );
  const here = all.filter(isHere);
  const used = here.find(one => inUse !== undefined && isInUse(one, inUse, wanted));
  return used ?? loadedFirst(here) ?? loadedFirst(all.filter(isAgreed)) ?? loadedFirst(all);
}

export function isHere({ endpoint, model }: Candidate): boolean {
  return whereaboutsOf(endpoint.url, model) === 'here';
}

/** A name goes before the one in use, which then tells which of two servers is meant. */
function isInUse({ endpoint, model }: Candidate, inUse: ModelInUse, wanted: string): boolean {
  return placeOf(endpoint.url) === placeOf(inUse.url) && model.id === (wanted || inUse.model);
}

/** A server is one place on both loopback addresses, and by every name of them. */
export function placeOf(url: string): string {
  if (!isLoopback(url)) return url;
  const { port, pathname } = new URL(url);
  return port + pathname;
}

/** Of the first server that has one: the one that is in memory, else the first. */
function loadedFirst(candidates: readonly Candidate[]): Candidate | undefined {
  const [first] = candidates;
  const neighbours = candidates.filter(({ endpoint }) => endpoint === first?.endpoint);
  return neighbours.find(({ model }) => model.isLoaded) ?? first;
}
