// In which form an answer may be asked of a model: tried once a server and model, and remembered while the window is open.
import type { Clock, Http } from '../ports';
import { holdsToSchema, readsGrammar } from './constraints';
import type { Endpoint, Model } from './endpoint';
import { inTime } from './protocol/ask';
import { dialects } from './protocol/dialects';

/** How firmly a server holds its model: to a grammar, to a JSON Schema, to nothing. */
export type Form = 'grammar' | 'schema' | 'free';

export interface Forms {
  /**
   * The firmest form that this server is known to hold this model to. A model that thinks gets no grammar, which would bind
   * its thoughts, and a schema only from a server that leaves them free. `free` too where the server does not say in time, or would first have to load the
   * model; then it is asked again the next time. Never throws.
   */
  of(endpoint: Endpoint, model: Model, key: string | undefined, signal: AbortSignal): Promise<Form>;
}

/** A model must write a word to show whether it is held: slow machines take a while for it, once. */
const schemaTrialMs = 6_000;

export function answerForms({ http, clock }: { readonly http: Http; readonly clock: Clock }): Forms {
  const known = new Map<string, Form>();
  const tried = async (
    endpoint: Endpoint,
    model: Model,
    key: string | undefined,
    signal: AbortSignal,
  ): Promise<Form | undefined> => {
    const ports = { http, key };
    if (dialects[endpoint.kind].grammar !== undefined && model.thinks === false) {
      const reads = await inTime(clock, signal, soon => readsGrammar(endpoint, model, ports, soon));
      if (reads === undefined) return undefined;
      if (reads) return 'grammar';
    }
    const holds = await inTime(
      clock,
      signal,
      soon => holdsToSchema(endpoint, model, ports, soon),
      schemaTrialMs,
    );
    return holds === undefined ? undefined : holds ? 'schema' : 'free';
  };
  return {
    async of(endpoint, model, key, signal) {
      if (model.startsThinking === true || model.isLoaded === false) return 'free';
      if (model.thinks === true && !dialects[endpoint.kind].thinksBeforeSchema) return 'free';
      const name = JSON.stringify([endpoint.url, endpoint.name, model.id]);
      const before = known.get(name);
      if (before !== undefined) return before;
      const form = await tried(endpoint, model, key, signal);
      if (form !== undefined) known.set(name, form);
      return form ?? 'free';
    },
  };
}
