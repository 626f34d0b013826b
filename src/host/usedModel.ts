// The model that runs are sent to where the reader named none: it stays the same as long as it is there.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import type { Candidate, ModelInUse } from '../core/endpoint/whereabouts';

const key = 'marginalia.modelInUse';
const Kept = v.object({ url: v.string(), model: v.string() });

export class UsedModel {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get current(): ModelInUse | undefined {
    const kept = v.safeParse(Kept, this.#memento.get(key));
    return kept.success ? kept.output : undefined;
  }

  async keep({ endpoint, model }: Candidate): Promise<void> {
    const { current } = this;
    if (current?.url === endpoint.url && current.model === model.id) return;
    await this.#memento.update(key, { url: endpoint.url, model: model.id });
  }
}
