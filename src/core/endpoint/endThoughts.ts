// Ends the thoughts of an answer that is under way, so that the model goes on with the answer itself: where the server has
// a route for that, which is asked for before it is offered.
import type { Http } from '../ports';
import type { Endpoint } from './endpoint';
import { ask } from './protocol/ask';
import { dialects } from './protocol/dialects';

interface Ports {
  readonly http: Http;
  readonly key?: string | undefined;
}

/** Names no answer: a server that has the route says so of the answer, another one of the route. */
const noAnswer = 'marginalia-none';

/** Whether the server knows how to. Never throws. */
export async function canEndThoughts(
  endpoint: Endpoint,
  ports: Ports,
  signal: AbortSignal,
): Promise<boolean> {
  const reply = await control(endpoint, noAnswer, ports, signal);
  return reply !== undefined && reply.status < 500 && /completion/i.test(reply.body);
}

/** `id`: the server's own name for the answer. Resolves to whether it has done so. Never throws. */
export async function endThoughts(
  endpoint: Endpoint,
  id: string,
  ports: Ports,
  signal: AbortSignal,
): Promise<boolean> {
  return (await control(endpoint, id, ports, signal))?.status === 200;
}

async function control(endpoint: Endpoint, id: string, { http, key }: Ports, signal: AbortSignal) {
  const route = dialects[endpoint.kind].controlRoute;
  if (route === undefined) return undefined;
  const question = { url: endpoint.url + route, key, body: { id, action: 'reasoning_end' } };
  return ask(http, question, signal).catch(() => undefined);
}
