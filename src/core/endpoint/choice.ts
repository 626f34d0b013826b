// What a run is sent to: a model that answers now, or one that will.
import type { Problem } from '../base/problem';
import type { Whereabouts } from './endpoint';
import type { Candidate, ModelInUse } from './whereabouts/whereabouts';

/** What a run is sent to. One that is not here has had the reader's yes. */
export interface Choice extends Candidate {
  readonly key: string | undefined;
  readonly whereabouts: Whereabouts;
}

/** Not there yet: a server that is loading its model, or the one that was set up here and has yet to be started. */
export interface Loading {
  readonly model: string;
  readonly sizeBytes?: number;
  /** The one that was set up here. */
  readonly isOwn?: true;
  /** Resolves when it can be asked. Aborting the signal of `choose` ends the wait. */
  wait(): Promise<Choice | Problem>;
}

/** Chooses anew for each run. */
export interface ModelChooser {
  /** `only`: the one that is wanted for this run alone; what is chosen for the others stays as it is. */
  choose(signal: AbortSignal, only?: ModelInUse): Promise<Choice | Loading | Problem>;
  /** It turned out that the work is not done here. Never rejects; from now on, and in later windows, it is asked about. */
  heardElsewhere(choice: Choice): Promise<void>;
}
