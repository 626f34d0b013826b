// Real runs of a real model, by the way that Explain goes in the window: in each form that an answer can be held to.
import type { Language } from '../../src/core/chapter/chapter';
import { describe } from '../../src/core/endpoint/discovery/discover';
import type { Form } from '../../src/core/endpoint/forms';
import { tokenCounter } from '../../src/core/endpoint/window/tokens';
import type { Http } from '../../src/core/ports';
import { advance } from '../../src/core/reasoning/advance';
import { type Excerpt, newRun, type Run } from '../../src/core/reasoning/run';
import { conversation } from '../../src/host/reasoning/conversation';
import { systemClock } from '../../src/host/systemClock';
import { packedGrammars } from '../support/grammars';
import { silentLog } from './streams';

const forms: readonly Form[] = ['grammar', 'schema', 'free'];

export function formNamed(name: string): Form {
  const form = forms.find(one => one === name);
  if (!form) throw new Error(`no form "${name}": ${forms.join(', ')}`);
  return form;
}

export interface Explained {
  readonly run: Run;
  readonly tookMs: number;
  /** From the question to the first words of the first step; missing: there is no step. */
  readonly firstStepMs: number | undefined;
}

export interface Explainer {
  readonly model: string;
  explain(excerpt: Excerpt, form: Form, language?: Language): Promise<Explained>;
  /** As the model counts them. */
  tokensOf(text: string): Promise<number>;
}

export async function explainer(
  server: { readonly url: string; readonly key: string },
  http: Http,
): Promise<Explainer> {
  const clock = systemClock();
  const ports = { http, clock, log: silentLog };
  const described = await describe(server.url, 'auto', ports, server.key);
  if (!described.isFound) throw new Error(JSON.stringify(described.problem));
  const { endpoint } = described;
  const [model] = endpoint.models;
  if (!model) throw new Error('the server has no model');
  const syntax = packedGrammars();
  const { signal } = new AbortController();
  const counter = tokenCounter(endpoint, model, { ...ports, key: server.key }, signal);
  return {
    model: model.id,
    tokensOf: text => counter.count(text),
    async explain(excerpt, form, language = 'en') {
      const reason = conversation({
        ...ports,
        endpoints: {
          choose: async () => ({ endpoint, model, key: server.key, whereabouts: 'here' }),
          async heardElsewhere() {},
        },
        forms: { of: async () => form },
        language: () => language,
        syntax,
      });
      const startedAt = clock.now();
      let run = newRun('bench', startedAt, excerpt);
      let firstStepMs: number | undefined;
      const turn = { signal, enter: async () => true, mustWait: () => false, offerSkip() {} };
      for await (const event of reason(run, undefined, turn)) {
        run = advance(run, { at: clock.now(), event });
        if (run.steps[0]?.text) firstStepMs ??= clock.now() - startedAt;
      }
      return { run, firstStepMs, tookMs: clock.now() - startedAt };
    },
  };
}
