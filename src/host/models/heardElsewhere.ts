// Models of which their server said, while it answered, that it has them run on another machine: they stay asked about,
// in the next window too, for the server may call them local again until it answers.
import * as v from 'valibot';
import type { Memento } from 'vscode';
import { type Candidate, placeOf } from '../../core/endpoint/whereabouts/whereabouts';

const key = 'marginalia.heardElsewhere';
/** Of one server and model each; the oldest go first. */
const most = 200;
const Kept = v.array(v.string());

export class HeardElsewhere {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  has(candidate: Candidate): boolean {
    return this.#kept.includes(nameOf(candidate));
  }

  async keep(candidate: Candidate): Promise<void> {
    const name = nameOf(candidate);
    const others = this.#kept.filter(one => one !== name);
    await this.#memento.update(key, [...others, name].slice(-most));
  }

  get #kept(): readonly string[] {
    const kept = v.safeParse(Kept, this.#memento.get(key));
    return kept.success ? kept.output : [];
  }
}

function nameOf({ endpoint, model }: Candidate): string {
  return JSON.stringify([placeOf(endpoint.url), model.id]);
}
