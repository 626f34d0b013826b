// The model that runs are sent to where the reader named none: it stays the same as long as it is there.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import type { ModelInUse } from '../../core/endpoint/whereabouts/whereabouts';

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

  async keep({ url, model }: ModelInUse): Promise<void> {
    const { current } = this;
    if (current?.url !== url || current.model !== model) await this.#memento.update(key, { url, model });
  }
}
