// The servers that this window has started or joined: on each connection they prove themselves before they hear a word.
import { Agent, type ClientRequestArgs } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Access, greet } from './sharing';

/** Between the start of a run and its last request a server may die, and somebody else sit down on its port. */
export class OwnServers {
  readonly #agents = new Map<string, Agent>();

  /** Also when it has ended: what is still on its way there must not reach anybody else. */
  add(access: Access): void {
    this.#agents.set(new URL(access.url).origin, new ProvingAgent(access));
  }

  /** For an address of one of them. */
  agentFor(url: string): Agent | undefined {
    return this.#agents.size > 0 && URL.canParse(url) ? this.#agents.get(new URL(url).origin) : undefined;
  }
}

class ProvingAgent extends Agent {
  readonly #access: Access;

  constructor(access: Access) {
    super();
    this.#access = access;
  }

  override createConnection(
    _options: ClientRequestArgs,
    oncreate?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    void greet(this.#access, 'use').then(greeted => {
      if (greeted) return oncreate?.(null, greeted.socket);
      // As where nobody listens: whoever does is none of ours. Beside an error Node looks at no socket.
      const refused = Object.assign(new Error('the server did not prove itself'), { code: 'ECONNREFUSED' });
      return oncreate?.(refused, new Socket());
    });
  }
}
