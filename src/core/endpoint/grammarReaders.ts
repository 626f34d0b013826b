// Which servers hold a model to a grammar: tried once a server and model, and remembered while the window is open.
import type { Clock, Http } from '../ports';
import { readsGrammar } from './constraints';
import type { Endpoint, Model } from './endpoint';
import { inTime } from './protocol/ask';

export interface GrammarReaders {
  /**
   * Whether a question to this model may carry a grammar. Not to one that thinks: its thoughts would be held to the form
   * of the answer. `false` too where the server does not say in time, or would first have to load the model; then it is
   * asked again the next time.
   */
  reads(endpoint: Endpoint, model: Model, key: string | undefined, signal: AbortSignal): Promise<boolean>;
}

export function grammarReaders({
  http,
  clock,
}: {
  readonly http: Http;
  readonly clock: Clock;
}): GrammarReaders {
  const known = new Map<string, boolean>();
  return {
    async reads(endpoint, model, key, signal) {
      if (model.thinks !== false || model.startsThinking === true || model.isLoaded === false) return false;
      const name = JSON.stringify([endpoint.url, endpoint.name, model.id]);
      const before = known.get(name);
      if (before !== undefined) return before;
      const answer = await inTime(clock, signal, soon => readsGrammar(endpoint, model, { http, key }, soon));
      if (answer !== undefined) known.set(name, answer);
      return answer ?? false;
    },
  };
}
