// Real runs of a real model, by the way that Explain goes in the window: each form of answer that it can be held to.
import { describe } from '../../src/core/endpoint/discovery/discover';
import type { Http } from '../../src/core/ports';
import { advance, type Excerpt, newRun, type Run } from '../../src/core/reasoning/run';
import { conversation } from '../../src/host/reasoning/conversation';
import { systemClock } from '../../src/host/systemClock';
import { silentLog } from './streams';

/** `today`: as the window asks this server by itself. `free`: as it asks one that can hold an answer to nothing. */
export const forms = ['today', 'free'] as const;
export type Form = (typeof forms)[number];

export function formNamed(name: string): Form {
  const form = forms.find(one => one === name);
  if (!form) throw new Error(`no form "${name}": ${forms.join(', ')}`);
  return form;
}

export interface Explainer {
  readonly model: string;
  explain(excerpt: Excerpt, form: Form): Promise<Run>;
}

export async function explainer(
  server: { readonly url: string; readonly key: string },
  http: Http,
): Promise<Explainer> {
  const clock = systemClock();
  const described = await describe(server.url, 'auto', { http, clock, log: silentLog }, server.key);
  if (!described.isFound) throw new Error(JSON.stringify(described.problem));
  const { endpoint } = described;
  const [model] = endpoint.models;
  if (!model) throw new Error('the server has no model');
  // Of a model that may think nobody knows what a form would do to its thoughts, so it is held to none.
  const { thinks: _notTold, ...unheld } = model;
  return {
    model: model.id,
    async explain(excerpt, form) {
      const reason = conversation({
        endpoints: {
          choose: async () => ({
            endpoint,
            model: form === 'free' ? unheld : model,
            key: server.key,
            whereabouts: 'here',
          }),
          async heardElsewhere() {},
        },
        http,
        clock,
        log: silentLog,
        language: () => 'en',
      });
      let run = newRun('bench', clock.now(), excerpt);
      const turn = {
        signal: new AbortController().signal,
        enter: async () => true,
        mustWait: () => false,
        offerSkip() {},
      };
      for await (const event of reason(run, undefined, turn)) run = advance(run, { at: clock.now(), event });
      return run;
    },
  };
}
