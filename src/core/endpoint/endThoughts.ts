// Ends the thoughts of an answer that is under way, so that the model goes on with the answer itself: where the server has
// a route for that, which is asked for before it is offered.
import type { Http } from '../ports';
import type { Endpoint } from './endpoint';
import { askJson } from './protocol/ask';
import { dialects } from './protocol/dialects';
import { at } from './protocol/json';

interface Ports {
  readonly http: Http;
  readonly key?: string | undefined;
}

/** Names no answer: a server that has the route says that it did not do it, another one that there is no such route. */
const noAnswer = 'marginalia-none';

/** Whether the server knows how to. Never throws. */
export async function canEndThoughts(
  endpoint: Endpoint,
  ports: Ports,
  signal: AbortSignal,
): Promise<boolean> {
  return (await control(endpoint, noAnswer, ports, signal)) !== undefined;
}

/** `id`: the server's own name for the answer. Resolves to whether it has done so. Never throws. */
export async function endThoughts(
  endpoint: Endpoint,
  id: string,
  ports: Ports,
  signal: AbortSignal,
): Promise<boolean> {
  return (await control(endpoint, id, ports, signal)) ?? false;
}

/** Whether it was done; `undefined`: the server does not know what is asked. */
async function control(
  endpoint: Endpoint,
  id: string,
  { http, key }: Ports,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const route = dialects[endpoint.kind].controlRoute;
  if (route === undefined) return undefined;
  const question = { url: endpoint.url + route, key, body: { id, action: 'reasoning_end' } };
  const isDone = at(await askJson(http, question, signal), 'success');
  return typeof isDone === 'boolean' ? isDone : undefined;
}
